"""The three voices: the small words of every answer, gentle, direct or playful. Numbers and facts are the same in all.

A table, so that nothing is missing: for each thing to be said, one sentence a tone. What is about health is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GENTLE, DIRECT, PLAYFUL = "gentle", "direct", "playful"
TONES = (GENTLE, DIRECT, PLAYFUL)

WORDS: Mapping[str, Mapping[str, Promise]] = {
    # Before an answer, by what was asked.
    "today": {GENTLE: _("Gladly."), DIRECT: _("Here it is."), PLAYFUL: _("Chalk up!")},
    "next": {GENTLE: _("Let me see."), DIRECT: _("Next up."), PLAYFUL: _("Looking into the crystal ball.")},
    "week": {GENTLE: _("Here is your week."), DIRECT: _("Your week."), PLAYFUL: _("The week, at a glance!")},
    "why": {GENTLE: _("A good question."), DIRECT: _("In short."), PLAYFUL: _("Nothing escapes you!")},
    "progress": {GENTLE: _("Let us look at it together."), DIRECT: _("The figures."), PLAYFUL: _("Drum roll, please!")},
    "swap": {GENTLE: _("Of course."), DIRECT: _("Possible."), PLAYFUL: _("Variety it is!")},
    "skip": {GENTLE: _("That is all right."), DIRECT: _("Understood."), PLAYFUL: _("Life happens!")},
    "times": {
        GENTLE: _("Thank you for telling me."),
        DIRECT: _("Understood."),
        PLAYFUL: _("Calendar out, pencil sharp!"),
    },
    "settings": {GENTLE: _("As you like."), DIRECT: _("You decide."), PLAYFUL: _("Your coach, your rules!")},
    # Whole answers.
    "hello": {
        GENTLE: _("Hello! What would you like to know?"),
        DIRECT: _("Hello. What do you need?"),
        PLAYFUL: _("Hey there! What shall we look at?"),
    },
    "hello_again": {GENTLE: _("Hello!"), DIRECT: _("Hello."), PLAYFUL: _("Hey there!")},
    "thanks": {GENTLE: _("Any time."), DIRECT: _("You are welcome."), PLAYFUL: _("Any time, champion!")},
    "noted": {
        GENTLE: _("Thank you for telling me. I have noted it; you can read, correct and delete what I remember."),
        DIRECT: _("Noted. You can read, correct and delete what I remember."),
        PLAYFUL: _("Into the notebook it goes! You can read, correct and delete what I remember."),
    },
    "unknown": {
        GENTLE: _("I did not understand that. I would rather say so than guess."),
        DIRECT: _("I did not understand that. I do not guess."),
        PLAYFUL: _("That one went over my head, and I do not guess."),
    },
    "which_times": {
        GENTLE: _("So that I get it right: on which days, and at what time?"),
        DIRECT: _("Which days, and at what time?"),
        PLAYFUL: _("Almost! On which days, and at what time?"),
    },
    "which_half": {
        GENTLE: _("So that I get it right: in the morning, or in the evening?"),
        DIRECT: _("In the morning, or in the evening?"),
        PLAYFUL: _("Early bird or night owl?"),
    },
}


def words(what: str, tone: str) -> str:
    """What is said in this tone, in the language of the moment; gently where the tone is unknown."""
    told = WORDS[what]
    return str(told.get(tone, told[GENTLE]))
