"""Loads, times and changes as people read them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.test import SimpleTestCase
from django.utils import translation

from plans.wording import quantities
from plans.wording.differences import differences, exercises_in

NAMES = {"back-squat": "Back Squat", "front-squat": "Front Squat"}


def asked(**facts: Any) -> Any:
    empty = {"reps_min": None, "reps_max": None, "duration_s": None, "distance_m": None, "target_rpe": None}
    return SimpleNamespace(**{**empty, "sets": 3, "load_kg": None, "load_basis": "none", **facts})


class QuantityTests(SimpleTestCase):
    def test_it_writes_loads_in_the_unit_of_the_person(self) -> None:
        cases = [(80.0, "metric", "80 kg"), (82.5, "metric", "82.5 kg"), (80.0, "imperial", "176.5 lb")]
        for load_kg, units, text in cases:
            with self.subTest(text):
                self.assertEqual(quantities.weight(load_kg, units), text)
        self.assertEqual(quantities.weight(None, "metric"), "–")

    def test_it_promises_no_more_digits_than_an_estimate_has(self) -> None:
        self.assertEqual(quantities.estimate(133.71, "metric"), "134 kg")
        self.assertEqual(quantities.estimate(133.71, "imperial"), "295 lb")

    def test_it_writes_times_and_distances(self) -> None:
        for seconds, text in [(45, "45 s"), (60, "1 min"), (90, "1 min 30 s"), (330, "5 min"), (2400, "40 min")]:
            with self.subTest(text):
                self.assertEqual(quantities.duration(seconds), text)
        self.assertEqual((quantities.distance(400), quantities.distance(5250)), ("400 m", "5.25 km"))

    def test_it_signs_percentages(self) -> None:
        self.assertEqual([quantities.percent(n) for n in (0.6, -0.5, 0)], ["+0.6 %", "−0.5 %", "0 %"])

    def test_it_writes_what_an_item_asks_for(self) -> None:
        cases = [
            (asked(reps_min=6, reps_max=8, load_kg=80.0, target_rpe=8.0), "3 × 6–8 · 80 kg · RPE 8"),
            (asked(reps_min=5, reps_max=5, load_basis="find", target_rpe=7.5), "3 × 5 · find your load · RPE 7.5"),
            (asked(reps_min=8, reps_max=12, load_basis="bodyweight"), "3 × 8–12 · bodyweight"),
            (asked(sets=1, duration_s=2400, target_rpe=4.0), "40 min · RPE 4"),
            (asked(sets=4, distance_m=400), "4 × 400 m"),
        ]
        for item, text in cases:
            with self.subTest(text):
                self.assertEqual(quantities.prescription(item, "metric"), text)

    def test_it_writes_what_was_done(self) -> None:
        cases: list[tuple[dict[str, Any], str]] = [
            ({"reps": 8, "load_kg": 80.0, "rpe": 8.0}, "80 kg × 8 · RPE 8"),
            ({"reps": 5, "load_kg": 80.0, "rpe": 10.0, "failed": True}, "80 kg × 5 · RPE 10 · failed"),
            ({"reps": 1}, "1 rep"),
            ({"duration_s": 45, "rpe": 7.0}, "45 s · RPE 7"),
            ({"distance_m": 400}, "400 m"),
        ]
        for done, text in cases:
            with self.subTest(text):
                self.assertEqual(quantities.done_set(done, "metric"), text)

    def test_it_writes_days_in_the_language_of_the_moment(self) -> None:
        self.assertEqual(quantities.day(date(2026, 11, 23)), "Monday, November 23")
        with translation.override("zh-hans"):
            self.assertIn("11月23日", quantities.day(date(2026, 11, 23)))
            self.assertEqual(quantities.short_day(date(2026, 3, 2)), "3月2日")


def changed(on: str, **facts: Any) -> dict[str, Any]:
    return {"change": "changed", "session": "s", "on": on, "item": on, "exercise": "back-squat", **facts}


class DifferenceTests(SimpleTestCase):
    def lines(self, *diff: dict[str, Any]) -> list[tuple[str, ...]]:
        found = differences(diff, NAMES, "metric")
        return [(each.about, each.what, each.before, each.after, each.days) for each in found]

    def test_it_tells_the_same_change_of_many_days_once(self) -> None:
        load = {"field": "load_kg", "before": 80.0, "after": 82.5}
        diff = [changed(f"2026-11-{day}", **load) for day in (23, 25)]
        days = "November 23, November 25"
        self.assertEqual(self.lines(*diff), [("Back Squat", "load", "80 kg", "82.5 kg", days)])

    def test_it_counts_the_days_that_it_does_not_name(self) -> None:
        diff = [changed(f"2026-11-{day}", field="sets", before=4, after=3) for day in range(10, 17)]
        self.assertEqual(self.lines(*diff)[0][4], "7 days from November 10 on")

    def test_it_tells_both_ends_of_a_range_of_reps_at_once(self) -> None:
        low = changed("2026-11-23", field="reps_min", before=6, after=8)
        high = changed("2026-11-23", field="reps_max", before=8, after=10)
        self.assertEqual([line[1:4] for line in self.lines(low, high)], [("reps", "6–8", "8–10")])
        elsewhere = {**high, "item": "another"}
        self.assertEqual(len(self.lines(low, elsewhere)), 2)

    def test_it_tells_every_kind_of_change(self) -> None:
        place = {"session": "s", "title": "full_a"}
        swap = changed("2026-11-23", exercise="front-squat", field="exercise", before="back-squat", after="front-squat")
        gone = {"session": "s", "on": "2026-11-23", "item": "i", "exercise": "back-squat"}
        cases: list[tuple[dict[str, Any], str]] = [
            ({"change": "week", "week": 3, "before": "accumulation", "after": "deload"}, "Week 3"),
            ({"change": "moved", **place, "before": {"on": "2026-11-23", "at": None},
              "after": {"on": "2026-11-24", "at": "18:30"}}, "Full body A"),
            ({"change": "session_added", **place, "on": "2026-11-23", "at": None}, "Full body A"),
            ({"change": "session_dropped", **place, "on": "2026-11-23", "at": None}, "Full body A"),
            ({"change": "dropped", **gone}, "Back Squat"),
            ({"change": "added", **gone, "sets": 3, "reps_min": 5, "reps_max": 5}, "Back Squat"),
            (swap, "Front Squat"),
            (changed("2026-11-23", field="rest_s", before=120, after=150), "Back Squat"),
            (changed("2026-11-23", field="notes", before="", after="slowly"), "Back Squat"),
        ]  # fmt: skip
        for change, about in cases:
            with self.subTest(change=change["change"], field=change.get("field")):
                line = self.lines(change)[0]
                self.assertEqual(line[0], about)
                self.assertTrue(line[1] or line[3])

    def test_it_knows_which_exercises_its_lines_name(self) -> None:
        swap = changed("2026-11-23", exercise="front-squat", field="exercise", before="back-squat", after="front-squat")
        self.assertEqual(exercises_in([swap]), {"back-squat", "front-squat"})
