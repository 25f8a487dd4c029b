"""What a report of illness leads to: sessions that are due made easy or left out, taken up again, and the way back."""

from __future__ import annotations

from datetime import date

from adaptation.core import illness
from adaptation.models import AdaptationSuggestion
from adaptation.services import review, suggestions
from adaptation.services.bench import Bench
from plans import services as plans
from plans.models import PlannedSession


def take_in(bench: Bench) -> None:
    """One was reported, corrected, ended or taken back: what was left out too much is planned again, then all else.
    Inside the caller's transaction."""
    left_out = _left_out(bench)
    days: dict[str, date] = {key: session.on for key, session in left_out.items()}
    free = illness.reopened(bench.spells, days, bench.today)
    for key in free:
        plans.unskip_session(left_out[key], now=bench.now)
    if free:
        bench.look_again()
    review.about_illness(bench)
    suggestions.expire_outdated(bench)


def _left_out(bench: Bench) -> dict[str, PlannedSession]:
    """Sessions to come that an illness has taken and nobody has taken up since. One query, two where there are any."""
    rows = AdaptationSuggestion.objects.filter(
        plan=bench.plan, rule=illness.REST, status=AdaptationSuggestion.Status.APPLIED
    )
    told = [target["session"] for target in rows.values_list("target", flat=True)]
    skipped = PlannedSession.objects.filter(plan=bench.plan, pk__in=told, status=PlannedSession.Status.SKIPPED)
    return {str(session.pk): session for session in skipped.filter(on__gte=bench.today)} if told else {}
