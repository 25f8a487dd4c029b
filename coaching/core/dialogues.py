"""What follows a prompt, tap by tap: small state machines as data. Pure; who carries out an act is not known here.

Every step offers two answers of its own, "not now" and "stop these". Every path ends in a patch of the plan, something
noted about the athlete, or a preference: nobody is led to where nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from coaching.core.moments.rules import (
    CHECK_IN,
    COMEBACK,
    DELOAD_DUE,
    HABIT,
    HIGH_RPE,
    MILESTONE,
    MISSED_SESSION,
    PAIN_FOLLOW_UP,
    PLAN_FINISHED,
    POOR_SLEEP,
    STALLED,
    STAY_QUIET,
    UNREAD_SUGGESTION,
    WELCOME,
)

START, END = "", "end"  # the first step is the prompt itself and has no name
NOT_NOW, LESS, STOP = "not_now", "less", "stop"


class Ending(StrEnum):
    """What an act leaves behind."""

    PATCH = "patch"
    METRIC = "metric"
    PREFERENCE = "preference"


class Act(StrEnum):
    """What a tap does. The part before the dot is its ending."""

    MOVE = "patch.move"  # a missed session to the next day that holds it
    SHORTEN = "patch.shorten"  # the same, with fewer sets
    SKIP = "patch.skip"
    LIGHTEN = "patch.lighten"  # the next session: fewer sets, less effort
    SWAP = "patch.swap"  # an exercise, where it comes next
    LEAVE_OUT = "patch.leave_out"  # an exercise, where it comes next
    APPLY = "patch.apply"  # a suggestion
    DISMISS = "patch.dismiss"
    FRESH = "metric.fresh"
    FINE = "metric.fine"
    WORN_OUT = "metric.worn_out"
    SLEPT_ENOUGH = "metric.slept_enough"
    SLEPT_SHORT = "metric.slept_short"
    NO_PAIN = "metric.no_pain"
    PAIN = "metric.pain"
    HABIT_DONE = "metric.habit_done"
    HABIT_LATER = "preference.habit_later"  # its hour, two hours on
    HABIT_ENDED = "preference.habit_ended"
    CHECK_IN_MIDDAY = "preference.check_in_midday"
    CHECK_IN_EVENING = "preference.check_in_evening"
    GO_ON = "preference.go_on"
    KEEP_QUIET = "preference.keep_quiet"  # do not disturb, for four weeks
    NOT_TODAY = "preference.not_today"
    LESS_OF_THIS = "preference.less_of_this"
    STOP_ALL = "preference.stop_all"

    @property
    def ending(self) -> Ending:
        return Ending(self.value.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Option:
    """`then`: the steps that may follow, the first of which the facts allow; END where none does."""

    id: str
    acts: tuple[Act, ...] = ()
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`needs`: facts without which this step makes no sense. What every step offers besides is not repeated here."""

    id: str
    options: tuple[Option, ...]
    needs: tuple[str, ...] = ()
    always: tuple[str, ...] = (NOT_NOW, STOP)

    def is_possible(self, facts: Mapping[str, Any]) -> bool:
        return all(facts.get(name) for name in self.needs)


ALWAYS: Mapping[str, Option] = {
    NOT_NOW: Option(NOT_NOW, (Act.NOT_TODAY,), ("fewer",)),
    LESS: Option(LESS, (Act.LESS_OF_THIS,)),
    STOP: Option(STOP, (Act.STOP_ALL,)),
}
# After "not now": nothing has to be said, but what bothers may be said.
FEWER = Step("fewer", (), always=(LESS, STOP))
EASE = (Option("lighter", (Act.LIGHTEN,)), Option("as_planned", (Act.FINE,)))
FELT = (Option("strong", (Act.FRESH,)), Option("hard", (Act.WORN_OUT,)))
FRESHNESS = (Option("fresh", (Act.FRESH,)), Option("tired", (Act.WORN_OUT,)))
OFFER = (Option("apply", (Act.APPLY,)), Option("dismiss", (Act.DISMISS,)))


def _steps(*steps: Step) -> Mapping[str, Step]:
    return MappingProxyType({step.id: step for step in (*steps, FEWER)})


