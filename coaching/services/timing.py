"""Whether now is a bad moment: a model reads what the athlete wrote lately, minutes before something falls due.

The rules have found the reason to speak by then; the verdict is stored with it before anything is drawn, and the tick
never waits for it. Without a model, without words to read, or where it does not answer in time, there is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from coaching.core.moments.rules import RULES
from coaching.core.replies import TimingVerdict
from coaching.core.timing import Judged, in_force
from coaching.models import DueMoment, Message, PromptPreferences
from coaching.services import safety
from feedback.models import IllnessReport, RPEFeedback
from llm import registry
from llm import services as llm
from llm.core.instructions import Words, fill
from llm.core.jobs import JOBS
from llm.core.questions import Answer, Question
from llm.core.redaction import redact
from llm.core.shortening import parts
from llm.core.verdict import Reply

JOB = "prompt_timing"
AHEAD = timedelta(minutes=10)  # before a moment falls due; two beats long, so that a lost one does no harm
READ_BACK = timedelta(hours=72)
TEXTS_MAX, CHARS_MAX = 6, 400
NOT_EXEMPT = tuple(rule.id for rule in RULES.values() if not rule.is_exempt)


def coming_up(now: datetime, limit: int) -> list[int]:
    """Moments that fall due within minutes and have no verdict that will hold then, soonest first; none where no model
    may be asked."""
    if not registry.is_on():
        return []
    due_already = DueMoment.objects.due(now).values("pk")
    soon = DueMoment.objects.due(now + AHEAD).filter(rule__in=NOT_EXEMPT).exclude(pk__in=due_already)
    rows = soon.order_by("due_at").values_list("pk", "verdict")[:limit]
    return [pk for pk, verdict in rows if in_force(verdict, now + AHEAD) is None]


def check(moment_id: int, now: datetime) -> TimingVerdict | None:
    """Ask a model about one moment and store what it says, unless the moment has been decided on meanwhile. None: there
    is no verdict. Not to be called inside a transaction."""
    moment = DueMoment.objects.open().select_related("athlete__profile").filter(pk=moment_id).first()
    if moment is None or not _may_ask(moment.athlete, now):
        return None
    words = list(_words(moment.athlete, now))
    judged = _ask(moment, words, now) if words else None
    if judged is None or not _store(moment_id, judged):
        return None
    return judged.said


def _may_ask(athlete: User, now: datetime) -> bool:
    wants = PromptPreferences.objects.of(athlete.pk).enabled
    return wants and safety.standing(athlete, now).may_use_model and not safety.is_held(athlete.pk, now)


def _words(athlete: User, now: datetime) -> Iterator[str]:
    """What they wrote in the chat and beside their training lately, oldest first."""
    since = now - READ_BACK
    told: list[tuple[datetime, str]] = []
    messages = Message.objects.for_athlete(athlete.pk).filter(author=Message.Author.ATHLETE, created_at__gt=since)
    told += messages.filter(created_at__lte=now).newest_first().values_list("created_at", "text")[:TEXTS_MAX]
    for model in (RPEFeedback, IllnessReport):
        notes = model._default_manager.filter(athlete=athlete, deleted_at__isnull=True, recorded_at__gt=since)
        some = notes.exclude(notes="").order_by("-recorded_at").values_list("recorded_at", "notes")
        told += some[:TEXTS_MAX]
    for _at, text in sorted(told)[-TEXTS_MAX:]:
        yield " ".join(text.split())[:CHARS_MAX]


def _ask(moment: DueMoment, words: list[str], now: datetime) -> Judged | None:
    profile = moment.athlete.profile
    instructions = registry.instructions(JOB, profile.locale)
    facts = {
        "rule": moment.rule.replace("_", " "),
        "clock": moment.due_at.astimezone(profile.zone).strftime("%A %H:%M"),
    }

    def asked(latest: Sequence[str]) -> Question[TimingVerdict]:
        said = redact("\n".join(reversed(latest)), [profile.display_name] if profile.display_name else [])
        return Question(
            JOBS[JOB],
            instructions,
            fill(instructions, {**facts, "words": Words(said.text)}),
            Reply("timing_verdict", TimingVerdict.model_validate, TimingVerdict.model_json_schema()),
            profile.locale,
            athlete_id=moment.athlete_id,
            redactions=said.counts,
            left_out=len(words) - len(latest),
        )

    newest_first = words[::-1]  # what was written last says most about now
    answer = llm.ask(replace(asked(newest_first), shorter=lambda: (asked(some) for some in parts(newest_first))))
    return Judged(answer.value, answer.model, now) if isinstance(answer, Answer) else None


def _store(moment_id: int, judged: Judged) -> bool:
    """Keep a verdict with its moment, as long as nothing was drawn for it."""
    return bool(DueMoment.objects.open().filter(pk=moment_id).update(verdict=judged.as_json()))
