"""What prompts and their dialogues say: facts as slots, buttons, questions that follow, and what a tap has led to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.core.dialogues import END, START, Option, Step, options
from coaching.core.wordings import SLOTS
from coaching.wording.blocks import Block, link
from plans.wording import quantities
from plans.wording import title as session_title
from plans.wording.words import REGIONS

Words = str | Promise
OPTIONS: Mapping[str, Words] = {
    "good": gettext_lazy("Good"),
    "worn_out": gettext_lazy("Worn out"),
    "slept": gettext_lazy("Six hours or more"),
    "short": gettext_lazy("Less than six hours"),
    "lighter": gettext_lazy("Make it lighter"),
    "as_planned": gettext_lazy("As planned"),
    "done": gettext_lazy("Done"),
    "other_time": gettext_lazy("Another time"),
    "later": gettext_lazy("Two hours later"),
    "end_it": gettext_lazy("End this habit"),
    "no_time": gettext_lazy("No time"),
    "too_tired": gettext_lazy("Too tired"),
    "move": gettext_lazy("Another day"),
    "shorten": gettext_lazy("A shorter one"),
    "shorter": gettext_lazy("A shorter one"),
    "skip": gettext_lazy("Skip it"),
    "swap": gettext_lazy("Swap the exercise"),
    "gone": gettext_lazy("It is gone"),
    "hurts": gettext_lazy("It still hurts"),
    "leave_out": gettext_lazy("Skip it"),
    "strong": gettext_lazy("It felt strong"),
    "hard": gettext_lazy("It was hard"),
    "fresh": gettext_lazy("Fresh"),
    "tired": gettext_lazy("Tired"),
    "apply": gettext_lazy("Apply"),
    "dismiss": gettext_lazy("Decline"),
    "midday": gettext_lazy("At midday"),
    "evening": gettext_lazy("In the evening"),
    "go_on": gettext_lazy("Go on"),
    "quiet": gettext_lazy("Stay quiet"),
    "not_now": gettext_lazy("Not now"),
    "less": gettext_lazy("Less of this"),
    "stop": gettext_lazy("Stop these messages"),
}
STEPS: Mapping[str, Words] = {
    "sleep": gettext_lazy("Thank you. How long did you sleep?"),
    "ease": gettext_lazy("Thank you for saying so. Today's session can be a lighter one. Which suits you?"),
    "hour": gettext_lazy("Another hour may fit your days better. Which is it?"),
    "time": gettext_lazy("Some days are full. I can move it to another day or make it shorter. Which suits you?"),
    "energy": gettext_lazy("Good that you noticed. I can make it shorter or skip it. Which suits you?"),
    "hurts": gettext_lazy(
        "Skip what hurts. If it is strong, swollen or numb, or lasts longer than a week, have a professional look"
        " at it. In the plan I can swap the exercise or skip it. Which is it?"
    ),
    "fewer": gettext_lazy("All right, not today."),
}
RESULTS: Mapping[str, Words] = {
    "moved": gettext_lazy("Done: %(title)s is on %(day)s now."),
    "shortened": gettext_lazy("Done: a shorter %(title)s is on %(day)s."),
    "skipped": gettext_lazy("Skipped. One session less does no harm."),
    "lightened": gettext_lazy("Done: %(title)s on %(day)s is a lighter one now."),
    "swapped": gettext_lazy("Done: %(after)s replaces %(before)s."),
    "left_out": gettext_lazy("Done: the next session goes without %(name)s."),
    "applied": gettext_lazy("Done, your plan has changed."),
    "dismissed": gettext_lazy("All right, your plan stays as it is."),
    "refused": gettext_lazy("That does not fit into your plan at the moment, so nothing has changed."),
    "gone": gettext_lazy("This has already been settled, so nothing has changed."),
    "not_coming": gettext_lazy(
        "%(name)s does not come again in your plan as it stands, so there is nothing to change."
    ),
    "feeling": gettext_lazy("Thank you, I have noted it."),
    "sleep": gettext_lazy("Thank you, I have noted it. Rest well."),
    "pain_gone": gettext_lazy("Good to hear. If it comes back, log it with the exercise."),
    "habit_done": gettext_lazy("Ticked off for today."),
    "habit_later": gettext_lazy("Moved: it is at %(time)s from now on."),
    "habit_ended": gettext_lazy("Ended. What you did stays in your log."),
    "check_in_at": gettext_lazy("Noted: at %(time)s it is, once a day at most."),
    "going_on": gettext_lazy("Good, I go on as before."),
    "keeping_quiet": gettext_lazy("I stay quiet for four weeks. Write to me whenever you like."),
    "less": gettext_lazy("Noted: you hear about this half as often."),
    "stopped": gettext_lazy("Done, I no longer message you first. You can turn it on again in your settings."),
}
LINKS: Mapping[str, tuple[str, Words]] = {
    "refused": ("page-plan", gettext_lazy("Open the plan")),
    "applied": ("page-changes", gettext_lazy("See all changes")),
}


# --- Facts as slots ---------------------------------------------------------------------------------------------------
def slots(topic: str, facts: Mapping[str, Any], names: Mapping[str, str], units: str) -> dict[str, str]:
    """Everything that may stand in the words of a topic, in the language of the moment."""
    return {slot: SLOT_WORDS[slot](facts, names, units) for slot in SLOTS[topic]}


def weekday(facts: Mapping[str, Any], _names: Mapping[str, str], _units: str) -> str:
    return date_format(date.fromisoformat(facts["on"]), "l")


def _number(name: str) -> Callable[..., str]:
    return lambda facts, _names, _units: quantities.number(facts[name])


SLOT_WORDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str], str], str]] = {
    "day": weekday,
    "habit": lambda facts, _names, _units: str(facts["title"]),
    "time": lambda facts, _names, _units: clock(time.fromisoformat(facts["at"])),
    "exercise": lambda facts, names, _units: names.get(facts["exercise"], facts["exercise"]),
    "title": lambda facts, _names, _units: session_title(facts["title"]),
    "region": lambda facts, _names, _units: str(REGIONS.get(facts["region"], facts["region"])),
    "load": lambda facts, _names, units: quantities.estimate(facts["e1rm_kg"], units),
    "hours": _number("under_h"),
    **{name: _number(name) for name in ("days", "sessions", "minutes", "count", "rpe", "nights", "done")},
}


def clock(at: time) -> str:
    return time_format(at, "TIME_FORMAT")


# --- Blocks -----------------------------------------------------------------------------------------------------------
def buttons(prompt_id: str, step: Step) -> Block:
    """The answers of a step. A tap posts `choice` to the prompt; the text is what it says to whoever has no buttons."""
    return {
        "type": "quick_replies",
        "prompt": prompt_id,
        "options": [_button(each) for each in options(step)],
    }


def _button(option: Option) -> dict[str, str]:
    label = str(OPTIONS[option.id])
    return {"id": option.id, "label": label, "text": label, "choice": option.id}


def milestone_card(topic: str, slot_words: Mapping[str, str]) -> Block | None:
    match topic:
        case "milestone_best":
            title = _("Your best %(exercise)s so far") % slot_words
            detail = _("About %(load)s for one repetition") % slot_words
        case "milestone_sessions":
            title = _("Session number %(count)s") % slot_words
            detail = _("Every one of them counts.")
        case "plan_finished":
            title = _("Plan finished")
            detail = _("%(done)s of %(sessions)s sessions done") % slot_words
        case _:
            return None
    return {"type": "milestone", "title": title, "detail": detail}


def way_on(topic: str) -> Block | None:
    """Where to go from a prompt, beside its answers."""
    if topic == "plan_finished":
        return link(reverse("page-generate"), _("Write a plan"))
    return None


# --- After a tap ------------------------------------------------------------------------------------------------------
def question(step: str) -> str:
    """What a step asks; "" for the first one, which is the prompt itself, and for none."""
    return "" if step in (START, END) else str(STEPS[step])


def result(code: str, facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What a tap has led to."""
    told = {name: _told(name, value, names) for name, value in facts.items()}
    return str(RESULTS[code]) % told


def result_link(code: str) -> Block | None:
    found = LINKS.get(code)
    return None if found is None else link(reverse(found[0]), str(found[1]))


def _told(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name == "day":
        return quantities.day(date.fromisoformat(value))
    if name == "time":
        return clock(time.fromisoformat(value))
    if name == "title":
        return session_title(value)
    return names.get(value, str(value))
