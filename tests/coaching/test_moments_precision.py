"""How well the rules speak of what truly happened, on simulated athletes: precision and recall of each."""

from __future__ import annotations

from collections import Counter

from django.test import SimpleTestCase

from tests.coaching.simulated import Event, simulate

ATHLETES = 6
# A check-in and a habit come by the clock: there is no event to be right or wrong about.
BY_THE_CLOCK = {"check_in", "habit"}
PRECISION, RECALL = 0.9, 0.8


class PrecisionTest(SimpleTestCase):
    def test_it_speaks_of_true_events_and_of_little_else(self) -> None:
        spoken, right, true, seen = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        for seed in range(ATHLETES):
            athlete = simulate(seed)
            left: list[Event] = list(athlete.events)
            true.update(event.rule for event in left)
            for rule, _occurrence, due_at in athlete.spoken_of():
                if rule in BY_THE_CLOCK:
                    seen[rule] += 1
                    continue
                spoken[rule] += 1
                match = next((e for e in left if e.rule == rule and e.since <= due_at <= e.until), None)
                if match is not None:
                    left.remove(match)
                    right[rule] += 1
        rules = set(true) | set(spoken)
        self.assertGreaterEqual(len(rules | set(seen)), 10)
        figures = {rule: (right[rule] / max(1, spoken[rule]), right[rule] / max(1, true[rule])) for rule in rules}
        self.assertGreaterEqual(right.total() / spoken.total(), PRECISION, figures)
        self.assertGreaterEqual(right.total() / true.total(), RECALL, figures)
        for rule, (precision, recall) in figures.items():
            with self.subTest(rule, spoken=spoken[rule], true=true[rule]):
                self.assertGreaterEqual(precision, PRECISION - 0.1)
                self.assertGreaterEqual(recall, RECALL - 0.1)
        self.assertTrue(all(seen[rule] for rule in BY_THE_CLOCK))