DIALOGUES: Mapping[str, Mapping[str, Step]] = {
    CHECK_IN: _steps(
        Step(
            START,
            (
                Option("good", (Act.FRESH,), ("sleep",)),
                Option("worn_out", (Act.WORN_OUT,), ("ease", "sleep")),
            ),
        ),
        Step("sleep", (Option("slept", (Act.SLEPT_ENOUGH,)), Option("short", (Act.SLEPT_SHORT,)))),
        Step("ease", EASE, needs=("session", "is_open")),
    ),
    HABIT: _steps(
        Step(START, (Option("done", (Act.HABIT_DONE,)), Option("other_time", (), ("hour",)))),
        Step("hour", (Option("later", (Act.HABIT_LATER,)), Option("end_it", (Act.HABIT_ENDED,)))),
    ),
    MISSED_SESSION: _steps(
        Step(START, (Option("no_time", (), ("time",)), Option("too_tired", (), ("energy",)))),
        Step("time", (Option("move", (Act.MOVE,)), Option("shorten", (Act.SHORTEN,)))),
        Step("energy", (Option("shorter", (Act.SHORTEN,)), Option("skip", (Act.SKIP,)))),
    ),
    HIGH_RPE: _steps(Step(START, EASE)),
    POOR_SLEEP: _steps(Step(START, EASE)),
    COMEBACK: _steps(Step(START, EASE)),
    STALLED: _steps(Step(START, (Option("swap", (Act.SWAP,)), Option("lighter", (Act.LIGHTEN,))))),
    PAIN_FOLLOW_UP: _steps(
        Step(START, (Option("gone", (Act.NO_PAIN,)), Option("hurts", (Act.PAIN,), ("hurts",)))),
        Step("hurts", (Option("swap", (Act.SWAP,)), Option("leave_out", (Act.LEAVE_OUT,)))),
    ),
    MILESTONE: _steps(Step(START, FELT)),
    PLAN_FINISHED: _steps(Step(START, FRESHNESS)),
    f"{DELOAD_DUE}_offered": _steps(Step(START, OFFER)),
    f"{DELOAD_DUE}_planned": _steps(Step(START, FRESHNESS)),
    UNREAD_SUGGESTION: _steps(Step(START, OFFER)),
    WELCOME: _steps(
        Step(START, (Option("midday", (Act.CHECK_IN_MIDDAY,)), Option("evening", (Act.CHECK_IN_EVENING,))))
    ),
    STAY_QUIET: _steps(Step(START, (Option("go_on", (Act.GO_ON,)), Option("quiet", (Act.KEEP_QUIET,))))),
}


def dialogue(rule: str, facts: Mapping[str, Any]) -> Mapping[str, Step]:
    """The steps of a prompt. Rules with several kinds of facts may have one for each."""
    return DIALOGUES.get(f"{rule}_{facts.get('kind')}") or DIALOGUES[rule]


def options(step: Step) -> tuple[Option, ...]:
    """Everything that a step offers, in the order in which it is shown: two to four."""
    return (*step.options, *(ALWAYS[name] for name in step.always))


def find(steps: Mapping[str, Step], choice: str, at: str) -> tuple[Step, Option] | None:
    """The answer with this id: at the step where the dialogue stands, else at the one that offers it. None for a choice
    that this dialogue does not know."""
    here = steps.get(at)
    for step in (*((here,) if here else ()), *steps.values()):
        for option in options(step):
            if option.id == choice:
                return step, option
    return None


def after(steps: Mapping[str, Step], option: Option, facts: Mapping[str, Any]) -> str:
    """The step that follows this answer."""
    return next((name for name in option.then if steps[name].is_possible(facts)), END)


def paths(steps: Mapping[str, Step], facts: Mapping[str, Any], at: str = START) -> Iterator[tuple[Option, ...]]:
    """Every way through a dialogue from a step to its end."""
    for option in options(steps[at]):
        onwards = after(steps, option, facts)
        if onwards == END:
            yield (option,)
        else:
            yield from ((option, *rest) for rest in paths(steps, facts, onwards))
