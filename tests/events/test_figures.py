"""What is counted while entries are handed over."""

from __future__ import annotations

from time import time
from unittest import TestCase

from prometheus_client import CollectorRegistry

from events.delivery import figures


class DelayTests(TestCase):
    def test_many_count_as_each_for_itself(self) -> None:
        registry = CollectorRegistry()
        one = figures.Delays("one_by_one", "-", buckets=(1, 2, 5), registry=registry)
        many = figures.Delays("in_one_call", "-", buckets=(1, 2, 5), registry=registry)
        amounts_s = [0.5, 1.0, 1.5, 2.0, 4.0, 9.0]
        for amount_s in amounts_s:
            one.observe(amount_s)
        many.observe_many(amounts_s)
        of_one, of_many = (
            [
                (sample.name, sample.labels, sample.value)
                for sample in each._child_samples()
                if sample.name != "_created"
            ]
            for each in (one, many)
        )
        self.assertEqual(of_many, of_one)


class NoteTests(TestCase):
    def setUp(self) -> None:
        figures.settle()  # what other tests have noted

    def written(self, way: str) -> float:
        return float(figures.WRITTEN.labels("tests", way)._value.get())

    def test_it_tells_the_metrics_when_it_settles_and_once(self) -> None:
        before = self.written("live")
        figures.note("tests", "live", 2, [time()] * 2)
        self.assertEqual(self.written("live"), before)
        figures.settle()
        figures.settle()
        self.assertEqual(self.written("live"), before + 2)

    def test_only_what_was_pushed_live_has_a_delay(self) -> None:
        before = figures.DELAY._sum.get()
        figures.note("tests", "replayed", 1, [time() - 1000])
        figures.settle()
        self.assertEqual(figures.DELAY._sum.get(), before)
        figures.note("tests", "live", 1, [time() - 1000])
        figures.settle()
        self.assertGreaterEqual(figures.DELAY._sum.get(), before + 1000)
