"""A4, A5, A9, A11: what staff see of the effects."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.test import Client, SimpleTestCase, TestCase
from django.utils import timezone

from coaching.core.effects.inference import benjamini_hochberg
from coaching.models import (
    ArmVersion,
    CoachingPrompt,
    Decision,
    Outcome,
    PolicyVersion,
    PromptInteraction,
    Pulse,
    SafetyEvent,
)
from coaching.services import effects
from coaching.services.fidelity import fidelity, watch
from coaching.services.heartbeat import ailments, vitals
from coaching.services.trial_rows import registered
from tests.base import Cast
from tests.coaching.decided import Trial, run

ROOT = Path(__file__).resolve().parents[2]


class ReportTests(Cast, TestCase):
    def test_it_estimates_each_rule_and_week_with_its_interval_a4(self) -> None:
        now = timezone.now()
        run(Trial(people=30, effect=0.25), now)
        run(Trial(people=6, effect=0.0, seed=2, rule="habit", kind="habit"), now)
        told = effects.report(now)
        rules = {each.rule: each for each in told.rules}
        self.assertEqual(set(rules), {"missed_session", "habit"})
        missed = rules["missed_session"]
        assert missed.change is not None and missed.ratio is not None
        self.assertTrue(missed.change.low < 0.25 < missed.change.high, missed.change)
        self.assertGreater(missed.ratio.low, 0)
        self.assertEqual((missed.athletes, missed.points, missed.change.freedom), (30, 30 * 28, 30 - 4))
        self.assertEqual(
            [(each.rule, each.first_week) for each in told.weeks if each.rule == "missed_session"],
            [("missed_session", 1), ("missed_session", 2)],
        )

    def test_it_says_that_there_is_not_enough_below_the_number_that_it_takes_a4(self) -> None:
        now = timezone.now()
        run(Trial(people=30, points=56), now)
        [few] = effects.report(now).rules
        self.assertFalse(few.is_enough)
        run(Trial(people=40, points=56, seed=2), now)
        [many] = effects.report(now).rules
        self.assertTrue(many.is_enough)
        # 56 points a person at .6 and .4, three controls, an effect of a tenth of a standard deviation; 96 at .5 and
        # available 6 times in 10.
        self.assertEqual((few.needed, many.needed), (61, 61))

    def test_it_gives_no_number_where_there_is_none(self) -> None:
        now = timezone.now()
        run(Trial(people=2, points=6), now)
        [row] = effects.report(now).rules
        self.assertEqual((row.change, row.ratio, row.why_not, row.is_enough), (None, None, "too_few_subjects", False))

    def test_it_shows_missing_as_not_done_only_beside_the_complete_cases_a4(self) -> None:
        now = timezone.now()
        run(Trial(people=15, missing=0.2), now)
        [row] = effects.report(now).rules
        assert row.change is not None and row.change_if_missing_undone is not None
        self.assertLess(row.points, 15 * 28)
        self.assertNotEqual(row.change.value, row.change_if_missing_undone.value)

    def test_it_adjusts_for_the_rules_shown_together_a11(self) -> None:
        now = timezone.now()
        for seed, rule in enumerate(("missed_session", "habit", "check_in", "stalled")):
            run(Trial(people=10, effect=0.1 * seed, seed=seed, rule=rule), now)
        rows = effects.report(now).rules
        expected = benjamini_hochberg([row.change.p for row in rows if row.change])
        self.assertEqual([row.p_adjusted for row in rows], expected)

    def test_it_answers_the_questions_that_were_registered_in_a_file_a11(self) -> None:
        now = timezone.now()
        run(Trial(people=20), now)
        [found] = effects.report(now).primary[:1]
        asked = registered().primary[0]
        self.assertEqual(
            (found.primary, found.rule, found.first_week, found.last_week), (asked.id, asked.rule, *(1, 4))
        )
        self.assertEqual(registered().standardised_effect, 0.1)

    def test_it_counts_answers_among_all_that_was_delivered_a4(self) -> None:
        now = timezone.now()
        run(Trial(people=1, points=28, athletes=(self.ana,)), now)
        sent = Decision.objects.filter(is_treated=True).order_by("decided_at")
        for place, of in enumerate(sent):
            self.deliver(of, answered_h=(3 if place == 0 else 30 if place == 1 else None))
        told = effects.report(now)
        self.assertEqual((told.answers.delivered, told.answers.answered), (len(sent), 1))
        self.assertEqual(sum(each.answers.delivered for each in told.weeks), len(sent))

    def test_it_counts_who_opted_out_once_whichever_way(self) -> None:
        now = timezone.now()
        run(Trial(people=1, points=28, athletes=(self.ana,)), now)
        prompt = self.deliver(Decision.objects.filter(is_treated=True)[0], answered_h=1)
        for choice in ("stop", "stop", "not_now"):
            PromptInteraction.objects.create(
                athlete=self.ana, prompt=prompt, client_id=uuid4(), choice=choice, created_at=now
            )
        told = effects.report(now)
        self.assertEqual((told.opt_outs, told.opt_outs_per_1000), (1, 1000))

    def deliver(self, of: Decision, answered_h: float | None) -> CoachingPrompt:
        at = of.decided_at
        return CoachingPrompt.objects.create(
            athlete=self.ana, rule=of.rule, occurrence=of.occurrence, decision=of, status="delivered", not_before=at,
            expires_at=at + timedelta(hours=6), created_at=at, delivered_at=at,
            answered_at=None if answered_h is None else at + timedelta(hours=answered_h),
        )  # fmt: skip


class LightTests(TestCase):
    def test_it_is_green_where_was_sent_what_was_drawn_for_a9(self) -> None:
        now = timezone.now()
        run(Trial(people=24), now)
        lights = fidelity(now)
        self.assertEqual((lights.light, lights.points, lights.alarms), ("green", 24 * 28, ()))
        self.assertEqual({lamp.by for lamp in lights.lamps}, {"rule", "arm", "day", "decile"})

    def test_it_turns_red_by_rule_and_decile_where_more_is_sent_a9(self) -> None:
        now = timezone.now()
        run(Trial(people=24, sent_as=0.62), now)
        lights = fidelity(now)
        self.assertEqual(lights.light, "red")
        self.assertIn(("decile", "0.4"), {(lamp.by, lamp.which) for lamp in lights.alarms})

    def test_it_keeps_the_light_for_the_monitor_and_logs_what_is_red_a9(self) -> None:
        now = timezone.now()
        run(Trial(people=24, sent_as=0.62), now)
        with self.assertLogs("coaching.services.fidelity", "ERROR") as logged:
            self.assertIsNotNone(watch(now))
        self.assertIn("decile 0.4", logged.output[0])
        self.assertEqual(Pulse.objects.get(pk="fidelity").facts["light"], "red")
        self.assertIsNone(watch(now + timedelta(minutes=10)))
        self.assertIn("fidelity", ailments(vitals(now)))

    def test_it_turns_red_where_outcomes_are_missing_in_one_arm_a9(self) -> None:
        now = timezone.now()
        run(Trial(people=24), now)
        sent = list(Decision.objects.filter(is_treated=True).values_list("pk", flat=True)[:100])
        Outcome.objects.filter(pk__in=sent).update(value=None, is_missing=True)
        lights = fidelity(now)
        self.assertEqual((lights.missing_light, lights.light), ("red", "red"))
        self.assertEqual(lights.missing_held, 0)


class PageTests(Cast, TestCase):
    def page(self, **query: str) -> str:
        client = Client()
        client.force_login(self.ola)
        response = client.get("/admin/effects/", query)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def test_it_is_there_before_there_is_anything_to_see(self) -> None:
        self.assertIn("No decisions yet.", self.page())

    def test_it_shows_effects_and_pales_what_is_not_enough_a4(self) -> None:
        run(Trial(people=10), timezone.now())
        text = self.page()
        self.assertIn("causal", text.lower())
        self.assertIn("not enough data yet", text)
        self.assertIn('class="too-few"', text)
        self.assertIn("Missed session", text)
        self.assertIn("10/", text)
        self.assertRegex(text, r'<svg [^>]*role="img" aria-labelledby="([\w-]+)">\s*<title id="\1">')
        self.assertNotIn("style=", text.split('<div id="content"')[-1])

    def test_it_filters_by_rule_and_shows_its_weeks(self) -> None:
        run(Trial(people=10), timezone.now())
        run(Trial(people=10, rule="habit", seed=2), timezone.now())
        text = self.page(rule="habit", weeks="4")
        self.assertIn("week 1", text)
        self.assertNotIn('<th scope="row">Missed session', text)
        for strange in ({"rule": "<script>"}, {"weeks": "many"}):
            with self.subTest(strange):
                self.assertNotIn("<script>alert", self.page(**strange))

    def test_it_counts_open_safety_events_and_says_no_more_of_them(self) -> None:
        facts = {"athlete": self.ana, "category": "self_harm", "source": "message", "lexicon": "1"}
        SafetyEvent.objects.create(**facts, source_id=uuid4(), created_at=timezone.now())
        SafetyEvent.objects.create(
            **facts, source_id=uuid4(), created_at=timezone.now(), acknowledged_at=timezone.now()
        )
        text = self.page()
        self.assertRegex(text, r'is-red"><dt>Safety events open</dt><dd>1</dd>')
        self.assertNotIn(self.ana.email, text)

    def test_e11_it_shows_how_often_each_wording_is_drawn_and_why(self) -> None:
        self.assertIn("each style is as likely as another", self.page())
        now = timezone.now()
        ArmVersion.objects.create(
            number=1, chances={"habit": [0.1, 0.2, 0.7]}, counts={"habit": {"intention": [30, 40]}}, created_at=now,
            in_force_at=now,
        )  # fmt: skip
        self.assertRegex(self.page(), r"70 % <small>\(30/40\)")

    def test_it_stops_the_policy_at_one_click_a6(self) -> None:
        client = Client()
        client.force_login(self.ola)
        for what, kind in (("stop", "constant"), ("rules_only", "rules_only"), ("1", "constant")):
            with self.subTest(what):
                self.assertEqual(client.post("/admin/effects/policy/", {"what": what}).status_code, 302)
                self.assertEqual(PolicyVersion.objects.get(status="active").kind, kind)
        client.post("/admin/effects/policy/", {"what": "99"})
        self.assertEqual(PolicyVersion.objects.get(status="active").number, 1)
        self.assertEqual(client.get("/admin/effects/policy/").status_code, 405)
        client.force_login(self.cleo)
        self.assertIn(client.post("/admin/effects/policy/", {"what": "stop"}).status_code, (302, 403))
        self.assertEqual(PolicyVersion.objects.count(), 2)


class CodeTests(SimpleTestCase):
    def test_it_never_averages_what_was_sent_and_what_was_not_a5(self) -> None:
        """No mean of outcomes by treatment, neither in the database nor in arrays, anywhere but in the benchmark."""
        suspicious = re.compile(r"Avg\(|\.mean\([^)]*\)\s*-\s*\w+[^\n]*\.mean\(|fmean\([^)]*outcome|groupby")
        for path in sorted((ROOT / "coaching").rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if re.search(r"is_treated|\bsent\b|actions", text) and "outcome" in text:
                with self.subTest(path.relative_to(ROOT)):
                    self.assertIsNone(suspicious.search(text))
        self.assertIsNotNone(suspicious.search("after.mean() - without.mean()"))
        self.assertIsNotNone(suspicious.search('rows.values("is_treated").annotate(Avg("outcome__value"))'))

    def test_it_calls_its_numbers_causal_estimates_a5(self) -> None:
        page = (ROOT / "templates" / "admin" / "effects.html").read_text(encoding="utf-8")
        self.assertIn("Causal estimates", page)
