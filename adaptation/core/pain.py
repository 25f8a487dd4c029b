"""Pain and what it stops. A report of 4 or more stops the movement; nothing that loads the region rises until two
sessions in a row were at 2 or less. Not a diagnosis: the athlete is told when to see a professional.

To be reviewed by a professional, like the limitation table of the plan rules: which muscles load which region is our
own choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from adaptation.core.facts import Asked, Done, PainReport, Scheme
from adaptation.core.proposals import CERTAIN, Proposal, place_of
from plans.core.edits import DropItem, Edit, SetLoad
from plans.core.movements import Movement
from science import health

HIGHEST_PAIN = 10
SEE_SOMEONE_FROM = 7
REGION_MUSCLES: Mapping[str, frozenset[str]] = {
    "neck": frozenset({"traps", "neck"}),
    "shoulder": frozenset({"front_delts", "side_delts", "rear_delts", "chest", "lats", "triceps"}),
    "elbow": frozenset({"biceps", "triceps", "forearms"}),
    "wrist": frozenset({"forearms", "biceps", "triceps"}),
    "upper_back": frozenset({"upper_back", "lats", "traps", "rear_delts"}),
    "lower_back": frozenset({"lower_back", "hamstrings", "glutes"}),
    "hip": frozenset({"glutes", "hip_flexors", "abductors", "adductors", "hamstrings"}),
    "groin": frozenset({"adductors", "hip_flexors"}),
    "knee": frozenset({"quads", "hamstrings", "calves"}),
    "ankle": frozenset({"calves"}),
    "foot": frozenset({"calves"}),
    "chest": frozenset({"chest", "front_delts"}),
    "abdomen": frozenset({"abs", "obliques", "hip_flexors"}),
}
REGION_FLAGS: Mapping[str, frozenset[str]] = {
    "shoulder": frozenset({"overhead", "deep_shoulder"}),
    "lower_back": frozenset({"axial", "hinge_loaded"}),
    "hip": frozenset({"impact", "deep_knee"}),
    "knee": frozenset({"deep_knee", "impact"}),
    "ankle": frozenset({"impact"}),
    "foot": frozenset({"impact"}),
}


def loads_region(movement: Movement, region: str) -> bool:
    """Whether a movement works the muscles of a region or stresses it in the way that its flags say."""
    muscles = REGION_MUSCLES.get(region, frozenset())
    return bool(muscles & set(movement.primary)) or bool(REGION_FLAGS.get(region, frozenset()) & movement.flags)


def held_regions(reports: Iterable[PainReport]) -> frozenset[str]:
    """Regions in which nothing may rise yet. Each day counts once per region, with its worst report."""
    worst: dict[str, dict[date, int]] = {}
    for report in reports:
        by_day = worst.setdefault(report.region, {})
        by_day[report.on] = max(report.severity, by_day.get(report.on, 0))
    return frozenset(
        region
        for region, by_day in worst.items()
        if not health.may_increase_load([by_day[day] for day in sorted(by_day)])
    )


def is_held(movement: Movement, reports: Sequence[PainReport]) -> bool:
    """Whether the load of a movement must not rise: its own reports, or a region that it loads."""
    own = [report.severity for report in reports if report.exercise == movement.slug]
    if not health.may_increase_load(own):
        return True
    return any(loads_region(movement, region) for region in held_regions(reports))


@dataclass(frozen=True, slots=True)
class Told:
    """One exercise of one session and what was said of pain in it; severity None: not a word."""

    on: date
    movement: Movement
    region: str = ""
    severity: int | None = None


def reports(told: Sequence[Told]) -> tuple[PainReport, ...]:
    """Pain in the regions that have hurt so much that it stops a movement, in the order told; () where none has.

    Work on such a region without a word of pain counts as none.
    """
    regions = sorted({each.region for each in told if (each.severity or 0) >= health.PAIN_STOP})
    found = []
    for each in told:
        for region in regions:
            if each.region == region:
                found.append(PainReport(each.on, region, each.severity or 0, each.movement.slug))
            elif loads_region(each.movement, region):
                found.append(PainReport(each.on, region, 0, each.movement.slug))
    return tuple(found)


def should_see_someone(done: Done, reports: Sequence[PainReport]) -> bool:
    """Severe pain, pain that has lasted for more than two weeks, or that is rising: a matter for a professional."""
    told = [report for report in reports if report.region == done.pain_region and report.severity > 0]
    before = [report for report in told if report.on < done.on]
    lasts = bool(before) and (done.on - before[0].on).days > health.PAIN_REFER_DAYS
    is_rising = bool(before) and (done.pain or 0) > before[-1].severity
    return (done.pain or 0) >= SEE_SOMEONE_FROM or lasts or is_rising


def stop(
    done: Done, coming: Sequence[Asked], swaps: Sequence[tuple[Edit, ...]], reports: Sequence[PainReport]
) -> Proposal | None:
    """A movement that hurt at 4 or more is stopped: swapped, or taken out where nothing can stand in. Safety: it
    applies under every policy, and the athlete can undo it."""
    if not coming:
        return None
    drop: tuple[Edit, ...] = tuple(DropItem(asked.item) for asked in coming)
    patches = (*swaps, drop)
    to = getattr(patches[0][0], "exercise", None)
    return Proposal(
        rule="pain_stop",
        kind="swap",
        topic=f"lift:{done.exercise}",
        cause=f"pain:{done.feedback}",
        target=place_of(coming[0]),
        before={"exercise": done.exercise},
        after={"exercise": to},
        evidence=_evidence(done, reports) | {"items": len(coming), "to_exercise": to},
        confidence=CERTAIN,
        edits=patches[0],
        expects=tuple((asked.item, "exercise", done.exercise) for asked in coming),
        is_safety=True,
        alternatives=patches[1:],
    )


def hold_region(
    done: Done,
    coming: Sequence[Asked],
    movements: Mapping[str, Movement],
    lifted: Mapping[tuple[str, Scheme], float],
    reports: Sequence[PainReport],
) -> Proposal | None:
    """Rises that the plan holds already, for other movements that load the sore region, come down to what was lifted
    last; where that is unknown, to the next planned load. Safety, like the stop."""
    tops: dict[tuple[str, Scheme], float] = dict(lifted)
    edits, held = [], []
    for asked in coming:
        movement = movements.get(asked.exercise)
        if asked.load_kg is None or movement is None or asked.exercise == done.exercise:
            continue
        top = tops.setdefault((asked.exercise, asked.scheme), asked.load_kg)
        if asked.load_kg > top and loads_region(movement, done.pain_region):
            edits.append(SetLoad(asked.item, top))
            held.append(asked)
    if not edits:
        return None
    return Proposal(
        rule="pain_hold",
        kind="hold",
        topic=f"pain:{done.pain_region}",
        cause=f"pain_hold:{done.feedback}",
        target=place_of(held[0]) | {"region": done.pain_region},
        before={"load_kg": held[0].load_kg},
        after={"load_kg": edits[0].load_kg},
        evidence=_evidence(done, reports)
        | {"items": len(edits), "exercises": sorted({asked.exercise for asked in held})},
        confidence=CERTAIN,
        edits=tuple(edits),
        expects=tuple((asked.item, "load_kg", asked.load_kg) for asked in held),
        is_safety=True,
    )


def _evidence(done: Done, reports: Sequence[PainReport]) -> dict[str, object]:
    return {
        "exercise": done.exercise,
        "region": done.pain_region,
        "pain": done.pain,
        "pain_most": HIGHEST_PAIN,
        "done_on": done.on.isoformat(),
        "see_professional": should_see_someone(done, reports),
    }
