"""Every code of a finding in a world where it is true.

How often it is found there, and how often wrongly elsewhere: `python -m benchmarks.findings`.
"""

from __future__ import annotations

from functools import cache

from django.test import SimpleTestCase

from diagnosis.core.examination import ONE_LIFT
from diagnosis.core.findings import CODES
from diagnosis.services import analysing
from tests.diagnosis.worlds import AS_WELL, WORLDS

SEED = 2000
UNSURE_SEEDS = {"lift_behind": range(2000, 2003)}  # found in about a third of such athletes


@cache
def said(code: str, seed: int) -> frozenset[str]:
    return frozenset(finding.code for finding in analysing.analyse(WORLDS[code](seed)))


class WorldTests(SimpleTestCase):
    def test_it_finds_in_each_world_what_is_wrong_there(self) -> None:
        for code in WORLDS:
            with self.subTest(code):
                seeds = UNSURE_SEEDS.get(code, (SEED,))
                self.assertTrue(any({code, *AS_WELL.get(code, ())} & said(code, seed) for seed in seeds))

    def test_it_knows_a_world_for_each_code(self) -> None:
        self.assertEqual(WORLDS.keys() | set(ONE_LIFT), set(CODES))

    def test_it_reads_no_trend_out_of_ratings_that_never_change(self) -> None:
        self.assertFalse(said("ratings_alike", SEED) & {"progress_slowed", *ONE_LIFT})
