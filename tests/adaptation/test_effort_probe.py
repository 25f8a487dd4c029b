"""The effort probe: bench press 3 × 8 at RPE 8 from 100 kg, three weeks rated alike. Does the plan react, and how?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.test import TestCase

from accounts.models import User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from plans.models import Plan, PlannedItem, PlannedSession
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, lift, sets_of, spec_of_weeks, store


@dataclass(frozen=True)
class Row:
    """What the athlete logs in each of the three weeks."""

    reps: tuple[int, ...]
    rpe: float | tuple[float, ...]

    @property
    def body(self) -> dict[str, Any]:
        rpe = self.rpe if isinstance(self.rpe, int | float) else max(self.rpe)
        return {"rpe": rpe, "completion_rate": min(100, round(100 * sum(self.reps) / 24))}


ON_TARGET = Row((8, 8, 8), 8)
VERY_EASY = Row((8, 8, 8), 6)
GRINDING = Row((8, 8, 8), 10)
FAILING = Row((4, 4, 4), 10)
ONE_GOOD = Row((8, 5, 4), (8, 10, 10))


class EffortProbe(Training, TestCase):
    """Each row under `auto` (Bao) and under `ask` (Ana, who says yes to what is proposed)."""

    def probe(self, athlete: User, row: Row, plan: Plan | None = None, weeks: int = 3) -> list[float]:
        """The loads that were on the bar in each week, and the one planned next."""
        plan = plan or bench_plan(athlete)
        lifted = []
        for session in self.sessions(plan)[:weeks]:
            load = self.item(session).load_kg
            assert load is not None
            lifted.append(load)
            self.train(athlete, session, sets=sets_of(row.reps, load, row.rpe), **row.body)
            self.say_yes(athlete, plan, session)
        following = self.loads(plan)[weeks]
        assert following is not None
        return [*lifted, following]

    def say_yes(self, athlete: User, plan: Plan, session: PlannedSession) -> None:
        """Apply over HTTP what is proposed about the load, as the athlete would on the same evening."""
        moment = evening(session.on) + timedelta(minutes=5)
        with at(moment):
            url = f"{API}/plans/{plan.pk}/adaptations"
            proposed = self.client_for(athlete).get(f"{url}?status=proposed").json()["data"]
            ids = [each["id"] for each in proposed if each["kind"] == "load"]
            if ids:
                answer = self.client_for(athlete).post(f"{url}/apply", {"ids": ids}, format="json")
                self.assertEqual(answer.status_code, 200, answer.content)

    def of(self, athlete: User, rule: str) -> list[AdaptationSuggestion]:
        return list(AdaptationSuggestion.objects.filter(plan__athlete=athlete, rule=rule).order_by("created_at", "pk"))

    def test_it_adds_load_to_sessions_on_target(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                self.assertEqual(self.probe(athlete, ON_TARGET), [100.0, 102.5, 105.0, 107.5])

    def test_it_takes_larger_steps_after_easy_sessions(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                loads = self.probe(athlete, VERY_EASY)
                for before, after in pairwise(loads):
                    self.assertGreater(after - before, 2.5)
                    self.assertLessEqual(after, 1.1 * before)

    def test_it_holds_the_load_of_a_grinding_lift(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                self.assertEqual(self.probe(athlete, GRINDING), [100.0] * 4)

    def test_it_holds_after_one_failure_and_lowers_the_load_after_two(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                first, second, third, fourth = self.probe(athlete, FAILING)
                self.assertEqual((first, second), (100.0, 100.0))
                self.assertTrue(90.0 <= third <= 95.0, third)
                self.assertTrue(0.9 * third <= fourth <= 0.95 * third, fourth)

    def test_it_asks_about_an_easier_week_after_two_failures_and_never_answers_for_the_athlete(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                self.probe(athlete, FAILING, weeks=2)
                (question,) = self.of(athlete, "deload_question")
                self.assertEqual((question.status, question.requires), ("proposed", "athlete"))
                self.assertEqual((question.target["week"], question.after), (3, {"is_deload": True}))

    def test_it_lowers_the_load_after_two_failures_also_when_only_the_effort_was_told(self) -> None:
        plan = bench_plan(self.ana)
        for session in self.sessions(plan)[:2]:
            self.train(self.ana, session, rpe=10, completion_rate=50)
        self.assertEqual(self.loads(plan)[:2], [100.0, 100.0])
        self.assertTrue(all(90.0 <= (load or 0) <= 95.0 for load in self.loads(plan)[2:]))

    def test_it_holds_when_one_set_of_three_was_good(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                self.assertEqual(self.probe(athlete, ONE_GOOD), [100.0] * 4)

    def test_it_never_lets_a_load_rise_after_a_failure_though_the_plan_had_it_rising(self) -> None:
        for athlete in (self.bao, self.ana):
            with self.subTest(athlete=athlete):
                plan = bench_plan(athlete, loads=[100.0, 102.5, 105.0, 107.5, 110.0, 112.5])
                loads = self.probe(athlete, FAILING, plan)
                self.assertEqual(loads[:2], [100.0, 100.0])
                self.assertTrue(90.0 <= loads[2] <= 95.0)
                self.assertLess(loads[3], loads[2])

    def test_it_reads_a_beginners_ten_as_nine_and_still_holds(self) -> None:
        plan = bench_plan(self.bao)
        Plan.objects.filter(pk=plan.pk).update(intent={**plan.intent, "experience_level": "beginner"})
        self.assertEqual(self.probe(self.bao, GRINDING, plan), [100.0] * 4)
        (hold, *_) = self.of(self.bao, "load_hold")
        self.assertEqual((hold.evidence["done_rpe"], hold.evidence["meant_rpe"]), (10.0, 9.0))


class PainProbe(Training, TestCase):
    def setUp(self) -> None:
        weeks = [[[lift(), lift("dumbbell-bench-press", load_kg=30.0 + week, sets=2)]] for week in range(4)]
        self.plan = store(self.ana, spec_of_weeks(weeks))
        self.first, *self.later = self.sessions(self.plan)

    def hurt(self, severity: int, **body: Any) -> list[AdaptationSuggestion]:
        return self.train(
            self.ana, self.first, sets=sets_of((8, 8, 8), 100.0, 7), pain={"region": "shoulder", "severity": severity},
            **body,
        )  # fmt: skip

    def test_it_stops_a_movement_that_hurts_and_puts_another_in_its_place_at_once(self) -> None:
        found = self.hurt(5)
        (stop,) = [each for each in found if each.rule == "pain_stop"]
        self.assertEqual((stop.status, stop.requires, stop.before), ("applied", "none", {"exercise": BENCH}))
        coming = PlannedItem.objects.filter(session__in=self.later)
        self.assertFalse(coming.filter(exercise=BENCH).exists())
        self.assertEqual(coming.filter(exercise=stop.after["exercise"]).count(), 3)

    def test_it_keeps_what_was_done_as_it_was(self) -> None:
        self.hurt(5)
        self.assertEqual(self.item(self.first).exercise_id, BENCH)

    def test_it_takes_back_planned_rises_of_whatever_else_loads_the_sore_place(self) -> None:
        self.hurt(5)
        self.assertEqual(set(self.loads(self.plan, "dumbbell-bench-press")), {30.0})

    def test_it_leaves_the_movement_in_when_it_hurts_only_a_little(self) -> None:
        found = self.hurt(3)
        self.assertEqual([each.rule for each in found], ["load_up"])

    def test_it_holds_every_lift_of_the_region_until_two_sessions_were_fine(self) -> None:
        self.hurt(4)
        rules = []
        for session in self.later:
            load = self.item(session, "dumbbell-bench-press").load_kg
            found = self.train(
                self.ana, session, exercise_id="dumbbell-bench-press", sets=sets_of((8, 8), load or 0, 6), rpe=6,
                pain={"region": "shoulder", "severity": 2},
            )  # fmt: skip
            rules.append([each.rule for each in found if each.target.get("exercise") == "dumbbell-bench-press"])
        self.assertEqual(rules, [["load_hold"], ["load_up_easy"], []])

    def test_it_says_when_somebody_should_have_a_look(self) -> None:
        for severity, expected in ((4, False), (7, True)):
            with self.subTest(severity=severity):
                found = self.hurt(severity, moment=evening(self.first.on) + timedelta(minutes=severity))
                stop = next((each for each in found if each.rule in {"pain_stop", "pain_hold"}), None)
                if stop is not None:
                    self.assertEqual(stop.evidence["see_professional"], expected)

    def test_it_can_be_undone(self) -> None:
        self.hurt(5)
        with at(evening(self.first.on) + timedelta(hours=1)):
            url = f"{API}/plans/{self.plan.pk}/revisions/1/restore"
            answer = self.client_for(self.ana).post(url, {}, format="json")
        self.assertEqual(answer.status_code, 200, answer.content)
        self.assertEqual(self.loads(self.plan), [100.0] * 4)


class AbsenceProbe(Training, TestCase):
    def test_it_makes_no_step_for_a_week_that_was_missed(self) -> None:
        plan = bench_plan(self.ana, loads=[100.0, 102.5, 105.0, 107.5, 110.0, 112.5])
        first, missed, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        AdaptationSuggestion.objects.all().delete()
        moment = evening(missed.on) + timedelta(days=1)
        with at(moment):
            found = adaptation.review(plan.pk, moment)
        self.assertEqual([each.rule for each in found], ["missed_hold", "reschedule"])
        self.assertEqual(self.loads(plan)[2:], [102.5] * 4)
        self.assertEqual(found[0].status, "applied")

    def test_it_offers_a_free_day_for_a_missed_session_and_moves_nothing_by_itself(self) -> None:
        plan = bench_plan(self.bao)
        first, missed, *_ = self.sessions(plan)
        self.train(self.bao, first, sets=sets_of((8, 8, 8), 100.0, 8))
        moment = evening(missed.on) + timedelta(days=1)
        with at(moment):
            (offer,) = adaptation.review(plan.pk, moment)
        self.assertEqual((offer.rule, offer.status, offer.requires), ("reschedule", "proposed", "athlete"))
        self.assertEqual(self.sessions(plan)[1].on, missed.on)
        with at(moment + timedelta(minutes=1)):
            url = f"{API}/plans/{plan.pk}/adaptations/apply"
            answer = self.client_for(self.bao).post(url, {"ids": [str(offer.pk)]}, format="json")
        self.assertEqual(answer.status_code, 200, answer.content)
        self.assertEqual(self.sessions(plan)[1].on.isoformat(), offer.after["on"])

    def test_it_eases_the_way_back_after_a_break_by_the_days_off(self) -> None:
        plan = bench_plan(self.ana)
        first, _, _, fourth, fifth, _ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        moment = evening(fourth.on) - timedelta(days=1)
        with at(moment):
            (back,) = adaptation.review(plan.pk, moment)
        self.assertEqual((back.rule, back.status), ("comeback", "applied"))
        self.assertEqual(back.evidence["days_off"], 21)
        item = self.item(fourth)
        self.assertEqual((item.load_kg, item.sets, item.target_rpe), (92.5, 1, 7.0))  # 94.5 % down to a plate, half
        item = self.item(fifth)
        self.assertEqual((item.load_kg, item.sets, item.target_rpe), (92.5, 2, 8.0))  # 70 %

    def test_it_works_a_longer_break_out_anew_instead_of_cutting_twice(self) -> None:
        plan = bench_plan(self.ana)
        first, _, third, fourth, fifth, _ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        for session in (third, fourth, fifth):
            moment = evening(session.on) - timedelta(days=1)
            with at(moment):
                adaptation.review(plan.pk, moment)
        item = self.item(fifth)
        self.assertEqual((item.load_kg, item.sets), (90.0, 1))  # 28 days off: 91 %, half of three sets

    def test_it_reviews_twice_and_changes_once(self) -> None:
        plan = bench_plan(self.ana)
        first, _, _, fourth, *_ = self.sessions(plan)
        self.train(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        moment = evening(fourth.on) - timedelta(days=1)
        with at(moment):
            adaptation.review(plan.pk, moment)
            revision = Plan.objects.get(pk=plan.pk).revision
            self.assertEqual(adaptation.review(plan.pk, moment + timedelta(minutes=1)), [])
        self.assertEqual(Plan.objects.get(pk=plan.pk).revision, revision)
