import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.test import SimpleTestCase

from adaptation.core import verdict
from adaptation.core.facts import Asked, DayReadiness, Recent, SessionRecord
from adaptation.core.volume import VolumeCase, VolumeChange, fatigue_signs, hard_sets, volume_proposal
from plans.core.edits import SetSets
from science.dose import Week
from tests.adaptation.cases import LIFT, MONDAY, asked, sets

TODAY = MONDAY + timedelta(days=28)


def record(number: int, completion: float = 100.0, gap: float | None = 0.0) -> SessionRecord:
    return SessionRecord(f"session-{number}", MONDAY + timedelta(days=number), completion, gap)


def course(z: float, *, until: int = 27, count: int = 30) -> tuple[tuple[date, float], ...]:
    """So many sessions of lifts up to a day, over four weeks, that surprised by `z` on average."""
    return tuple((MONDAY + timedelta(days=until - 27 + 27 * i // (count - 1)), z + (-1) ** i) for i in range(count))


WELL = Recent(sessions=(record(1), record(2), record(3)), course=course(0.3))
BEHIND = replace(WELL, course=course(-0.25))
TIRED_DAYS = tuple(DayReadiness(MONDAY + timedelta(days=day), -0.6) for day in range(5))
WORN_OUT = replace(WELL, sessions=tuple(record(each, 80.0, 1.0) for each in (1, 2, 3)))


def weeks_ahead(count: int = 3, each: Sequence[int] = (3, 3), **changes: Any) -> tuple[Asked, ...]:
    """So many weeks with the lift on Monday and Thursday."""
    return tuple(
        asked(
            week,
            item=f"{week}-{place}",
            session=f"session-{week}-{place}",
            on=TODAY + timedelta(days=7 * week + 3 * place),
            sets=number,
            **changes,
        )
        for week in range(1, count + 1)
        for place, number in enumerate(each)
    )


def trained(*each: float) -> tuple[Week, ...]:
    return tuple(Week(number, number_of_sets) for number, number_of_sets in enumerate(each))


def case(**changes: Any) -> VolumeCase:
    facts: dict[str, Any] = {
        "exercise": LIFT, "level": "intermediate", "today": TODAY, "coming": weeks_ahead(),
        "weeks": trained(6, 6, 6, 6), "others": (), "recent": WELL, "verdict_code": verdict.ON_TARGET,
    }  # fmt: skip
    return VolumeCase(**{**facts, **changes})


def new_sets(found: Any) -> dict[str, int]:
    return {edit.item: edit.sets for edit in found.edits if isinstance(edit, SetSets)}


class MoreTests(SimpleTestCase):
    def test_it_adds_one_set_a_week_where_the_work_goes_well(self) -> None:
        found = volume_proposal(case())
        assert found is not None
        self.assertEqual((found.rule, found.kind, found.topic), ("volume_up", "volume", f"volume:{LIFT}"))
        self.assertEqual((found.before, found.after), ({"sets": 6}, {"sets": 7}))
        self.assertEqual(new_sets(found), {"1-0": 4, "2-0": 4, "3-0": 4})
        self.assertEqual(found.expects[0], ("1-0", "sets", 3))
        self.assertGreaterEqual(found.evidence["chance_percent"], 60)
        self.assertFalse(found.is_safety)

    def test_it_adds_nothing_when_anything_speaks_against_it(self) -> None:
        cut = VolumeChange(TODAY - timedelta(days=20), 7, 6)
        table: dict[str, dict[str, Any]] = {
            "strength behind": {"recent": BEHIND},
            "strength no more than expected": {"recent": replace(WELL, course=course(0.15))},
            "too few sessions to say": {"recent": replace(WELL, course=course(0.5, count=27))},
            "low readiness": {"recent": replace(WELL, readiness=TIRED_DAYS)},
            "pain": {"is_held": True},
            "failed": {"verdict_code": verdict.FAILED},
            "too hard": {"verdict_code": verdict.GRINDING},
            "not judged": {"verdict_code": verdict.UNJUDGED},
            "unfinished": {"recent": replace(WELL, sessions=(record(1), record(2, 94.0), record(3)))},
            "too few sessions": {"recent": replace(WELL, sessions=(record(1), record(2)))},
            "changed twelve days ago": {"changes": (VolumeChange(TODAY - timedelta(days=12), 5, 6),)},
            "that many were too much": {"changes": (cut,)},
            "enough already": {"coming": weeks_ahead(each=(5, 5))},
            "no time": {"spare_min": {f"session-{w}-{p}": 2.0 for w in (1, 2, 3) for p in (0, 1)}, "set_min": 3.0},
            "at the most of a session": {"most_sets": 3},
            "nothing to come": {"coming": ()},
        }
        for name, changes in table.items():
            with self.subTest(name):
                found = volume_proposal(case(**changes))
                self.assertFalse(found is not None and found.rule == "volume_up")

    def test_it_tries_what_was_too_much_again_after_six_weeks(self) -> None:
        for days, expected in ((41, None), (43, "volume_up")):
            with self.subTest(days=days):
                found = volume_proposal(case(changes=(VolumeChange(TODAY - timedelta(days=days), 7, 6),)))
                self.assertEqual(found and found.rule, expected)

    def test_it_puts_the_set_where_there_is_time(self) -> None:
        found = volume_proposal(case(spare_min={f"session-{week}-0": 0.0 for week in (1, 2, 3)}, set_min=3.0))
        self.assertEqual(found and new_sets(found), {"1-1": 4, "2-1": 4, "3-1": 4})

    def test_it_leaves_easier_weeks_alone(self) -> None:
        easier = tuple(replace(each, is_deload=each.week == 2) for each in weeks_ahead())
        found = volume_proposal(case(coming=easier))
        self.assertEqual(found and new_sets(found), {"1-0": 4, "3-0": 4})

    def test_it_counts_a_week_from_the_first_whole_one(self) -> None:
        found = volume_proposal(case(coming=weeks_ahead()[1:]))
        assert found is not None
        self.assertEqual(found.before, {"sets": 6})
        self.assertEqual(new_sets(found), {"2-0": 4, "3-0": 4})


class FewerTests(SimpleTestCase):
    def test_it_takes_two_sets_where_strength_lags_behind(self) -> None:
        found = volume_proposal(case(recent=BEHIND, coming=weeks_ahead(1)))
        assert found is not None
        self.assertEqual((found.rule, found.after), ("volume_down", {"sets": 4}))
        self.assertEqual(new_sets(found), {"1-0": 2, "1-1": 2})
        self.assertEqual(found.evidence["signs"], ["weaker_than_expected"])
        self.assertEqual(found.evidence["lifts_counted"], 30)

    def test_it_waits_four_weeks_before_it_says_that_strength_lags(self) -> None:
        for days, expected in ((25, None), (0, "volume_down")):
            with self.subTest(days=days):
                late = tuple((on, z) for on, z in course(-0.5, count=60) if on >= MONDAY + timedelta(days=days))
                found = volume_proposal(case(recent=replace(WELL, course=late)))
                self.assertEqual(found and found.rule, expected)

    def test_it_takes_a_set_when_other_signs_agree_but_not_for_one_alone(self) -> None:
        found = volume_proposal(case(recent=WORN_OUT))
        assert found is not None
        self.assertEqual((found.after, found.evidence["signs"]), ({"sets": 5}, ["effort_drift", "low_completion"]))
        self.assertIsNone(volume_proposal(case(recent=replace(WELL, readiness=TIRED_DAYS))))

    def test_it_reads_nothing_from_the_first_two_weeks(self) -> None:
        self.assertIsNone(volume_proposal(case(recent=WORN_OUT, weeks=trained(6, 6))))

    def test_it_judges_a_number_of_sets_by_what_came_after_it(self) -> None:
        changed = (VolumeChange(TODAY - timedelta(days=10), 5, 6),)
        self.assertIsNone(volume_proposal(case(recent=BEHIND, changes=changed)))
        before = (VolumeChange(TODAY - timedelta(days=30), 5, 6),)
        self.assertIsNotNone(volume_proposal(case(recent=BEHIND, changes=before)))

    def test_it_changes_a_lift_at_most_once_a_week(self) -> None:
        for days, expected in ((6, None), (7, "volume_down")):
            with self.subTest(days=days):
                raised = (VolumeChange(TODAY - timedelta(days=days), 5, 6),)
                found = volume_proposal(case(changes=raised, recent=WORN_OUT))
                self.assertEqual(found and found.rule, expected)

    def test_it_gives_a_cut_two_weeks_to_show(self) -> None:
        for days, expected in ((13, None), (14, "volume_down")):
            with self.subTest(days=days):
                cut = (VolumeChange(TODAY - timedelta(days=days), 8, 6),)
                found = volume_proposal(case(changes=cut, recent=WORN_OUT))
                self.assertEqual(found and found.rule, expected)

    def test_it_leaves_two_sets_of_a_session(self) -> None:
        self.assertIsNone(volume_proposal(case(recent=BEHIND, coming=weeks_ahead(each=(2, 2)))))
        found = volume_proposal(case(recent=BEHIND, coming=weeks_ahead(1, each=(3, 2))))
        self.assertEqual(found and new_sets(found), {"1-0": 2})

    def test_it_takes_a_set_that_the_own_weeks_say_is_useless(self) -> None:
        strength, weeks = 4.6, []
        for number, each in enumerate((6, 12) * 6):
            weeks.append(Week(number, each, strength, 0.001**2))
            strength += 0.012 if each == 6 else -0.006
        found = volume_proposal(case(weeks=tuple(weeks), coming=weeks_ahead(each=(6, 6))))
        assert found is not None
        self.assertEqual((found.rule, found.after, found.evidence["signs"]), ("volume_down", {"sets": 11}, []))
        self.assertEqual((found.evidence["better_sets"], found.evidence["other_sets"]), (6, 12))
        self.assertEqual((found.evidence["better_percent"], found.evidence["other_percent"]), (1.2, -0.6))

    def test_it_names_no_weeks_that_the_athlete_does_not_have(self) -> None:
        for recent in (WELL, BEHIND):
            found = volume_proposal(case(recent=recent))
            assert found is not None
            self.assertNotIn("better_sets", found.evidence)


class SignTests(SimpleTestCase):
    def test_it_reads_each_sign_alone(self) -> None:
        table: list[tuple[Recent, tuple[str, ...]]] = [
            (WELL, ()),
            (Recent(sessions=tuple(record(each, gap=0.8) for each in range(3))), ("effort_drift",)),
            (Recent(sessions=(record(1, gap=0.8), record(2, gap=0.8))), ()),
            (replace(WELL, readiness=TIRED_DAYS), ("low_readiness",)),
            (replace(WELL, readiness=TIRED_DAYS[:4]), ()),
            (Recent(sessions=(record(1, 80.0), record(2, 95.0))), ("low_completion",)),
            (Recent(sessions=(record(1, 80.0), record(2, 100.0))), ()),
        ]
        for recent, expected in table:
            with self.subTest(expected=expected):
                self.assertEqual(fatigue_signs(recent), expected)

    def test_it_counts_work_and_no_practice(self) -> None:
        done = (*sets((8, 8), rpe=8.0), *sets((8,), rpe=4.5), *sets((8,), warm_up=True), *sets((5,), rpe=None))
        self.assertEqual(hard_sets(done), 3)


class PropertyTests(SimpleTestCase):
    def test_it_never_moves_a_lift_by_more_than_two_sets_a_week_nor_out_of_bounds(self) -> None:
        for seed in range(400):
            with self.subTest(seed=seed):
                rng = random.Random(seed)
                coming = weeks_ahead(each=[rng.randint(1, 7) for _ in range(rng.randint(1, 3))])
                tried = case(
                    level=rng.choice(("beginner", "intermediate", "advanced")),
                    coming=coming,
                    recent=rng.choice((WELL, BEHIND, WORN_OUT)),
                    verdict_code=rng.choice((verdict.ON_TARGET, verdict.EASY, verdict.FAILED)),
                    weeks=trained(*(rng.randint(0, 14) for _ in range(rng.randint(0, 12)))),
                )
                found = volume_proposal(tried)
                if found is None:
                    continue
                was = {each.item: each for each in coming}
                moved: dict[int, int] = {}
                for item, number in new_sets(found).items():
                    step = number - was[item].sets
                    moved[was[item].week] = moved.get(was[item].week, 0) + step
                    self.assertTrue(2 <= number <= 6 or abs(number - 6) < abs(was[item].sets - 6))
                self.assertTrue(all(-2 <= step <= 1 and step for step in moved.values()))
                self.assertEqual({step > 0 for step in moved.values()}, {found.rule == "volume_up"})
