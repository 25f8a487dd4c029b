"""The admin's window on plans: who sees what, in how many queries, and that nothing can be changed."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.utils import timezone

from accounts.models import AuditEntry, CoachAssignment, User
from plans import services as plans
from plans.core.edits import SetNote
from plans.core.spec import Reason
from plans.models import Plan
from tests.base import Cast
from tests.llm import server
from tests.plans.base import plan_for
from tests.plans.refining import WHY_ZH, answer, board_of, fewer_sets, modelled, run

PLANS, SESSIONS, EXERCISES = "/admin/plans/plan/", "/admin/plans/plannedsession/", "/admin/plans/exercise/"


class AdminTests(Cast, TestCase):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())
        plan_for(cls.ben, now=timezone.now())

    def get(self, user: User, url: str, **query: str) -> Any:
        self.client.force_login(user)
        return self.client.get(url, query)

    def test_staff_find_plans_and_sessions_by_the_athletes_address(self) -> None:
        for url in (PLANS, SESSIONS):
            with self.subTest(url):
                page = self.get(self.ola, url, q="ana@example").content.decode()
                self.assertIn("ana@example.org", page)
                self.assertNotIn("ben@example.org", page)

    def test_a_coach_sees_the_athletes_who_agreed_and_no_others(self) -> None:
        for url in (PLANS, SESSIONS):
            with self.subTest(url):
                page = self.get(self.cleo, url).content.decode()
                self.assertIn("ana@example.org", page)
                self.assertNotIn("ben@example.org", page)
        CoachAssignment.objects.update(until=timezone.now())
        self.assertNotIn("ana@example.org", self.get(self.cleo, PLANS).content.decode())

    def test_a_plans_page_tells_its_revisions_and_is_written_down(self) -> None:
        item = next(plans.spec_of(self.plan).items())
        why = Reason("suggestion_applied")
        plans.revise(self.plan.pk, [SetNote(item.id, "Brace.")], author="rule", reason=why, now=timezone.now())
        page = self.get(self.ola, f"{PLANS}{self.plan.pk}/change/").content.decode()
        self.assertIn("the note is new", page)
        self.assertIn("The plan was written from your wishes.", page)
        self.assertEqual(AuditEntry.objects.filter(action="athlete.viewed").count(), 1)

    def test_a_refinements_page_tells_its_edits_and_what_the_calls_took(self) -> None:
        with modelled(self.bao) as (provider, plan, job):
            run(provider, job, server.says(answer(fewer_sets(board_of(plan), why=WHY_ZH))))
        page = self.get(self.ola, f"/admin/plans/refinement/{job.pk}/change/").content.decode()
        self.assertIn(WHY_ZH, page)
        self.assertIn("→", page)
        self.assertRegex(page, r"p0/m0: answered , \d+ ms, 100 \+ 20 tokens")

    def test_a_sessions_page_tells_its_items(self) -> None:
        session = self.plan.sessions.all()[0]
        page = self.get(self.ola, f"{SESSIONS}{session.pk}/change/").content.decode()
        self.assertIn(session.items.all()[0].exercise.name_en, page)

    def test_nobody_changes_anything_here(self) -> None:
        session = self.plan.sessions.all()[0]
        self.client.force_login(self.ola)
        for url in (
            f"{PLANS}add/",
            f"{PLANS}{self.plan.pk}/delete/",
            f"{SESSIONS}{session.pk}/delete/",
            f"{EXERCISES}add/",
        ):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 403)
        self.assertEqual(self.client.post(f"{PLANS}{self.plan.pk}/change/", {"status": "archived"}).status_code, 403)

    def test_exercises_are_for_staff_and_read_only(self) -> None:
        self.assertEqual(self.get(self.ola, EXERCISES, q="back-squat").status_code, 200)
        self.assertEqual(self.get(self.cleo, EXERCISES).status_code, 403)

    def test_the_list_counts_what_is_done_of_each_plan(self) -> None:
        session = self.plan.sessions.all()[0]
        plans.mark_session_done(session.pk)
        page = self.get(self.ola, PLANS).content.decode()
        self.assertIn(f"1/{self.plan.sessions.count()}", page)

    def test_lists_ask_few_queries_however_many_rows(self) -> None:
        for url, count in ((PLANS, 7), (SESSIONS, 7), (EXERCISES, 11)):
            with self.subTest(url):
                self.client.force_login(self.ola)
                self.client.get(url)
                with self.assertNumQueries(count):
                    self.client.get(url)
