"""What a tap on a quick reply says. Each is a question that the chat answers: tests send every one of them back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TODAY = ("today", _("What do I train today?"))
NEXT = ("next", _("When is my next session?"))
WEEK = ("week", _("Show me my week"))
PROGRESS = ("progress", _("How am I doing?"))
WHY = ("why", _("What changed, and why?"))
SWAP = ("swap", _("Swap an exercise"))
SKIP = ("skip", _("I can't train today"))
HELP = ("help", _("What can I ask you?"))
ALL = (TODAY, NEXT, WEEK, PROGRESS, WHY, SWAP, SKIP, HELP)
SWAP_THIS = _("Swap %(name)s")
