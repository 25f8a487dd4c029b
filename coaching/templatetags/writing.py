"""What a coach wrote into an athlete's chat, beside the form for the next message."""

from __future__ import annotations

from django import template

from accounts.models import User
from coaching.models import Message

register = template.Library()
SHOWN = 3


@register.simple_tag
def written_to(athlete: User, coach: User) -> list[Message]:
    """The coach's own newest messages to this athlete, newest first; nobody else's."""
    theirs = Message.objects.for_athlete(athlete.pk).filter(author=Message.Author.COACH, author_user=coach)
    return list(theirs.newest_first()[:SHOWN])
