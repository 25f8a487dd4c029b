"""GET plans, GET plans/{id}, revisions and their restoring, calendar.ics"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import AthleteProfile, AuditEntry, CoachAssignment, Subject, User
from plans import kinds
from plans import services as plans
from plans.core.edits import InsertDeload, MoveSession, SetNote
from plans.core.spec import Reason
from plans.models import Plan, PlannedSession, PlanRevision
from tests.base import Cast, at_once
from tests.plans.base import WIDE, kinds_of, plan_for

LIST_URL = "/api/v1/plans"


def looks_of(coach: User) -> list[str]:
    """What of others the audit says that somebody has seen, in order."""
    looks = AuditEntry.objects.filter(
        action="athlete.viewed", actor__in=Subject.objects.filter(user=coach).values("pk")
    )
    return list(looks.order_by("pk").values_list("target", flat=True))


class Plans(Cast):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())

    def url(self, tail: str = "") -> str:
        return f"{LIST_URL}/{self.plan.pk}{tail}"

    def get(self, user: User | None, url: str, **query: str) -> Any:
        return self.client_for(user).get(url, query)

    def restore(self, user: User | None, number: int, body: Any = None, **headers: str) -> Any:
        return self.client_for(user).post(self.url(f"/revisions/{number}/restore"), body or {}, headers=headers)

    def note(self, text: str) -> PlanRevision:
        item = next(plans.spec_of(Plan.objects.get(pk=self.plan.pk)).items())
        why = Reason("suggestion_applied")
        return plans.revise(self.plan.pk, [SetNote(item.id, text)], author="rule", reason=why, now=timezone.now())


@override_settings(RATE_LIMITS=WIDE)
class ListTests(Plans, TestCase):
    def test_it_lists_ones_own_plans_newest_first_without_their_weeks(self) -> None:
        newer = plan_for(self.ana, now=timezone.now(), primary_goal="endurance")
        data = self.get(self.ana, LIST_URL).json()["data"]
        self.assertEqual([each["id"] for each in data], [str(newer.pk), str(self.plan.pk)])
        self.assertEqual([each["status"] for each in data], ["active", "archived"])
        self.assertNotIn("weeks", data[0])

    def test_it_hands_a_long_list_out_in_pages(self) -> None:
        for _time in range(2):
            plan_for(self.ana, now=timezone.now(), weeks=1)
        first = self.get(self.ana, LIST_URL, limit="2").json()
        second = self.get(self.ana, LIST_URL, limit="2", cursor=first["next"]).json()
        self.assertEqual([len(first["data"]), len(second["data"]), second["next"]], [2, 1, None])

    def test_it_shows_nobody_elses(self) -> None:
        for user in (self.ben, self.cleo, self.ola):
            self.assertEqual(self.get(user, LIST_URL).json()["data"], [])
        self.assertEqual(self.get(None, LIST_URL).status_code, 401)

    def test_a_coach_asks_for_an_athlete_by_id(self) -> None:
        for user, count in ((self.cleo, 1), (self.dan, 0), (self.ben, 0)):
            with self.subTest(user=user.email):
                self.assertEqual(len(self.get(user, LIST_URL, athlete=str(self.ana.pk)).json()["data"]), count)
        self.assertEqual(self.get(self.cleo, LIST_URL, athlete="ana").status_code, 400)

    def test_it_notes_what_a_coach_was_shown(self) -> None:
        for user in (self.cleo, self.dan, self.ana):
            self.get(user, LIST_URL, athlete=str(self.ana.pk))
        self.assertEqual(looks_of(self.cleo), ["plan-list"])
        self.assertEqual(AuditEntry.objects.filter(action="athlete.viewed").count(), 1)

    def test_it_reads_a_page_in_one_query(self) -> None:
        client = self.client_for(self.ana)
        with self.assertNumQueries(1):
            client.get(LIST_URL)


@override_settings(RATE_LIMITS=WIDE)
class DetailTests(Plans, TestCase):
    def test_it_tells_the_whole_plan(self) -> None:
        data = self.get(self.ana, self.url()).json()["data"]
        spec = plans.spec_of(self.plan)
        self.assertEqual(
            [[session["id"] for session in week["sessions"]] for week in data["weeks"]],
            [[session.id for session in week.sessions] for week in spec.weeks],
        )
        items = [item["id"] for week in data["weeks"] for session in week["sessions"] for item in session["items"]]
        self.assertEqual(items, [item.id for item in spec.items()])

    def test_it_shows_a_deload_and_what_became_of_each_session(self) -> None:
        first = self.plan.sessions.all()[0]
        plans.mark_session_done(first.pk)
        plans.revise(
            self.plan.pk, [InsertDeload(2)], author="rule", reason=Reason("suggestion_applied"), now=timezone.now()
        )
        weeks = self.get(self.ana, self.url()).json()["data"]["weeks"]
        self.assertEqual((weeks[1]["is_deload"], weeks[1]["phase"]), (True, "deload"))
        self.assertEqual(weeks[0]["sessions"][0]["status"], "done")

    def test_it_reads_in_four_queries_however_long_the_plan(self) -> None:
        client = self.client_for(self.ana)
        with self.assertNumQueries(4):
            client.get(self.url())

    def test_it_is_not_there_for_strangers(self) -> None:
        nothing = self.get(self.ben, f"{LIST_URL}/{uuid4()}").json()
        for tail in ("", "/revisions", "/calendar.ics"):
            for user in (self.ben, self.dan, self.ola):
                with self.subTest(tail=tail, user=user.email):
                    answer = self.get(user, self.url(tail))
                    self.assertEqual((answer.status_code, answer.json()["error"]), (404, nothing["error"]))
            self.assertEqual(self.get(None, self.url(tail)).status_code, 401)

    def test_it_notes_the_looks_of_a_coach_and_of_nobody_else(self) -> None:
        session = PlannedSession.objects.filter(plan=self.plan)[0]
        for user in (self.ana, self.cleo, self.dan):
            self.get(user, self.url())
            self.get(user, f"{LIST_URL}/sessions/{session.pk}")
        self.assertEqual(looks_of(self.cleo), ["plan-detail", "session-detail"])
        self.assertEqual(AuditEntry.objects.filter(action="athlete.viewed").count(), 2)

    def test_a_coach_sees_it_as_long_as_the_athlete_agrees(self) -> None:
        self.assertEqual(self.get(self.cleo, self.url()).status_code, 200)
        CoachAssignment.objects.update(consented_at=None)
        self.assertEqual(self.get(self.cleo, self.url()).status_code, 404)


@override_settings(RATE_LIMITS=WIDE)
class RevisionTests(Plans, TestCase):
    def test_it_lists_who_changed_what_and_why(self) -> None:
        self.note("Brace.")
        newest, first = self.get(self.ana, self.url("/revisions")).json()["data"]
        self.assertEqual((newest["number"], newest["author"], first["number"]), (2, "rule", 1))
        self.assertEqual([each["field"] for each in newest["diff"]], ["notes"])
        self.assertTrue(all(each["text"] for each in newest["diff"]))
        self.assertEqual(first["reason"], "The plan was written from your wishes.")

    def test_it_names_exercises_by_their_names(self) -> None:
        session = self.plan.sessions.all()[0]
        item = session.items.all()[0]
        option = plans.swap_options(item, now=timezone.now())[0].movement
        plans.swap_exercise(item, exercise=option.slug, author="athlete", now=timezone.now())
        newest = self.get(self.ana, self.url("/revisions")).json()["data"][0]
        self.assertIn(option.name_en, newest["reason"])
        self.assertIn(option.name_en, newest["diff"][0]["text"])

    def test_it_reads_a_page_in_three_queries(self) -> None:
        for text in ("one", "two", "three"):
            self.note(text)
        client = self.client_for(self.ana)
        with self.assertNumQueries(3):
            client.get(self.url("/revisions"))

    def test_it_restores_a_state_byte_for_byte(self) -> None:
        before = self.get(self.ana, self.url()).json()["data"]
        self.note("Brace.")
        answer = self.restore(self.ana, 1)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["data"], {**before, "revision": 3})
        texts = dict(PlanRevision.objects.values_list("number", "spec"))
        self.assertEqual(texts[3].encode(), texts[1].encode())
        self.assertEqual(PlanRevision.objects.get(number=3).author_id_hint, self.ana.pk)

    def test_restoring_twice_stores_once(self) -> None:
        self.note("Brace.")
        for _time in range(2):
            self.assertEqual(self.restore(self.ana, 1).json()["data"]["revision"], 3)
        self.assertEqual(kinds_of(self.ana), [kinds.PLAN_GENERATED, kinds.PLAN_REVISED, kinds.PLAN_REVISED])

    def test_the_same_key_gives_the_same_answer(self) -> None:
        self.note("Brace.")
        key = str(uuid4())
        first, second = (self.restore(self.ana, 1, **{"Idempotency-Key": key}) for _time in range(2))
        self.assertEqual(first.json(), second.json())
        self.assertEqual(PlanRevision.objects.count(), 3)

    def test_it_refuses_what_it_cannot_restore(self) -> None:
        self.note("Brace.")
        for number, body, status, code in (
            (9, {}, 404, "not_found"),
            (0, {}, 404, "not_found"),
            (1, {"base_revision": 1}, 409, "stale_revision"),
            (1, {"base_revision": "x"}, 400, "invalid"),
            (1, [], 400, "invalid"),
        ):
            with self.subTest(number=number, body=body):
                answer = (
                    self.restore(self.ana, number, body)
                    if body != []
                    else self.client_for(self.ana).post(self.url("/revisions/1/restore"), [], format="json")
                )
                self.assertEqual((answer.status_code, answer.json()["code"]), (status, code))
        plan_for(self.ana, now=timezone.now())
        self.assertEqual(self.restore(self.ana, 1).json()["code"], "plan_not_active")
        self.assertEqual(PlanRevision.objects.filter(plan=self.plan).count(), 2)

    def test_strangers_cannot_restore_and_a_coach_can(self) -> None:
        self.note("Brace.")
        for user, status in ((None, 401), (self.ben, 404), (self.dan, 404), (self.cleo, 200)):
            with self.subTest(user=user):
                self.assertEqual(self.restore(user, 1).status_code, status)
        self.assertEqual(PlanRevision.objects.get(number=3).author, "coach")


@override_settings(RATE_LIMITS=WIDE)
class CalendarTests(Plans, TestCase):
    def text(self, **headers: str) -> str:
        answer = self.client_for(self.ana).get(self.url("/calendar.ics"), headers=headers)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "text/calendar; charset=utf-8"))
        return str(answer.content.decode()).replace("\r\n ", "")

    def test_it_has_an_event_for_each_session_under_an_id_that_stays(self) -> None:
        wanted = [f"UID:{session.pk}@spotter" for session in self.plan.sessions.all()]
        self.assertEqual([line for line in self.text().split("\r\n") if line.startswith("UID")], wanted)
        self.note("Brace.")
        self.assertEqual([line for line in self.text().split("\r\n") if line.startswith("UID")], wanted)
        self.assertIn("SEQUENCE:2", self.text())

    def test_it_answers_whatever_a_calendar_program_accepts(self) -> None:
        for accept in ("text/calendar", "*/*", "application/json"):
            with self.subTest(accept):
                self.assertIn("BEGIN:VCALENDAR", self.text(Accept=accept))

    def test_it_says_the_hour_in_the_athletes_zone_and_the_exercises(self) -> None:
        session = self.plan.sessions.all()[0]
        PlannedSession.objects.filter(pk=session.pk).update(at="18:30", status="skipped")
        name = session.items.select_related("exercise")[0].exercise.name_en
        text = self.text()
        start = session.on.strftime("%Y%m%d")
        self.assertRegex(text, rf"DTSTART:{start}T1[67]3000Z")
        self.assertIn(f"DESCRIPTION:{name}", text)
        self.assertIn("STATUS:CANCELLED", text)

    def test_it_knows_the_zone_of_the_athlete_not_of_the_coach(self) -> None:
        AthleteProfile.objects.filter(user=self.cleo).update(timezone="Pacific/Auckland")
        PlannedSession.objects.filter(plan=self.plan).update(at="18:30")
        texts = [self.get(user, self.url("/calendar.ics")).content for user in (self.ana, self.cleo)]
        self.assertEqual(texts[0], texts[1])

    def test_it_reads_in_five_queries(self) -> None:
        client = self.client_for(self.ana)
        with self.assertNumQueries(5):
            client.get(self.url("/calendar.ics"))


@override_settings(RATE_LIMITS=WIDE)
class RestoreRaceTests(Plans, TransactionTestCase):
    def test_restoring_at_once_stores_once(self) -> None:
        self.raise_curtain()
        self.note("Brace.")
        answers = at_once(3, lambda: self.restore(self.ana, 1))
        self.assertEqual([answer.json()["data"]["revision"] for answer in answers], [3, 3, 3])
        self.assertEqual(PlanRevision.objects.count(), 3)

    def test_of_a_restore_and_a_move_of_the_same_state_one_wins(self) -> None:
        self.raise_curtain()
        self.note("Brace.")
        session = self.plan.sessions.all()[0]
        move = MoveSession(str(session.pk), session.on, "06:45")
        why = Reason("session_moved", {"on": "2030-01-01", "others": 0})
        calls: Iterator[Callable[[], Any]] = iter(
            [
                lambda: plans.restore(self.plan.pk, 1, author="athlete", now=timezone.now(), base_revision=2),
                lambda: plans.revise(
                    self.plan.pk, [move], author="athlete", reason=why, now=timezone.now(), base_revision=2
                ),
            ]
        )
        answers = at_once(2, lambda: next(calls)())
        self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["PlanRevision", "StaleRevision"])
