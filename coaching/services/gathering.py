"""What the answers are made of, looked up for one athlete. Reads only, in the language of the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.models import User
from coaching.core import training_times
from coaching.core.facts import Facts, SettingsFacts, TalkFacts, TimesFacts
from coaching.core.intents import Intent, Reading, tone_wanted
from coaching.services.facts import asked, care, changes, days, progress, swaps


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what, and when. `today` is the athlete's own day."""

    athlete: User
    text: str
    reading: Reading
    now: datetime
    today: date


def gather(question: Question) -> Facts:
    """The facts of one answer. Two to about a dozen queries; an answer about health costs two."""
    athlete, now, today = question.athlete, question.now, question.today
    match question.reading.intent:
        case Intent.TODAY:
            return replace(days.day_facts(athlete.pk, today), is_ill=care.is_ill(athlete.pk, now))
        case Intent.NEXT | Intent.SKIP:
            return days.day_facts(athlete.pk, today)
        case Intent.WEEK:
            return days.week_facts(athlete.pk, today)
        case Intent.WHY:
            return changes.why_facts(athlete, question.text, now, today)
        case Intent.SWAP:
            return swaps.swap_facts(athlete.pk, question.text, now, today)
        case Intent.PROGRESS:
            return progress.progress_facts(athlete, question.text, now, today)
        case Intent.EMERGENCY | Intent.CRISIS | Intent.PAIN | Intent.ILL:
            return care.care_facts(athlete, question.reading.severity, now, today)
        case Intent.TIMES | Intent.SETTINGS | Intent.LIFT | Intent.TOPIC:
            return _asked(question)
        case _:
            return TalkFacts(days.has_plan(athlete.pk))


def _asked(question: Question) -> Facts:
    """What the words of the question themselves decide."""
    match question.reading.intent:
        case Intent.TIMES:
            return TimesFacts(training_times.read(question.text))
        case Intent.SETTINGS:
            return SettingsFacts(tone_wanted(question.text))
        case Intent.LIFT:
            return asked.lift_facts(question.athlete.pk, question.text, question.today)
        case _:
            return asked.topic_facts(question.athlete.pk, question.reading.topic, question.text, question.today)
