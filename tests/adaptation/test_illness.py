"""From a report of illness to held sessions, and from its end to the way back, through the API."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase, TransactionTestCase, override_settings
from django.urls import reverse

from accounts.models import User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from adaptation.wording import why
from feedback.models import IllnessReport
from plans import services as plans
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import API, BENCH, MONDAY, Training, at, evening, lift, sets_of, spec_of_weeks, store
from tests.base import at_once
from tests.feedback.base import WIDE

ILLNESS = f"{API}/plans/feedback/illness"
SQUAT = "back-squat"


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def plan_of(athlete: User, weeks: int = 4) -> Plan:
    """Bench press and squat on Mondays, Wednesdays and Fridays: 4 × 8 at RPE 8."""
    return store(
        athlete, spec_of_weeks([[[lift(sets=4), lift(SQUAT, sets=4)] for _ in range(3)] for _ in range(weeks)])
    )


class Ill(Training):
    """An athlete who reports, and an engine that reacts, at the same moment."""

    def tell(self, moment: datetime, **body: Any) -> str:
        told = {"id": str(uuid4()), "symptoms": "fever", **body}
        with at(moment):
            answer = self.client_for(self.ana).post(ILLNESS, told, format="json")
            assert answer.status_code == 201, answer.content
            adaptation.react(self.ana.pk, moment)
        return str(told["id"])

    def change(self, moment: datetime, client_id: str, **body: Any) -> None:
        with at(moment):
            answer = self.client_for(self.ana).patch(f"{ILLNESS}/{client_id}", body, format="json")
            assert answer.status_code == 200, answer.content
            adaptation.react(self.ana.pk, moment)

    def review(self, plan: Plan, moment: datetime) -> None:
        with at(moment):
            assert plan.pk in adaptation.plans_to_review(moment)
            adaptation.review(plan.pk, moment)

    def rules(self, plan: Plan) -> list[str]:
        return list(AdaptationSuggestion.objects.filter(plan=plan).order_by("pk").values_list("rule", flat=True))

    def asked(self, session: PlannedSession) -> tuple[int, float | None, float | None]:
        item = self.item(session)
        return item.sets, item.target_rpe, item.load_kg


@override_settings(RATE_LIMITS=WIDE)
class HeldTests(Ill, TestCase):
    def setUp(self) -> None:
        self.plan = plan_of(self.ana)

    def statuses(self) -> list[str]:
        return [session.status for session in self.sessions(self.plan)]

    def test_it_leaves_out_what_is_due_with_a_fever_at_once_and_asks_nobody(self) -> None:
        self.tell(evening(day(0)))
        self.assertEqual(self.statuses()[:3], ["skipped", "planned", "planned"])
        row = AdaptationSuggestion.objects.get(plan=self.plan)
        self.assertEqual((row.rule, row.status, row.requires, row.confidence), ("ill_rest", "applied", "none", 1.0))
        self.assertIn("see a doctor", why(row.rule, row.evidence))
        self.plan.refresh_from_db()
        self.assertEqual(self.plan.revision, 1)

    def test_it_tells_what_it_did_and_why(self) -> None:
        self.tell(evening(day(0)))
        (row,) = self.client_for(self.ana).get(f"{API}/plans/{self.plan.pk}/adaptations").json()["data"]
        self.assertEqual((row["kind"], row["status"], row["requires"]), ("rest", "applied", "none"))
        self.assertIn("You reported being ill since Monday, March 2 (a fever)", row["why"])
        self.client.force_login(self.ana)
        with at(evening(day(0))):
            page = self.client.get(reverse("page-changes"))
        self.assertContains(page, "This session is skipped")
        self.assertContains(page, reverse("page-session-change", args=[row["target"]["session"]]))

    def test_it_closes_what_no_longer_fits(self) -> None:
        trained = self.sessions(self.plan)[0]
        self.train(self.ana, trained, sets=sets_of([8, 8, 8, 8], 100, 6), rpe=6)
        self.tell(evening(day(1)), symptoms="above_neck")
        still = AdaptationSuggestion.objects.filter(plan=self.plan, status="proposed", target__exercise=BENCH)
        self.assertFalse(still.exists())

    def test_it_leaves_out_the_next_ones_as_they_come_while_it_lasts(self) -> None:
        self.tell(evening(day(0)))
        self.review(self.plan, evening(day(1)))
        self.review(self.plan, evening(day(1)) + timedelta(hours=1))
        self.assertEqual(self.statuses()[:3], ["skipped", "skipped", "planned"])
        self.assertEqual(self.rules(self.plan), ["ill_rest", "ill_rest"])

    def test_it_looks_at_plans_of_the_ill_before_anything_is_missed(self) -> None:
        eve = evening(day(-1))
        with at(eve):
            self.assertNotIn(self.plan.pk, adaptation.plans_to_review(eve))
            self.client_for(self.ana).post(ILLNESS, {"symptoms": "fever"}, format="json")
        self.review(self.plan, eve)
        self.assertEqual(self.statuses()[0], "skipped")

    def test_it_makes_a_session_easy_with_a_cold(self) -> None:
        self.tell(evening(day(0)), symptoms="above_neck")
        first, second = self.sessions(self.plan)[:2]
        self.assertEqual((self.asked(first), first.status), ((2, 5.0, 92.5), "planned"))
        self.assertEqual(self.asked(second), (4, 8.0, 100.0))
        row = AdaptationSuggestion.objects.get(plan=self.plan)
        self.assertEqual((row.rule, row.status, row.before["sets"], row.after["sets"]), ("ill_easy", "applied", 8, 4))

    def test_it_leaves_out_what_got_worse(self) -> None:
        report = self.tell(evening(day(0)), symptoms="above_neck")
        self.change(evening(day(0)), report, symptoms="below_neck")
        self.assertEqual(self.statuses()[0], "skipped")

    def test_it_plans_again_what_need_not_wait(self) -> None:
        report = self.tell(evening(day(0)), started_on=day(-3).isoformat())
        self.change(evening(day(0)), report, ended_at=evening(day(-2)).isoformat())
        self.assertEqual(self.statuses()[0], "planned")

    def test_it_plans_again_what_a_slip_has_taken(self) -> None:
        report = self.tell(evening(day(0)))
        with at(evening(day(0))):
            self.client_for(self.ana).delete(f"{ILLNESS}/{report}")
            adaptation.react(self.ana.pk, evening(day(0)))
        self.assertEqual(self.statuses()[0], "planned")

    def test_it_does_not_insist_when_the_athlete_takes_a_session_up_again(self) -> None:
        self.tell(evening(day(0)))
        with at(evening(day(0))):
            plans.unskip_session(self.sessions(self.plan)[0], now=evening(day(0)))
        self.review(self.plan, evening(day(0)))
        self.assertEqual(self.statuses()[0], "planned")

    def test_it_says_so_between_two_sets(self) -> None:
        for symptoms, stop, code in (("fever", True, "ill_rest"), ("above_neck", False, "ill_easy")):
            with self.subTest(symptoms):
                IllnessReport.objects.all().delete()
                self.tell(evening(day(0)), symptoms=symptoms)
                with at(evening(day(2))):
                    session = self.sessions(self.plan)[1]
                    advice = adaptation.next_set(self.item(session), (), evening(day(2)))
                self.assertEqual((advice.stop, advice.code), (stop, code))
                self.assertLessEqual(advice.load_kg or 0, 100.0)

    def test_it_lets_a_set_be_hard_again_a_full_day_after_the_last_symptom(self) -> None:
        self.tell(evening(day(1)), ended_at=evening(day(1)).isoformat())
        session = self.sessions(self.plan)[1]
        codes = []
        for moment in (evening(day(2)) - timedelta(minutes=1), evening(day(2))):
            with at(moment):
                codes.append(adaptation.next_set(self.item(session), (), moment).code)
        self.assertEqual(codes[0], "ill_rest")
        self.assertNotEqual(codes[1], "ill_rest")


@override_settings(RATE_LIMITS=WIDE)
class WellTests(Ill, TestCase):
    def setUp(self) -> None:
        self.plan = plan_of(self.ana)

    def through_fever(self, last: int) -> None:
        """A fever from Monday on, over with day `last`, told on the day after."""
        report = self.tell(evening(day(0)))
        for number in range(1, last + 1):
            self.review(self.plan, evening(day(number)))
        self.change(evening(day(last + 1)), report, ended_at=evening(day(last)).isoformat())

    def test_it_leads_back_step_by_step(self) -> None:
        self.through_fever(6)
        coming = [session for session in self.sessions(self.plan) if session.status == "planned"]
        self.assertEqual(coming[0].on, day(9))  # the last symptom was on Sunday evening, so Monday still waits
        self.assertEqual([self.asked(session)[0] for session in coming[:6]], [2, 2, 3, 3, 4, 4])
        self.assertEqual([self.asked(session)[1] for session in coming[:2]], [7.0, 8.0])
        row = AdaptationSuggestion.objects.get(plan=self.plan, rule="comeback_ill")
        self.assertEqual((row.status, row.evidence["days_ill"], row.requires), ("applied", 7, "none"))
        self.assertNotIn("see a doctor", why(row.rule, row.evidence))

    def test_it_works_a_corrected_end_out_anew(self) -> None:
        self.through_fever(2)
        self.assertEqual([self.asked(session)[0] for session in self.sessions(self.plan)[2:5]], [3, 3, 4])
        report = str(IllnessReport.objects.get().client_id)
        self.change(evening(day(4)), report, ended_at=evening(day(3)).isoformat())
        self.assertEqual([self.asked(session)[0] for session in self.sessions(self.plan)[3:6]], [3, 3, 4])

    def test_it_does_not_count_what_illness_took_as_missed(self) -> None:
        self.through_fever(2)
        self.review(self.plan, evening(day(4)))
        self.assertFalse({"reschedule", "unfinished_sessions"} & set(self.rules(self.plan)))

    def test_it_counts_weak_work_around_an_illness_neither_as_failure_nor_as_fatigue(self) -> None:
        first, second = self.sessions(self.plan)[:2]
        self.tell(evening(day(0)) - timedelta(hours=1), symptoms="above_neck")
        for session in (first, second):
            self.train(self.ana, session, sets=sets_of([3, 3], 92.5, 10), rpe=10, completion_rate=30)
        self.assertLessEqual(set(self.rules(self.plan)), {"ill_easy"})

    def test_a_healthy_athlete_would_have_been_eased_by_the_same_work(self) -> None:
        for session in self.sessions(self.plan)[:2]:
            self.train(self.ana, session, sets=sets_of([3, 3], 92.5, 10), rpe=10, completion_rate=30)
        self.assertTrue({"load_down", "unfinished_sessions"} & set(self.rules(self.plan)))

    def test_it_asks_for_no_easier_week_so_soon_after(self) -> None:
        for was_ill in (False, True):
            with self.subTest(was_ill=was_ill):
                Plan.objects.filter(athlete=self.ana).update(status=Plan.Status.ARCHIVED)
                plan = plan_of(self.ana, weeks=10)
                if was_ill:
                    self.tell(evening(day(55)), started_on=day(50).isoformat(), ended_at=evening(day(54)).isoformat())
                session = next(each for each in self.sessions(plan) if each.on == day(58))
                self.train(self.ana, session, sets=sets_of([8, 8, 8, 8], 100, 8))
                self.assertEqual("deload_due" in self.rules(plan), not was_ill)

    def test_it_takes_no_help_of_a_machine_away_after_a_long_illness(self) -> None:
        Plan.objects.filter(athlete=self.ana).update(status=Plan.Status.ARCHIVED)
        helped = "assisted-pull-up"
        plan = store(self.ana, spec_of_weeks([[[lift(), lift(helped, load_kg=30.0)]] for _ in range(5)]))
        self.train(self.ana, self.sessions(plan)[0], sets=sets_of([8, 8, 8], 100, 8))
        self.tell(evening(day(19)), started_on=day(2).isoformat(), ended_at=evening(day(18)).isoformat())
        self.review(plan, evening(day(20)))
        self.assertIn("comeback", self.rules(plan))
        self.assertLess(self.loads(plan)[3] or 0, 100.0)
        self.assertEqual(self.loads(plan, helped)[3], 30.0)

    def test_it_makes_no_planned_step_over_work_that_illness_took(self) -> None:
        rising = spec_of_weeks([[[lift(load_kg=100.0 + 2.5 * week)]] for week in range(4)])
        Plan.objects.filter(athlete=self.ana).update(status=Plan.Status.ARCHIVED)
        plan = store(self.ana, rising)
        self.train(self.ana, self.sessions(plan)[0], sets=sets_of([8, 8, 8], 100, 8))
        report = self.tell(evening(day(6)))
        self.change(evening(day(8)), report, ended_at=evening(day(7)).isoformat())
        self.review(plan, evening(day(8)))
        held = AdaptationSuggestion.objects.get(plan=plan, rule="missed_hold")
        self.assertIn("while you were ill", why(held.rule, held.evidence))
        self.assertLessEqual(max(load or 0 for load in self.loads(plan)[2:]), 102.5)


@override_settings(RATE_LIMITS=WIDE)
class IllRaceTests(Ill, TransactionTestCase):
    def test_it_leaves_a_session_out_once_when_reaction_and_review_meet(self) -> None:
        self.raise_curtain()
        plan = plan_of(self.ana)
        moment = evening(day(0))
        with at(moment):
            self.client_for(self.ana).post(ILLNESS, {"symptoms": "fever"}, format="json")
        work = iter((lambda: adaptation.react(self.ana.pk, moment), lambda: adaptation.review(plan.pk, moment)))
        answers = at_once(2, lambda: next(work)())
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(self.rules(plan), ["ill_rest"])
