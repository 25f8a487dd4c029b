"""How long a job is waited for, and whether a model of this pace is worth asking."""

from __future__ import annotations

from dataclasses import replace

from django.test import SimpleTestCase, override_settings

from llm import registry
from llm.core.jobs import JOBS
from llm.core.pace import Pace, Size, is_too_slow
from llm.core.providers import KINDS, Provider
from llm.core.secret import Secret

HOSTED = Provider("p", KINDS["compatible"], "https://p.example/v1", "m", Secret("k"))
LOCAL = replace(HOSTED, slowness=4.0)
PROBE = Size(700, 50)


class WaitTests(SimpleTestCase):
    def test_a_slow_provider_is_given_more_up_to_what_can_be_spared(self) -> None:
        for job, providers, seconds in (
            ("diagnosis", [HOSTED], 8),
            ("diagnosis", [HOSTED, LOCAL], 32),
            ("prompt_wording", [LOCAL], 3),
            ("plan_refinement", [replace(LOCAL, slowness=15.0)], 200),
        ):
            with self.subTest(job, providers=providers):
                self.assertEqual(registry.wait_s(JOBS[job], providers), seconds)

    @override_settings(LLM_WAITS_S={"prompt_wording": 12})
    def test_an_installation_says_what_it_can_spare(self) -> None:
        self.assertEqual(registry.wait_s(JOBS["prompt_wording"], [LOCAL]), 12)
        self.assertEqual(registry.wait_s(JOBS["prompt_wording"], [HOSTED]), 8)


class PaceTests(SimpleTestCase):
    def test_reading_and_writing_go_by_their_tokens(self) -> None:
        first_s, total_s = Pace(PROBE, 1.4, 2.4).of(Size(2_100, 25))
        self.assertAlmostEqual(first_s, 4.2)
        self.assertAlmostEqual(total_s, 4.7)

    def test_it_tells_which_jobs_a_model_is_too_slow_for(self) -> None:
        for name, pace, slowness, job, wait_s, too_slow in (
            ("a hosted one", Pace(PROBE, 0.4, 1.0), 1.0, "plan_refinement", 25, False),
            ("slow at reading", Pace(PROBE, 2.0, 2.5), 1.0, "plan_refinement", 25, True),
            ("given time to read", Pace(PROBE, 2.0, 2.5), 4.0, "plan_refinement", 100, False),
            ("slow at writing", Pace(PROBE, 0.2, 5.2), 4.0, "prompt_wording", 3, True),
            ("given time to write", Pace(PROBE, 0.2, 5.2), 4.0, "prompt_wording", 12, False),
        ):
            with self.subTest(name):
                self.assertEqual(is_too_slow(JOBS[job], pace, slowness, wait_s), too_slow)
