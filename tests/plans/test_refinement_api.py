"""Refinements over HTTP and on the plan's page."""

from __future__ import annotations

from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.services import export
from plans import services as plans
from plans.models import Refinement
from tests.base import PASSWORD, Cast
from tests.llm import server
from tests.plans.base import WIDE, plan_for, wishes
from tests.plans.refining import answer, board_of, easier, modelled, run

LABEL = "AI-generated"


@override_settings(RATE_LIMITS=WIDE)
class ApiTests(Cast, TestCase):
    def test_a_plan_tells_how_its_refinement_stands(self) -> None:
        client = self.client_for(self.ben)
        with modelled(self.ben) as (provider, plan, job):
            path = reverse("plan-refinement", args=[plan.pk])
            self.assertEqual(client.get(f"/api/v1/plans/{plan.pk}").json()["data"]["refinement"], {"status": "queued"})
            run(provider, job, server.says(answer(easier(board_of(plan)))))
        told = client.get(path).json()["data"]
        self.assertEqual(
            (told["status"], told["offer"], told["requires"], told["ai_label"]), ("done", "proposed", "athlete", LABEL)
        )
        self.assertIn("→", told["edits"][0]["text"])

        applied = client.post(f"{path}/apply").json()["data"]
        self.assertEqual((applied["offer"], applied["revision"]), ("applied", 2))
        whole = client.get(f"/api/v1/plans/{plan.pk}").json()["data"]
        self.assertEqual(
            (whole["revision"], whole["is_ai_generated"], whole["refinement"]), (2, True, {"status": "done"})
        )
        newest, first = client.get(f"/api/v1/plans/{plan.pk}/revisions").json()["data"]
        self.assertEqual(
            (newest["author"], newest["is_ai_generated"], first["is_ai_generated"]), ("model", True, False)
        )
        self.assertIn(LABEL, newest["reason"])
        self.assertIn(LABEL, client.get(f"/api/v1/plans/{plan.pk}/calendar.ics").content.decode().replace("\r\n ", ""))
        rows = export(self.ben)
        self.assertEqual([row["is_ai_generated"] for row in rows["plans.Plan"]], [True])
        self.assertEqual(len(rows["plans.Refinement"]), 1)

        client.post(f"/api/v1/plans/{plan.pk}/revisions/1/restore")
        self.assertFalse(client.get(f"/api/v1/plans/{plan.pk}").json()["data"]["is_ai_generated"])

    def test_declining_and_asking_again(self) -> None:
        client = self.client_for(self.ben)
        with modelled(self.ben) as (provider, plan, job):
            path = reverse("plan-refinement", args=[plan.pk])
            run(provider, job, server.says(answer(easier(board_of(plan)))))
            self.assertEqual(client.post(f"{path}/dismiss").json()["data"]["offer"], "dismissed")
            refused = client.post(f"{path}/apply")
            self.assertEqual((refused.status_code, refused.json()["code"]), (409, "stale_suggestion"))
            again = client.post(path)
            self.assertEqual((again.status_code, again.json()["data"]["status"]), (202, "queued"))
        self.assertEqual(Refinement.objects.filter(plan=plan).count(), 2)

    def test_without_a_model_it_says_so(self) -> None:
        client = self.client_for(self.ben)
        plan = plan_for(self.ben)
        path = reverse("plan-refinement", args=[plan.pk])
        self.assertEqual(client.get(path).json()["data"]["status"], "none")
        refused = client.post(path)
        self.assertEqual((refused.status_code, refused.json()["code"]), (409, "refinement_unavailable"))
        self.assertEqual(client.post(f"{path}/apply").status_code, 409)

    def test_what_waits_for_the_coach_is_not_the_athletes(self) -> None:
        self.ana.profile.autonomy = "coach"
        self.ana.profile.save()
        with modelled(self.ana) as (provider, plan, job):
            run(provider, job, server.says(answer(easier(board_of(plan)))))
        path = reverse("plan-refinement-apply", args=[plan.pk])
        refused = self.client_for(self.ana).post(path)
        self.assertEqual((refused.status_code, refused.json()["code"]), (403, "suggestion_needs_coach"))
        self.assertEqual(self.client_for(self.dan).post(path).status_code, 404)
        looks = AuditEntry.objects.count()
        self.assertEqual(self.client_for(self.cleo).post(path).json()["data"]["revision"], 2)
        self.assertGreater(AuditEntry.objects.count(), looks)

    def test_a_new_plan_is_handed_to_a_worker_once_it_is_stored(self) -> None:
        with modelled(self.ben) as (provider, _plan, _job), self.captureOnCommitCallbacks() as waiting:
            told = self.client_for(self.ben).post("/api/v1/plans/enhanced/generate", wishes()).json()["data"]["plan"]
            self.assertEqual(told["refinement"], {"status": "queued"})
            self.assertEqual(provider.asked, [])
        self.assertTrue([each for each in waiting if "wake" in each.__qualname__])


