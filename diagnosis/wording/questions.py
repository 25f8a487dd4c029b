"""What a diagnosis may ask the athlete, and what they may answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {"why_missed": _("Several planned sessions were not trained. What was the main reason?")}
ANSWERS = {
    "time": _("Too little time"),
    "ill": _("I was ill"),
    "away": _("I was away"),
    "motivation": _("I did not feel like it"),
    "skip": _("I would rather not say"),
}
EXPLAINED = {
    "ill": _("You told us that you were ill. That explains it: nothing has to change."),
    "away": _("You told us that you were away. That explains it: nothing has to change."),
}
