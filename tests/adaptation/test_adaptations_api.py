"""GET plans/{id}/adaptations, POST …/apply, POST …/dismiss."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile, CoachAssignment, User
from adaptation import services as adaptation
from adaptation import tasks
from adaptation.models import AdaptationSuggestion
from events.models import JournalEntry
from plans import services as plans
from plans.core.edits import SetLoad
from plans.core.spec import Reason
from plans.models import Plan, PlanRevision
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of

FIELDS = {
    "id", "kind", "status", "target", "before", "after", "rule", "why", "evidence", "confidence", "requires",
    "expires_at",
}  # fmt: skip


class Suggested(Training, TestCase):
    """Ana has been on target once: a step up is proposed to her."""

    suggestion: AdaptationSuggestion
    autonomy = "ask"
    plan: Plan
    moment: datetime

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        AthleteProfile.objects.filter(user=cls.ana).update(autonomy=cls.autonomy)
        cls.plan = bench_plan(cls.ana)
        first, *_ = cls.sessions(cls.plan)
        cls.moment = evening(first.on) + timedelta(minutes=10)
        (cls.suggestion,) = cls.train(cls.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))

    def url(self, word: str = "", plan_id: Any = None) -> str:
        return f"{API}/plans/{plan_id or self.plan.pk}/adaptations{word}"

    def get(self, person: User | None, query: str = "", plan_id: Any = None) -> Any:
        with at(self.moment):
            return self.client_for(person).get(self.url(plan_id=plan_id) + query)

    def post(self, person: User | None, word: str, body: Any, plan_id: Any = None, **headers: Any) -> Any:
        with at(self.moment):
            return self.client_for(person).post(self.url(f"/{word}", plan_id), body, format="json", **headers)

    def ids(self, *more: str) -> dict[str, Any]:
        return {"ids": [str(self.suggestion.pk), *more]}

    def kinds(self) -> list[str]:
        return list(JournalEntry.objects.filter(athlete=self.ana).order_by("seq").values_list("kind", flat=True))

    def snapshot(self) -> Any:
        rows = AdaptationSuggestion.objects.order_by("pk").values_list("pk", "status")
        return list(rows), self.loads(self.plan), self.kinds(), PlanRevision.objects.count()


class ListTests(Suggested):
    def test_it_lists_suggestions_as_the_contract_says(self) -> None:
        answer = self.get(self.ana)
        self.assertEqual(answer.status_code, 200)
        (told,) = answer.json()["data"]
        self.assertLessEqual(FIELDS, set(told))
        self.assertEqual((told["kind"], told["status"], told["requires"]), ("load", "proposed", "athlete"))
        self.assertEqual((told["before"], told["after"]), ({"load_kg": 100.0}, {"load_kg": 102.5}))
        self.assertEqual(told["target"]["exercise"], BENCH)
        self.assertIn("102.5 kg", told["why"])
        self.assertTrue(0 <= told["confidence"] <= 1)
        self.assertIsNone(answer.json()["next"])

    def test_it_filters_by_status_and_calls_what_is_overdue_expired(self) -> None:
        for status, count in (("proposed", 1), ("applied", 0), ("dismissed", 0), ("expired", 0)):
            with self.subTest(status):
                self.assertEqual(len(self.get(self.ana, f"?status={status}").json()["data"]), count)
        self.moment += timedelta(days=15)
        self.assertEqual(self.get(self.ana, "?status=proposed").json()["data"], [])
        (told,) = self.get(self.ana, "?status=expired").json()["data"]
        self.assertEqual(told["status"], "expired")

    def test_it_refuses_an_unknown_status_and_an_odd_cursor(self) -> None:
        for query, field in (("?status=done", "status"), ("?cursor=!", "cursor"), ("?limit=0", "limit")):
            with self.subTest(query):
                answer = self.get(self.ana, query)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_is_there_for_the_athlete_and_the_coach_and_for_nobody_else(self) -> None:
        for person, status in ((self.ana, 200), (self.cleo, 200), (self.ben, 404), (self.dan, 404), (None, 401)):
            with self.subTest(person=person):
                self.assertEqual(self.get(person).status_code, status)
        CoachAssignment.objects.update(until=self.moment - timedelta(minutes=1))
        self.assertEqual(self.get(self.cleo).status_code, 404)
        self.assertEqual(self.get(self.ana, plan_id=uuid.uuid4()).json()["code"], "not_found")

    def test_it_speaks_the_readers_language_and_falls_back_to_english(self) -> None:
        with at(self.moment):
            answer = self.client_for(self.ana).get(self.url(), headers={"Accept-Language": "en"})
        self.assertIn("felt like RPE 8", answer.json()["data"][0]["why"])

    def test_it_asks_as_often_for_many_as_for_one(self) -> None:
        counts = []
        for copies in (0, 20):
            for number in range(copies):
                self.suggestion.pk, self.suggestion.occurrence = uuid.uuid4(), f"copy {number}"
                self.suggestion.save(force_insert=True)
            with CaptureQueriesContext(connection) as queries:
                self.get(self.ana)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 6)

    def test_it_writes_nothing(self) -> None:
        before = self.snapshot()
        self.get(self.ana)
        self.assertEqual(self.snapshot(), before)


class ApplyTests(Suggested):
    def test_it_carries_a_suggestion_out_as_a_new_revision_that_says_why(self) -> None:
        answer = self.post(self.ana, "apply", self.ids())
        self.assertEqual(answer.status_code, 200, answer.content)
        told = answer.json()["data"]
        self.assertEqual((told["revision"], told["author"]), (2, "rule"))
        self.assertIn("102.5 kg", told["reason"])
        self.assertEqual({each["after"] for each in told["diff"]}, {102.5})
        self.assertEqual([each["status"] for each in told["suggestions"]], ["applied"])
        self.assertEqual(self.loads(self.plan), [100.0] + [102.5] * 5)
        self.assertEqual(self.kinds()[-2:], ["plans.plan_revised", "adaptation.suggestion_applied"])

    def test_it_is_worded_in_the_history_of_the_plan(self) -> None:
        self.post(self.ana, "apply", self.ids())
        with at(self.moment):
            newest, *_ = self.client_for(self.ana).get(f"{API}/plans/{self.plan.pk}/revisions").json()["data"]
        self.assertIn("next time 102.5 kg", newest["reason"])

    def test_it_changes_nothing_the_second_time(self) -> None:
        first = self.post(self.ana, "apply", self.ids())
        before = self.snapshot()
        second = self.post(self.ana, "apply", self.ids(str(self.suggestion.pk)))
        self.assertEqual(second.status_code, 200)
        self.assertEqual(second.json()["data"]["revision"], first.json()["data"]["revision"])
        self.assertEqual(self.snapshot(), before)

    def test_it_answers_the_same_key_with_the_same_answer(self) -> None:
        key = {"headers": {"Idempotency-Key": str(uuid.uuid4())}}
        first, second = (self.post(self.ana, "apply", self.ids(), **key) for _ in range(2))
        self.assertEqual((first.status_code, first.json()["data"]), (200, second.json()["data"]))
        other = self.post(self.ana, "apply", {"ids": [str(uuid.uuid4())]}, **key)
        self.assertEqual((other.status_code, other.json()["code"]), (409, "idempotency_conflict"))

    def test_it_refuses_what_the_plan_has_moved_on_from(self) -> None:
        item = self.item(self.sessions(self.plan)[1])
        plans.revise(
            self.plan.pk, [SetLoad(str(item.pk), 95.0)], author="athlete", reason=Reason("noted"), now=self.moment
        )
        before = self.snapshot()
        answer = self.post(self.ana, "apply", self.ids())
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "stale_suggestion"))
        self.assertEqual(answer.json()["details"]["suggestions"], [str(self.suggestion.pk)])
        self.assertEqual(self.snapshot(), before)

    def test_it_refuses_what_is_too_old_dismissed_or_expired(self) -> None:
        for change in ({"expires_at": self.moment}, {"status": "dismissed"}, {"status": "expired"}):
            with self.subTest(change=change), transaction.atomic():
                AdaptationSuggestion.objects.update(**change)
                answer = self.post(self.ana, "apply", self.ids())
                self.assertEqual((answer.status_code, answer.json()["code"]), (409, "stale_suggestion"))
                transaction.set_rollback(True)

    def test_it_applies_all_or_none(self) -> None:
        other = AdaptationSuggestion.objects.get(pk=self.suggestion.pk)
        other.pk, other.occurrence, other.status = uuid.uuid4(), "other", "dismissed"
        other.save(force_insert=True)
        before = self.snapshot()
        answer = self.post(self.ana, "apply", self.ids(str(other.pk)))
        self.assertEqual(answer.status_code, 409)
        self.assertEqual(self.snapshot(), before)

    def test_it_refuses_two_that_stand_in_each_others_way(self) -> None:
        other = AdaptationSuggestion.objects.get(pk=self.suggestion.pk)
        other.pk, other.occurrence = uuid.uuid4(), "other"
        other.save(force_insert=True)
        before = self.snapshot()
        self.assertEqual(self.post(self.ana, "apply", self.ids(str(other.pk))).status_code, 409)
        self.assertEqual(self.snapshot(), before)

    def test_it_refuses_a_plan_that_is_over(self) -> None:
        Plan.objects.update(status="archived")
        answer = self.post(self.ana, "apply", self.ids())
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "plan_not_active"))

    def test_it_refuses_a_session_whose_day_is_over(self) -> None:
        self.moment += timedelta(days=13)
        answer = self.post(self.ana, "apply", self.ids())
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "session_closed"))
        self.assertEqual(AdaptationSuggestion.objects.get().status, "proposed")

    def test_it_can_be_undone_byte_for_byte(self) -> None:
        self.post(self.ana, "apply", self.ids())
        with at(self.moment):
            url = f"{API}/plans/{self.plan.pk}/revisions/1/restore"
            self.assertEqual(self.client_for(self.ana).post(url, {}, format="json").status_code, 200)
        first, newest = (PlanRevision.objects.get(plan=self.plan, number=number) for number in (1, 3))
        self.assertEqual(first.spec, newest.spec)
        before = self.snapshot()
        self.assertEqual(self.post(self.ana, "apply", self.ids()).json()["data"]["revision"], 3)
        self.assertEqual(self.snapshot(), before)

    def test_it_refuses_bad_input(self) -> None:
        table: list[tuple[Any, int, list[str]]] = [
            ({}, 400, ["ids"]),
            ({"ids": None}, 400, ["ids"]),
            ({"ids": []}, 400, ["ids"]),
            ({"ids": "all"}, 400, ["ids"]),
            ({"ids": ["x"]}, 400, ["ids.0"]),
            ({"ids": [None]}, 400, ["ids.0"]),
            ({"ids": [str(uuid.uuid4()) for _ in range(51)]}, 400, ["ids"]),
            ([], 400, ["non_field_errors"]),
        ]
        before = self.snapshot()
        for word in ("apply", "dismiss"):
            for body, status, fields in table:
                with self.subTest(word=word, body=str(body)[:60]):
                    answer = self.post(self.ana, word, body)
                    self.assertEqual((answer.status_code, list(answer.json()["details"])), (status, fields))
        self.assertEqual(self.snapshot(), before)

    def test_it_refuses_what_is_no_json(self) -> None:
        with at(self.moment):
            client = self.client_for(self.ana)
            broken = client.generic("POST", self.url("/apply"), "{", content_type="application/json")
            form = client.generic("POST", self.url("/apply"), "ids=1", content_type="text/plain")
        self.assertEqual((broken.status_code, form.status_code), (400, 415))

    def test_it_takes_camel_case_and_passes_over_what_it_does_not_know(self) -> None:
        self.assertEqual(self.post(self.ana, "apply", {**self.ids(), "dryRun": True}).status_code, 200)

    def test_it_hides_everything_from_strangers(self) -> None:
        nothing = self.post(self.ben, "apply", self.ids(), plan_id=uuid.uuid4()).json()
        before = self.snapshot()
        for word in ("apply", "dismiss"):
            for person in (self.ben, self.dan, self.ola):
                with self.subTest(word=word, person=person):
                    answer = self.post(person, word, self.ids())
                    self.assertEqual(answer.status_code, 404)
                    self.assertEqual(answer.json()["error"], nothing["error"])
            self.assertEqual(self.post(None, word, self.ids()).status_code, 401)
            theirs = bench_plan(self.ben)
            self.assertEqual(self.post(self.ben, word, self.ids(), plan_id=theirs.pk).status_code, 404)
            Plan.objects.filter(pk=theirs.pk).delete()
            self.assertEqual(self.post(self.ana, word, self.ids(str(uuid.uuid4()))).status_code, 404)
        self.assertEqual(self.snapshot(), before)

    def test_it_lets_the_coach_in_only_while_the_assignment_lasts(self) -> None:
        CoachAssignment.objects.update(until=self.moment - timedelta(minutes=1))
        self.assertEqual(self.post(self.cleo, "apply", self.ids()).status_code, 404)
        CoachAssignment.objects.update(until=None)
        AdaptationSuggestion.objects.update(requires="coach")
        self.assertEqual(self.post(self.cleo, "apply", self.ids()).status_code, 200)
        self.assertEqual(PlanRevision.objects.get(number=2).author_id_hint, self.cleo.pk)

    def test_it_is_held_by_the_table_as_well(self) -> None:
        row = AdaptationSuggestion.objects.get()
        for change in ({"confidence": 1.5}, {"pk": uuid.uuid4()}):
            with self.subTest(change=change), self.assertRaises(IntegrityError), transaction.atomic():
                copy = AdaptationSuggestion.objects.get(pk=row.pk)
                for name, value in change.items():
                    setattr(copy, name, value)
                copy.save(force_insert="pk" in change)


class DismissTests(Suggested):
    def test_it_closes_a_suggestion_and_keeps_the_reason(self) -> None:
        answer = self.post(self.ana, "dismiss", {**self.ids(), "reason": "The bar was slow."})
        self.assertEqual(answer.status_code, 200, answer.content)
        (told,) = answer.json()["data"]["suggestions"]
        self.assertEqual((told["status"], told["dismiss_reason"]), ("dismissed", "The bar was slow."))
        self.assertEqual((answer.json()["data"]["revision"], self.loads(self.plan)), (1, [100.0] * 6))
        self.assertEqual(self.kinds()[-1], "adaptation.suggestion_dismissed")

    def test_it_changes_nothing_the_second_time(self) -> None:
        self.post(self.ana, "dismiss", {**self.ids(), "reason": "No."})
        before = self.snapshot()
        self.assertEqual(self.post(self.ana, "dismiss", {**self.ids(), "reason": "Again."}).status_code, 200)
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(AdaptationSuggestion.objects.get().dismiss_reason, "No.")

    def test_it_leaves_what_was_applied(self) -> None:
        self.post(self.ana, "apply", self.ids())
        self.post(self.ana, "dismiss", self.ids())
        self.assertEqual(AdaptationSuggestion.objects.get().status, "applied")

    def test_it_refuses_too_long_a_reason(self) -> None:
        answer = self.post(self.ana, "dismiss", {**self.ids(), "reason": "x" * 161})
        self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, ["reason"]))

    def test_it_is_not_proposed_again_for_the_same_session(self) -> None:
        self.post(self.ana, "dismiss", self.ids())
        adaptation.rebuild(self.ana.pk)
        adaptation.react(self.ana.pk, self.moment)
        self.assertEqual(AdaptationSuggestion.objects.count(), 1)


class CoachPolicyTests(Suggested):
    autonomy = "coach"

    def test_it_waits_for_the_coach(self) -> None:
        self.assertEqual((self.suggestion.status, self.suggestion.requires), ("proposed", "coach"))
        for word in ("apply", "dismiss"):
            answer = self.post(self.ana, word, self.ids())
            self.assertEqual((answer.status_code, answer.json()["code"]), (403, "suggestion_needs_coach"))
        self.assertEqual(self.post(self.cleo, "apply", self.ids()).status_code, 200)
        self.assertEqual(self.loads(self.plan)[1], 102.5)

    def test_it_is_the_athletes_once_there_is_no_coach_any_more(self) -> None:
        CoachAssignment.objects.update(until=self.moment - timedelta(minutes=1))
        self.assertEqual(self.post(self.ana, "apply", self.ids()).status_code, 200)

    def test_it_asks_the_athlete_from_the_start_when_nobody_coaches(self) -> None:
        CoachAssignment.objects.all().delete()
        (newer,) = self.train(self.ana, self.sessions(self.plan)[1], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertEqual(newer.requires, "athlete")


class LifeOfASuggestion(Suggested):
    def test_it_gives_way_to_a_newer_word_on_the_same_lift(self) -> None:
        (newer,) = self.train(self.ana, self.sessions(self.plan)[1], sets=sets_of((8, 8, 8), 100.0, 6))
        self.suggestion.refresh_from_db()
        self.assertEqual((self.suggestion.status, newer.status, newer.rule), ("expired", "proposed", "load_up_easy"))

    def test_it_expires_when_nobody_answers(self) -> None:
        with at(self.moment + timedelta(days=15)):
            tasks.expire_suggestions()
            tasks.expire_suggestions()
        self.suggestion.refresh_from_db()
        self.assertEqual((self.suggestion.status, self.kinds().count("adaptation.suggestion_expired")), ("expired", 1))

    def test_it_stays_open_until_its_time(self) -> None:
        with at(self.moment + timedelta(days=13)):
            tasks.expire_suggestions()
        self.suggestion.refresh_from_db()
        self.assertEqual(self.suggestion.status, "proposed")

    def test_it_closes_when_the_plan_has_moved_on(self) -> None:
        item = self.item(self.sessions(self.plan)[1])
        plans.revise(
            self.plan.pk, [SetLoad(str(item.pk), 95.0)], author="athlete", reason=Reason("noted"), now=self.moment
        )
        session = self.sessions(self.plan)[1]
        self.train(self.ana, session, exercise_id="push-up", sets=sets_of((8,), 0, 8))
        self.suggestion.refresh_from_db()
        self.assertEqual(self.suggestion.status, "expired")

    def test_it_reacts_once_however_often_the_task_runs(self) -> None:
        before = self.snapshot()
        with at(self.moment):
            tasks.react(str(self.ana.pk))
            tasks.react(str(self.ana.pk))
        self.assertEqual(self.snapshot(), before)

    def test_it_reviews_what_was_missed_by_the_clock(self) -> None:
        missed = self.sessions(self.plan)[1]
        with at(evening(missed.on) + timedelta(days=1)):
            tasks.review_absences()
            tasks.review_absences()
        self.assertEqual(AdaptationSuggestion.objects.filter(rule="reschedule").count(), 1)

    def test_it_looks_only_at_plans_with_something_missed_or_a_way_back_ahead(self) -> None:
        first, second, _third, fourth, *_ = self.sessions(self.plan)
        bench_plan(self.ben)
        table = [
            (evening(first.on) + timedelta(days=2), False),
            (evening(second.on) + timedelta(days=1), True),
            (evening(second.on) + timedelta(days=5), True),  # the third session is due, after more than ten days off
            (evening(fourth.on) - timedelta(days=1), True),
        ]
        for moment, expected in table:
            with self.subTest(moment=moment):
                self.assertEqual(self.plan.pk in adaptation.plans_to_review(moment), expected)
        self.assertEqual(adaptation.plans_to_review(evening(first.on) - timedelta(days=9)), [])

    def test_it_leaves_an_archived_plan_alone(self) -> None:
        Plan.objects.update(status="archived")
        found = self.train(self.ana, self.sessions(self.plan)[1], sets=sets_of((8, 8, 8), 100.0, 8))
        self.assertEqual(found, [])
        self.assertEqual(adaptation.review(self.plan.pk, self.moment), [])

    def test_it_decides_nothing_by_old_news(self) -> None:
        late = bench_plan(self.ben)
        first, second, *_ = self.sessions(late)
        self.train(self.ben, second, sets=sets_of((8, 8, 8), 100.0, 8))
        found = self.train(
            self.ben, first, sets=sets_of((4, 4, 4), 100.0, 10), rpe=10, moment=evening(second.on) + timedelta(hours=1),
            timestamp=evening(first.on).isoformat(),
        )  # fmt: skip
        self.assertEqual([each.rule for each in found], [])
