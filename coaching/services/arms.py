"""Which wording style is drawn how often: learnt at night from answers, in force for a whole UTC day.

Every arm was sent, so the answer itself may count here, unlike in the effect of sending. A tap that asks for less or
for nothing is no success of a wording. While somebody has the sending policy in hand, all styles are alike.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from coaching.core.dialogues import LESS, NOT_NOW, STOP
from coaching.core.draw import EVENLY, STYLES, Arms
from coaching.models import ArmVersion, CoachingPrompt, PromptInteraction
from coaching.services import policy

ANSWERED_WITHIN = timedelta(hours=24)
LOOKED_BACK = timedelta(days=182)  # what was liked longer ago says little (own choice)
REFUSALS = (NOT_NOW, LESS, STOP)
Counts = dict[str, dict[str, list[int]]]


def active(now: datetime) -> Arms:
    """The chances in force. Two queries at most: a tick asks once for all its batches."""
    row = ArmVersion.objects.filter(in_force_at__lte=now).order_by("-number").first()
    if row is None or policy.is_pinned(now):
        return EVENLY
    return Arms(row.number, {rule: tuple(chances) for rule, chances in row.chances.items()})


def update(now: datetime) -> ArmVersion | None:
    """Learn once a UTC day. None: today's is there, or nothing was answered or left unanswered since the last."""
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    newest = ArmVersion.objects.order_by("-number").first()
    if newest is not None and newest.created_at >= midnight:
        return None
    counts = counted(now)
    if not counts or (newest is not None and newest.counts == counts):
        return None
    number = (ArmVersion.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    try:
        with transaction.atomic():
            return ArmVersion.objects.create(
                number=number,
                chances={rule: _chances(told) for rule, told in counts.items()},
                counts=counts,
                created_at=now,
                in_force_at=midnight + timedelta(days=1),
            )
    except IntegrityError:  # another worker was faster
        return None


def counted(now: datetime) -> Counts:
    """Prompts whose style was drawn and whose time to answer is over: how many were answered, of how many."""
    answers = PromptInteraction.objects.filter(
        prompt=OuterRef("pk"), created_at__lte=OuterRef("delivered_at") + ANSWERED_WITHIN
    ).exclude(choice__in=REFUSALS)
    told = CoachingPrompt.objects.filter(
        delivered_at__gt=now - LOOKED_BACK,
        delivered_at__lte=now - ANSWERED_WITHIN,
        style__in=STYLES,
        decision__is_experiment=True,
        decision__arm=F("style"),
        decision__arm_probability__lt=1,
    )
    rows = told.annotate(is_answered=Exists(answers)).values("rule", "style").order_by("rule", "style")
    counts: Counts = {}
    for row in rows.annotate(sent=Count("pk"), answered=Count("pk", filter=Q(is_answered=True))):
        counts.setdefault(row["rule"], {})[row["style"]] = [row["answered"], row["sent"]]
    return counts


def _chances(told: dict[str, list[int]]) -> list[float]:
    # Loaded here: it needs arrays, and the tick, which asks for what is in force each minute, does not.
    from coaching.core.effects.arms import arm_probabilities

    answered, sent = zip(*(told.get(style, [0, 0]) for style in STYLES), strict=True)
    return arm_probabilities(answered, sent)


def shown() -> list[dict[str, Any]]:
    """The newest version for people: each rule with the chance, the answers and the prompts of every style."""
    row = ArmVersion.objects.order_by("-number").first()
    if row is None:
        return []
    return [
        {
            "rule": rule,
            "styles": [
                (style, 100 * chance, *row.counts[rule].get(style, [0, 0]))
                for style, chance in zip(STYLES, chances, strict=True)
            ],
        }
        for rule, chances in sorted(row.chances.items())
    ]
