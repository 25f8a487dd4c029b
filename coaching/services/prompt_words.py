"""The words of a prompt: a model's, where one is at hand and says nothing but the facts, else a template's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS

from accounts.models import User
from coaching.core import dialogues
from coaching.core.prompt_lint import model_faults
from coaching.core.wordings import STYLES, TONES, Wordings, pick, template_name, topic_of
from coaching.models import CoachingPrompt
from coaching.services import safety
from coaching.services.prompt_cards import cards
from coaching.wording import blocks, prompts
from coaching.wording.prompt_files import language_of, wordings
from llm import registry
from llm import services as llm
from llm.core.instructions import fill
from llm.core.jobs import JOBS
from llm.core.questions import Answer, Question
from llm.core.shortening import parts
from llm.core.verdict import Reply
from plans import services as plans
from plans.models import Exercise

JOB = "prompt_wording"
NOT_AGAIN = timedelta(days=7)
# These come once, ask for something that a model must not blur, or hold words that the athlete wrote.
BY_TEMPLATE = frozenset({"welcome", "stay_quiet", "pain_follow_up", "habit"})


@dataclass(frozen=True, slots=True)
class Worded:
    """`template`: which wording was drawn; it stands behind a model's words as well. `origin`: rule or model."""

    text: str
    content: dict[str, Any]
    template: str
    style: str
    origin: str


@dataclass(frozen=True, slots=True)
class _Order:
    """`slots`: the facts in words. `said`: a template with these facts, which is said where no model has better."""

    prompt: CoachingPrompt
    topic: str
    style: str
    tone: str
    locale: str
    slots: Mapping[str, str]
    said: str


def word(prompt: CoachingPrompt, athlete: User, facts: Mapping[str, Any], now: datetime) -> Worded:
    """Put a prompt into words, in the athlete's language and tone and in the style that was drawn for it.

    Not to be called inside a transaction: a model may be asked, for as long as the job may wait.
    """
    profile = athlete.profile
    with translation.override(profile.locale):
        topic = topic_of(prompt.rule, facts)
        found = wordings(topic, language_of(profile.locale))
        style = prompt.style if prompt.style in STYLES else STYLES[0]
        tone = profile.tone if profile.tone in TONES else TONES[0]
        number = _number(found, tone, prompt, now)
        names = plans.names_of([facts["exercise"]]) if facts.get("exercise") else {}
        slots = prompts.slots(topic, facts, names, profile.units)
        said = found.text(number, tone, style).format_map(slots)
        order = _Order(prompt, topic, style, tone, profile.locale, slots, said)
        better = _ask(order) if _may_ask(prompt.rule, facts) else None
        text = better or said
        return Worded(
            text=text,
            content={"blocks": _blocks(order, text, facts, athlete, now)},
            template=template_name(topic, tone, number, style),
            style=style,
            origin=str(CoachingPrompt.Origin.MODEL if better else CoachingPrompt.Origin.RULE),
        )


def _number(found: Wordings, tone: str, prompt: CoachingPrompt, now: datetime) -> int:
    """A lead that this athlete has not read within a week."""
    mine = CoachingPrompt.objects.for_athlete(prompt.athlete_id).exclude(pk=prompt.pk)
    lately = mine.filter(created_at__gt=now - NOT_AGAIN, template__startswith=f"{found.topic}.{tone}.")
    used = lately.order_by("-created_at").values_list("template", flat=True)
    return pick(found, tone, list(used), prompt.pk)


def _blocks(order: _Order, text: str, facts: Mapping[str, Any], athlete: User, now: datetime) -> list[dict[str, Any]]:
    steps = dialogues.dialogue(order.prompt.rule, facts)
    extra = (prompts.milestone_card(order.topic, order.slots), prompts.way_on(order.topic))
    return [
        blocks.text(text),
        *cards(order.prompt.rule, facts, athlete, now),
        *(block for block in extra if block is not None),
        prompts.buttons(str(order.prompt.pk), steps[dialogues.START]),
    ]


# --- A model's words --------------------------------------------------------------------------------------------------
def _may_ask(rule: str, facts: Mapping[str, Any]) -> bool:
    """Whether all that a model would be shown is ours: an exercise of the athlete's own has a name that they wrote."""
    if rule in BY_TEMPLATE:
        return False
    slug = facts.get("exercise")
    return slug is None or Exercise.objects.filter(slug=slug, owner__isnull=True).exists()


def _ask(order: _Order) -> str | None:
    """The same facts in a model's words; None where none answers in time, or says anything that it was not told."""
    instructions = registry.instructions(JOB, order.locale)
    reply = Reply(
        JOB, read=lambda told: str(told).strip(), words=lambda said: [said], check=lambda said: _faults(order, said)
    )

    def asked(some: Sequence[str]) -> Question[str]:
        values = {"facts": "\n".join(some) or "-", "style": order.style, "tone": order.tone, "example": order.said}
        return Question(
            JOBS[JOB],
            instructions,
            fill(instructions, values),
            reply,
            order.locale,
            athlete_id=order.prompt.athlete_id,
            left_out=len(facts) - len(some),
        )

    facts = _facts(order)
    answer = llm.ask(replace(asked(facts), shorter=lambda: (asked(some) for some in parts(facts))))
    return answer.value if isinstance(answer, Answer) else None


def _facts(order: _Order) -> list[str]:
    """The facts, line by line: those first that the template says."""
    ranked = sorted(order.slots.items(), key=lambda fact: (fact[1] not in order.said, fact[0]))
    return [f"- {name}: {value}" for name, value in ranked]


def _faults(order: _Order, said: str) -> list[str]:
    """What is wrong with a model's words. It may repeat facts and the template, and name nothing else."""
    facts = [*order.slots.values(), order.said]
    return [*model_faults(said, order.prompt.rule, order.locale, facts, _names()), *safety.screen_reply(said)]


def _names() -> list[str]:
    """Days, months and exercises, in the language of the moment: what a model may not bring along by itself."""
    days = [str(name) for name in (*WEEKDAYS.values(), *MONTHS.values())]
    column = "name_zh_hans" if (translation.get_language() or "en").startswith("zh") else "name_en"
    shared = Exercise.objects.filter(owner__isnull=True).exclude(**{column: ""})
    return [*days, *shared.values_list(column, flat=True)]
