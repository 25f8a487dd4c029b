"""GET plans/today, GET plans/{id}/sessions, GET|PATCH plans/sessions/{id}"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CoachAssignment, User
from events.models import JournalEntry
from feedback.models import RPEFeedback
from plans import kinds
from plans import services as plans
from plans.models import Plan, PlannedSession, PlanRevision
from tests.base import Cast, at_once
from tests.plans.base import NOW, WIDE, kinds_of, own, plan_for

TODAY_URL = "/api/v1/plans/today"


def url_of(session: Any) -> str:
    return f"/api/v1/plans/sessions/{session.pk}"


class Sessions(Cast):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())

    def session(self, place: int = 0) -> PlannedSession:
        return self.plan.sessions.all()[place]

    def get(self, user: User | None, url: str, query: dict[str, str] | None = None) -> Any:
        return self.client_for(user).get(url, query)

    def patch(self, user: User | None, session: Any, body: Any) -> Any:
        return self.client_for(user).patch(url_of(session), body, format="json")

    def free_day(self) -> date:
        """A day of the first week between its first two sessions, or after them."""
        taken = {session.on for session in self.plan.sessions.filter(week=1)}
        week = [self.plan.start_on + timedelta(days=step) for step in range(1, 7)]
        return next(day for day in week if day not in taken)


@override_settings(RATE_LIMITS=WIDE)
class TodayTests(Sessions, TestCase):
    def test_it_gives_todays_session_with_its_items(self) -> None:
        session = self.session()
        PlannedSession.objects.filter(pk=session.pk).update(on=self.ana.profile.local_date(timezone.now()))
        data = self.get(self.ana, TODAY_URL).json()["data"]
        self.assertEqual((data["id"], data["next"]), (str(session.pk), None))
        self.assertEqual(len(data["items"]), session.items.count())

    def test_it_gives_a_rest_day_with_the_session_that_comes_next(self) -> None:
        today = self.ana.profile.local_date(timezone.now())
        self.plan.sessions.filter(on__lte=today).update(on=today - timedelta(days=1))
        data = self.get(self.ana, TODAY_URL).json()["data"]
        self.assertEqual((data["id"], data["kind"], data["on"], data["items"]), (None, "rest", today.isoformat(), []))
        following = self.plan.sessions.filter(on__gt=today).earliest("on")
        self.assertEqual(data["next"]["id"], str(following.pk))
        self.assertTrue(data["next"]["items"])

    def test_it_gives_a_rest_day_without_any_plan(self) -> None:
        data = self.get(self.ben, TODAY_URL).json()["data"]
        self.assertEqual((data["id"], data["next"], data["plan_id"]), (None, None, None))

    def test_it_looks_at_the_active_plan_only(self) -> None:
        former = self.session()
        plan_for(self.ana, now=timezone.now() + timedelta(days=3))
        self.assertNotEqual(self.get(self.ana, TODAY_URL).json()["data"]["id"], str(former.pk))

    def test_it_asks_for_a_login(self) -> None:
        self.assertEqual(self.get(None, TODAY_URL).status_code, 401)

    def test_it_reads_in_three_queries(self) -> None:
        PlannedSession.objects.filter(pk=self.session().pk).update(on=self.ana.profile.local_date(timezone.now()))
        client = self.client_for(User.objects.get(pk=self.ana.pk))
        with self.assertNumQueries(3):
            client.get(TODAY_URL)

    def test_it_writes_nothing(self) -> None:
        before = JournalEntry.objects.count()
        with CaptureQueriesContext(connection) as asked:
            self.get(self.ana, TODAY_URL)
        self.assertTrue(all(query["sql"].startswith("SELECT") for query in asked.captured_queries))
        self.assertEqual(JournalEntry.objects.count(), before)


class TodayElsewhereTests(Cast, TestCase):
    def test_the_day_is_the_athletes_own(self) -> None:
        noon = datetime(2030, 1, 7, 12, tzinfo=UTC)
        for athlete, late in ((self.ben, "01-08T04:59"), (self.ana, "01-07T22:59"), (self.bao, "01-07T15:59")):
            with self.subTest(athlete=athlete.email):
                first = plan_for(athlete, now=noon).sessions.all()[0]
                last_minute = datetime.fromisoformat(f"2030-{late}:59+00:00")
                today, tomorrow = (plans.today(athlete, last_minute + timedelta(seconds=step)) for step in (0, 1))
                self.assertEqual((today.session, today.on), (first, date(2030, 1, 7)))
                self.assertEqual((tomorrow.session, tomorrow.on), (None, date(2030, 1, 8)))
                self.assertIsNotNone(tomorrow.next)

    def test_a_day_that_the_clocks_make_shorter_is_a_day_like_any_other(self) -> None:
        plan = plan_for(self.ana, now=datetime(2030, 3, 31, 0, 30, tzinfo=UTC))  # 01:30, half an hour before the gap
        first = plan.sessions.all()[0]
        self.assertEqual(first.on, date(2030, 3, 31))
        self.assertEqual(plans.today(self.ana, datetime(2030, 3, 31, 21, 59, tzinfo=UTC)).session, first)
        self.assertIsNone(plans.today(self.ana, datetime(2030, 3, 31, 22, 0, tzinfo=UTC)).session)


@override_settings(RATE_LIMITS=WIDE)
class ListTests(Sessions, TestCase):
    def url(self) -> str:
        return f"/api/v1/plans/{self.plan.pk}/sessions"

    def test_it_lists_all_sessions_in_order_with_their_items(self) -> None:
        answer = self.get(self.ana, self.url()).json()
        self.assertEqual(
            [session["id"] for session in answer["data"]], [str(each.pk) for each in self.plan.sessions.all()]
        )
        self.assertTrue(all(session["items"] for session in answer["data"]))
        self.assertIsNone(answer["next"])

    def test_it_includes_both_ends_of_the_span(self) -> None:
        first, second, third = self.plan.sessions.all()[:3]
        for span, wanted in (
            ({"from": first.on, "to": second.on}, [first, second]),
            ({"to": first.on}, [first]),
            ({"from": first.on + timedelta(days=1), "to": third.on}, [second, third]),
        ):
            with self.subTest(span):
                data = self.get(self.ana, self.url(), {key: day.isoformat() for key, day in span.items()}).json()[
                    "data"
                ]
                self.assertEqual([session["id"] for session in data], [str(each.pk) for each in wanted])

    def test_it_leaves_out_what_a_revision_took_out(self) -> None:
        dropped = self.session()
        PlannedSession.objects.filter(pk=dropped.pk).update(is_dropped=True)
        listed = {session["id"] for session in self.get(self.ana, self.url()).json()["data"]}
        self.assertNotIn(str(dropped.pk), listed)
        self.assertEqual(self.get(self.ana, url_of(dropped)).status_code, 404)

    def test_it_refuses_spans_that_are_none(self) -> None:
        for span, field in (({"from": "soon"}, "from"), ({"from": "2030-01-02", "to": "2030-01-01"}, "to")):
            with self.subTest(span):
                answer = self.get(self.ana, self.url(), span)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_reads_in_three_queries_however_long_the_plan(self) -> None:
        client = self.client_for(self.ana)
        with self.assertNumQueries(3):
            client.get(self.url())

    def test_it_is_not_there_for_strangers(self) -> None:
        nothing = self.get(self.ben, f"/api/v1/plans/{uuid4()}/sessions").json()
        for user in (self.ben, self.dan, self.ola):
            with self.subTest(user=user.email):
                answer = self.get(user, self.url())
                self.assertEqual(answer.status_code, 404)
                self.assertEqual((answer.json()["code"], answer.json()["error"]), (nothing["code"], nothing["error"]))
        self.assertEqual(self.get(None, self.url()).status_code, 401)

    def test_a_coach_sees_it_as_long_as_the_athlete_agrees(self) -> None:
        self.assertEqual(self.get(self.cleo, self.url()).status_code, 200)
        CoachAssignment.objects.update(until=timezone.now())
        self.assertEqual(self.get(self.cleo, self.url()).status_code, 404)


@override_settings(RATE_LIMITS=WIDE)
class MoveTests(Sessions, TestCase):
    def test_it_moves_a_session_and_says_which_revision_that_is(self) -> None:
        session, day = self.session(), self.free_day()
        data = self.patch(self.ana, session, {"on": day.isoformat(), "at": "06:45"}).json()["data"]
        self.assertEqual(
            (data["id"], data["on"], data["at"], data["revision"]), (str(session.pk), day.isoformat(), "06:45", 2)
        )
        revision = PlanRevision.objects.get(number=2)
        self.assertEqual((revision.author, revision.author_id_hint), ("athlete", self.ana.pk))

    def test_it_changes_the_hour_alone(self) -> None:
        session = self.session()
        data = self.patch(self.ana, session, {"at": "06:45"}).json()["data"]
        self.assertEqual((data["on"], data["at"], data["also_moved"]), (session.on.isoformat(), "06:45", []))

    def test_it_has_the_session_of_that_day_make_way(self) -> None:
        first, second = self.session(0), self.session(1)
        data = self.patch(self.ana, first, {"on": second.on.isoformat()}).json()["data"]
        self.assertEqual(data["on"], second.on.isoformat())
        self.assertEqual([each["session"] for each in data["also_moved"]], [str(second.pk)])
        second.refresh_from_db()
        self.assertEqual(second.on.isoformat(), data["also_moved"][0]["on"])

    def test_moving_it_to_where_it_stands_changes_nothing(self) -> None:
        session = self.session()
        data = self.patch(self.ana, session, {"on": session.on.isoformat()}).json()["data"]
        self.assertEqual((data["revision"], PlanRevision.objects.count()), (1, 1))

    def test_it_writes_the_coach_down_as_the_author(self) -> None:
        self.assertEqual(self.patch(self.cleo, self.session(), {"at": "06:45"}).status_code, 200)
        revision = PlanRevision.objects.get(number=2)
        self.assertEqual((revision.author, revision.author_id_hint), ("coach", self.cleo.pk))

    def test_it_takes_up_a_skipped_session_that_is_moved(self) -> None:
        session = self.session()
        self.patch(self.ana, session, {"status": "skipped", "reason": "ill"})
        data = self.patch(self.ana, session, {"on": self.free_day().isoformat()}).json()["data"]
        self.assertEqual((data["status"], data["skip_reason"]), ("planned", ""))

    def test_it_refuses_days_outside_the_plan(self) -> None:
        answer = self.patch(self.ana, self.session(), {"on": (self.plan.ends_on + timedelta(days=1)).isoformat()})
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "edit_refused"))

    def test_it_refuses_a_week_that_would_break_the_rules_and_names_them(self) -> None:
        third = self.plan.sessions.filter(week=2)[0]
        days = sorted(each.on for each in self.plan.sessions.filter(week=1))
        self.plan.sessions.filter(week=1).update(status="done")
        answer = self.patch(self.ana, third, {"on": days[1].isoformat()})
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "plan_refused"))
        self.assertIn("S03", answer.json()["details"]["rules"])
        self.assertEqual(PlanRevision.objects.count(), 1)

    def test_it_refuses_the_past_and_what_is_done(self) -> None:
        session = self.session(1)
        yesterday = self.plan.start_on - timedelta(days=1)
        answer = self.patch(self.ana, session, {"on": yesterday.isoformat()})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "session_closed"))
        plans.mark_session_done(session.pk)
        answer = self.patch(self.ana, session, {"at": "06:45"})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "session_closed"))

    def test_it_refuses_a_stale_base_and_a_plan_that_is_over(self) -> None:
        session = self.session()
        self.patch(self.ana, session, {"at": "06:45"})
        answer = self.patch(self.ana, session, {"at": "07:45", "base_revision": 1})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "stale_revision"))
        plan_for(self.ana, now=timezone.now())
        answer = self.patch(self.ana, session, {"at": "07:45"})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "plan_not_active"))


@override_settings(RATE_LIMITS=WIDE)
class SkipTests(Sessions, TestCase):
    def test_it_skips_with_a_reason_and_offers_days_on_which_the_work_still_fits(self) -> None:
        session = self.session()
        data = self.patch(self.ana, session, {"status": "skipped", "reason": "travelling"}).json()["data"]
        self.assertEqual((data["status"], data["skip_reason"], data["revision"]), ("skipped", "travelling", 1))
        self.assertIn(self.free_day().isoformat(), data["free_days"])
        self.assertEqual(kinds_of(self.ana)[-1], kinds.SESSION_UPDATED)

    def test_every_day_that_it_offers_can_be_taken(self) -> None:
        session = self.session()
        days = self.patch(self.ana, session, {"status": "skipped"}).json()["data"]["free_days"]
        for day in days:
            with self.subTest(day):
                answer = self.patch(self.ana, session, {"on": day})
                self.assertEqual((answer.status_code, answer.json()["data"]["also_moved"]), (200, []))

    def test_skipping_twice_is_told_once(self) -> None:
        session = self.session()
        answers = [self.patch(self.ana, session, {"status": "skipped", "reason": "ill"}).json() for _time in range(2)]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(kinds_of(self.ana).count(kinds.SESSION_UPDATED), 1)

    def test_it_takes_a_session_up_again(self) -> None:
        session = self.session()
        self.patch(self.ana, session, {"status": "skipped", "reason": "ill"})
        data = self.patch(self.ana, session, {"status": "planned"}).json()["data"]
        self.assertEqual((data["status"], data["skip_reason"]), ("planned", ""))

    def test_it_refuses_to_skip_what_is_done(self) -> None:
        session = self.session()
        plans.mark_session_done(session.pk)
        for status in ("skipped", "planned"):
            with self.subTest(status):
                answer = self.patch(self.ana, session, {"status": status})
                self.assertEqual((answer.status_code, answer.json()["code"]), (409, "session_closed"))

    def test_a_missed_day_may_still_be_explained(self) -> None:
        session = self.session()
        PlannedSession.objects.filter(pk=session.pk).update(on=self.plan.start_on - timedelta(days=3))
        self.assertEqual(self.patch(self.ana, session, {"status": "skipped", "reason": "ill"}).status_code, 200)


@override_settings(RATE_LIMITS=WIDE)
class BadInputTests(Sessions, TestCase):
    def test_it_names_the_field_and_writes_nothing(self) -> None:
        for body, field in (
            ({}, "non_field_errors"),
            ({"colour": "green"}, "non_field_errors"),
            ({"on": None}, "on"),
            ({"on": "soon"}, "on"),
            ({"on": 7}, "on"),
            ({"at": "25:00"}, "at"),
            ({"at": "7:00"}, "at"),
            ({"at": None}, "at"),
            ({"status": "done"}, "status"),
            ({"status": "skipped", "reason": "x" * 161}, "reason"),
            ({"status": "skipped", "on": "2030-01-01"}, "status"),
            ({"status": "planned", "reason": "ill"}, "reason"),
            ({"on": "2030-01-01", "reason": "ill"}, "reason"),
            ({"at": "06:45", "base_revision": 0}, "base_revision"),
            ([], "non_field_errors"),
        ):  # fmt: skip
            with self.subTest(body):
                answer = self.patch(self.ana, self.session(), body)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        self.assertEqual((PlanRevision.objects.count(), kinds_of(self.ana)), (1, [kinds.PLAN_GENERATED]))

    def test_it_is_not_there_for_strangers(self) -> None:
        session = self.session()
        for user in (self.ben, self.dan, self.ola):
            with self.subTest(user=user.email):
                self.assertEqual(self.patch(user, session, {"at": "06:45"}).status_code, 404)
                self.assertEqual(self.get(user, url_of(session)).status_code, 404)
        self.assertEqual(self.patch(None, session, {"at": "06:45"}).status_code, 401)
        self.assertEqual(PlanRevision.objects.count(), 1)

    def test_a_coach_may_no_longer_move_it_once_the_athlete_has_ended_it(self) -> None:
        CoachAssignment.objects.update(until=timezone.now())
        self.assertEqual(self.patch(self.cleo, self.session(), {"at": "06:45"}).status_code, 404)

    def test_a_coach_who_lost_the_role_is_a_stranger(self) -> None:
        User.objects.filter(pk=self.cleo.pk).update(is_coach=False)
        self.assertEqual(self.get(self.cleo, url_of(self.session())).status_code, 404)


class StatusTests(Cast, TestCase):
    def test_a_session_is_done_once_and_reopened_once_in_few_queries(self) -> None:
        session = plan_for(self.ana).sessions.all()[0]
        with self.assertNumQueries(1):
            self.assertTrue(plans.mark_session_done(session.pk))
        self.assertFalse(plans.mark_session_done(session.pk))
        with CaptureQueriesContext(connection) as asked:
            self.assertTrue(plans.reopen_session(session.pk))
        self.assertEqual(len(own(asked)), 6)
        self.assertFalse(plans.reopen_session(session.pk))

    def test_a_done_session_keeps_no_reason_for_skipping(self) -> None:
        session = plan_for(self.ana).sessions.all()[0]
        plans.skip_session(session, reason="ill", now=NOW)
        plans.mark_session_done(session.pk)
        session.refresh_from_db()
        self.assertEqual((session.status, session.skip_reason), ("done", ""))

    def test_easy_sessions_are_not_offered_another_day(self) -> None:
        plan = plan_for(self.ana, primary_goal="flexibility", days_per_week=4)
        easy = plan.sessions.filter(kind="mobility").first()
        assert easy is not None
        self.assertEqual(plans.skip_session(easy, reason="", now=NOW), ())


@override_settings(RATE_LIMITS=WIDE)
class RaceTests(Sessions, TransactionTestCase):
    def test_two_moves_at_once_both_stand(self) -> None:
        self.raise_curtain()
        bodies = iter([(self.session(0), {"at": "06:45"}), (self.session(1), {"at": "20:15"})])
        answers = at_once(2, lambda: self.patch(self.ana, *next(bodies)))
        self.assertEqual(sorted(answer.json()["data"]["revision"] for answer in answers), [2, 3])
        self.assertEqual({self.session(0).at, self.session(1).at}, {"06:45", "20:15"})

    def test_skipping_at_once_is_told_once(self) -> None:
        self.raise_curtain()
        session = self.session()
        answers = at_once(3, lambda: self.patch(self.ana, session, {"status": "skipped", "reason": "ill"}))
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200])
        self.assertEqual(kinds_of(self.ana).count(kinds.SESSION_UPDATED), 1)

    def test_a_rating_and_a_move_at_once_lose_neither(self) -> None:
        self.raise_curtain()
        session = self.session()

        def rate() -> Any:
            RPEFeedback.objects.create(
                athlete=self.ana, session=session, exercise_id="back-squat", rpe=8, completion_rate=100,
                performed_at=NOW, performed_on=NOW.date(),
            )  # fmt: skip
            return plans.mark_session_done(session.pk)

        calls: Iterator[Callable[[], Any]] = iter([rate, lambda: self.patch(self.ana, session, {"at": "06:45"})])
        answers = at_once(2, lambda: next(calls)())
        rated, moved = sorted(answers, key=lambda answer: answer is not True)
        self.assertTrue(rated)
        self.assertIn(moved.status_code, (200, 409))
        session.refresh_from_db()
        self.assertEqual((session.status, RPEFeedback.objects.count()), ("done", 1))