@override_settings(RATE_LIMITS=WIDE)
class PageTests(Cast, TestCase):
    def sign_in(self, email: str) -> None:
        self.client.login(username=email, password=PASSWORD)

    def test_it_is_shown_as_a_difference_with_its_label_applied_and_undone(self) -> None:
        self.sign_in("ben@example.org")
        with modelled(self.ben) as (provider, plan, job):
            self.assertContains(self.client.get(reverse("page-plan")), "looks at your plan")
            run(provider, job, server.says(answer(easier(board_of(plan)))))
            page = self.client.get(reverse("page-plan"))
            self.assertContains(page, LABEL)
            self.assertContains(page, easier(board_of(plan))["why"])
            self.assertContains(page, "<del>")
            self.client.post(reverse("page-refinement-apply", args=[plan.pk]))
            page = self.client.get(reverse("page-plan"))
            self.assertContains(page, "Undo this change")
            self.client.post(reverse("page-restore", args=[plan.pk, 1]), {"base_revision": "2"})
            plan.refresh_from_db()
            self.assertEqual((plan.revision, plan.is_ai_generated), (3, False))
            self.assertNotContains(self.client.get(reverse("page-plan")), "Undo this change")
            self.client.post(reverse("page-refinement-again", args=[plan.pk]))
        self.assertEqual(Refinement.objects.filter(plan=plan, state="queued").count(), 1)

    def test_a_page_without_a_model_says_nothing_of_one(self) -> None:
        self.sign_in("ben@example.org")
        plan_for(self.ben)
        self.assertNotContains(self.client.get(reverse("page-plan")), "language model")

    def test_a_draft_that_is_kept_is_told_kindly(self) -> None:
        self.sign_in("ben@example.org")
        with modelled(self.ben) as (provider, _plan, job):
            run(provider, job, server.refuses(503))
        self.assertContains(self.client.get(reverse("page-plan")), "Your plan stays as the rules wrote it.")

    def test_a_coach_decides_what_waits_for_one_and_nothing_else(self) -> None:
        with modelled(self.ana) as (provider, plan, job):
            run(provider, job, server.says(answer(easier(board_of(plan)))))
        self.sign_in("cleo@example.org")
        address = reverse("page-athlete-refinement-apply", args=[self.ana.pk, plan.pk])
        self.client.post(address)
        plan.refresh_from_db()
        self.assertEqual(plan.revision, 1)
        Refinement.objects.filter(pk=job.pk).update(requires="coach")
        self.assertContains(self.client.get(reverse("page-athlete-plan", args=[self.ana.pk])), "refinement/apply")
        self.client.post(address)
        plan.refresh_from_db()
        self.assertEqual(plan.revision, 2)

    def test_what_the_model_wrote_is_text_and_never_markup(self) -> None:
        self.sign_in("ben@example.org")
        with modelled(self.ben) as (provider, plan, job):
            run(provider, job, server.says(answer(easier(board_of(plan)))))
        job.told[0]["why"] = "<script>alert(1)</script>"
        job.save()
        self.assertNotContains(self.client.get(reverse("page-plan")), "<script>alert")

    def test_an_offer_that_no_longer_fits_is_not_applied(self) -> None:
        self.sign_in("ben@example.org")
        with modelled(self.ben) as (provider, plan, job):
            run(provider, job, server.says(answer(easier(board_of(plan)))))
        Refinement.objects.filter(pk=job.pk).update(diff=[])
        page = self.client.post(reverse("page-refinement-apply", args=[plan.pk]), follow=True)
        self.assertContains(page, "moved on")
        self.assertEqual(plans.newest_refinement(plan).offer, "expired")  # type: ignore[union-attr]
