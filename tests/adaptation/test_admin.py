"""What the engine learnt and suggested, in the admin: coaches decide, staff look, strangers see nothing."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.urls import reverse

from accounts.models import AthleteProfile, AuditEntry, User
from adaptation.models import AdaptationSuggestion, LiftEstimate
from plans.models import Plan, PlanRevision
from tests.adaptation.stage import Training, at, bench_plan, evening, sets_of


class AdaptationAdminTests(Training, TestCase):
    def setUp(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(autonomy="coach")
        self.plans = {}
        for athlete in (self.ana, self.ben):
            self.plans[athlete] = bench_plan(athlete)
            first, *_ = self.sessions(self.plans[athlete])
            self.train(athlete, first, sets=sets_of((8, 8, 8), 100.0, 8))
        self.moment = evening(first.on)
        self.hers = AdaptationSuggestion.objects.get(plan=self.plans[self.ana])

    def page(self, person: User, model: Any, row: Any = None) -> Any:
        self.client.force_login(person)
        name = f"admin:adaptation_{model._meta.model_name}_{'change' if row else 'changelist'}"
        with at(self.moment):
            return self.client.get(reverse(name, args=[row.pk] if row else []))

    def act(self, person: User, action: str, *rows: AdaptationSuggestion) -> Any:
        self.client.force_login(person)
        url = reverse("admin:adaptation_adaptationsuggestion_changelist")
        with at(self.moment):
            return self.client.post(
                url, {"action": action, "_selected_action": [str(row.pk) for row in rows]}, follow=True
            )

    def test_it_shows_a_coach_only_athletes_who_agreed(self) -> None:
        for model in (AdaptationSuggestion, LiftEstimate):
            with self.subTest(model.__name__):
                self.assertContains(self.page(self.cleo, model), self.ana.email)
                self.assertNotContains(self.page(self.cleo, model), self.ben.email)
                self.assertNotContains(self.page(self.dan, model), self.ana.email)
                self.assertContains(self.page(self.ola, model), self.ben.email)

    def test_it_says_why_and_writes_down_who_looked(self) -> None:
        answer = self.page(self.cleo, AdaptationSuggestion, self.hers)
        self.assertContains(answer, "next time 102.5 kg")
        self.assertNotContains(answer, 'name="_save"')
        self.assertEqual(AuditEntry.objects.filter(action="athlete.viewed").count(), 1)

    def test_it_lets_the_coach_confirm(self) -> None:
        self.assertContains(self.act(self.cleo, "confirm", self.hers), "1 decided")
        self.assertEqual(Plan.objects.get(pk=self.plans[self.ana].pk).revision, 2)
        self.assertEqual(PlanRevision.objects.get(number=2).author_id_hint, self.cleo.pk)

    def test_it_lets_the_coach_decline(self) -> None:
        self.act(self.cleo, "decline", self.hers)
        self.hers.refresh_from_db()
        self.assertEqual((self.hers.status, self.loads(self.plans[self.ana])[1]), ("dismissed", 100.0))

    def test_it_says_what_could_not_be_done(self) -> None:
        AdaptationSuggestion.objects.update(expires_at=self.moment)
        self.assertContains(self.act(self.cleo, "confirm", self.hers), "1 is outdated")
        self.assertEqual(Plan.objects.get(pk=self.plans[self.ana].pk).revision, 1)

    def test_it_lets_neither_staff_nor_another_coach_decide(self) -> None:
        for person in (self.ola, self.dan):
            with self.subTest(person=person):
                self.act(person, "confirm", self.hers)
                self.hers.refresh_from_db()
                self.assertEqual(self.hers.status, "proposed")
