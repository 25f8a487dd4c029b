"""What a coach sees of an athlete: everything to look at, little to press, each look in the audit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, CoachAssignment, Subject, User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from events.models import JournalEntry
from feedback import services as feedback
from feedback.models import RPEFeedback
from plans.models import PlanRevision
from tests.adaptation.test_changes_page import SuggestionCase

PAGES = ("athlete", "plan", "changes", "lifts", "load")


class CoachCase(SuggestionCase):
    def setUp(self) -> None:
        super().setUp()
        self.log_all()
        adaptation.react(self.ana.pk)
        AdaptationSuggestion.objects.all().delete()
        AuditEntry.objects.all().delete()
        self.client.force_login(self.cleo)

    def of_ana(self, page: str, *arguments: Any) -> str:
        return reverse(f"page-athlete-{page}", args=[self.ana.pk, *arguments])

    def addresses(self) -> list[str]:
        return [*(self.of_ana(page) for page in PAGES), self.of_ana("lift", "back-squat")]


class DoorTests(CoachCase):
    def test_it_shows_an_athlete_who_agreed(self) -> None:
        for address in self.addresses():
            with self.subTest(address):
                answer = self.client.get(address)
                self.assertContains(answer, "Ana")
                self.assertEqual(answer.context["visited"], self.ana)

    def test_it_is_not_there_for_anybody_else(self) -> None:
        for who in (self.ana, self.ben, self.dan):
            self.client.force_login(who)
            for address in self.addresses():
                with self.subTest(address, who=who.email):
                    self.assertEqual(self.client.get(address).status_code, 404)

    def test_it_ends_with_the_consent(self) -> None:
        CoachAssignment.objects.filter(coach=self.cleo).update(until=timezone.now())
        self.assertEqual(self.client.get(self.of_ana("plan")).status_code, 404)

    def test_it_asks_whoever_is_not_signed_in_to_sign_in(self) -> None:
        self.client.logout()
        self.assertEqual(self.client.get(self.of_ana("plan")).status_code, 302)
        self.assertFalse(AuditEntry.objects.exists())

    def test_it_writes_down_each_look_and_nothing_else(self) -> None:
        before = JournalEntry.objects.count()
        for address in self.addresses():
            self.client.get(address)
        looks = AuditEntry.objects.filter(action="athlete.viewed")
        self.assertEqual(looks.count(), len(self.addresses()))
        people = set(looks.values_list("actor", "subject"))
        self.assertEqual(people, {(Subject.objects.get(user=self.cleo).pk, Subject.objects.get(user=self.ana).pk)})
        self.assertEqual(JournalEntry.objects.count(), before)

    def test_it_writes_down_a_look_that_is_refused(self) -> None:
        self.client.force_login(self.dan)
        self.client.get(self.of_ana("plan"))
        self.assertEqual(AuditEntry.objects.get().action, "access.refused")

    def test_it_shows_nothing_to_press_but_decisions(self) -> None:
        for page in PAGES:
            with self.subTest(page):
                main = self.client.get(self.of_ana(page)).content.decode()
                main = main[main.index("<main") : main.index("</main>")]
                may_write = f'action="/athletes/{self.ana.pk}/messages"'  # into the athlete's chat
                self.assertEqual(main.count("<form"), main.count(may_write))
                self.assertNotIn('href="/sessions/', main)
                self.assertNotIn('href="/plan', main)

    def test_it_takes_nothing_where_only_the_owner_may_send(self) -> None:
        for page in PAGES:
            self.assertEqual(self.client.post(self.of_ana(page)).status_code, 405)

    def test_it_pins_its_queries(self) -> None:
        Subject.objects.get_or_create(user=self.cleo)
        Subject.objects.get_or_create(user=self.ana)
        counts = {"athlete": 12, "plan": 12, "changes": 12, "lifts": 9, "load": 8}
        for page, count in counts.items():
            with self.subTest(page), self.assertNumQueries(count):
                self.client.get(self.of_ana(page))


class ListTests(CoachCase):
    def athletes(self) -> Any:
        return self.client.get(reverse("page-athletes"))

    def test_it_lists_who_agreed_with_what_is_new(self) -> None:
        self.suggest(0)
        self.suggest(1, requires="coach")
        RPEFeedback.objects.update(pain_region="knee", pain_severity=5)
        answer = self.athletes()
        (ana,) = answer.context["athletes"]
        self.assertEqual((ana, ana.waiting, ana.open, ana.pain_severity), (self.ana, 1, 2, 5))
        self.assertEqual(ana.last_on, RPEFeedback.objects.get().performed_on)
        self.assertContains(answer, "pain: knee, 5 of 10")

    def test_it_says_who_is_ill_and_not_with_what(self) -> None:
        feedback.report_illness(athlete=self.ana, symptoms="fever", now=timezone.now())
        answer = self.athletes()
        self.assertContains(answer, "ill since")
        self.assertNotContains(answer, "fever")

    def test_it_takes_one_query_for_all_of_them(self) -> None:
        for user in (self.ben, self.bao):
            CoachAssignment.objects.create(coach=self.cleo, athlete=user, consented_at=timezone.now())
        Subject.objects.get_or_create(user=self.cleo)
        with self.assertNumQueries(7):
            self.athletes()

    def test_it_is_there_for_coaches_only(self) -> None:
        for who in (self.ana, self.ola):
            self.client.force_login(who)
            self.assertEqual(self.athletes().status_code, 403)
            self.assertNotContains(self.client.get(reverse("page-profile")), reverse("page-athletes"))

    def test_it_leaves_out_who_has_not_agreed(self) -> None:
        CoachAssignment.objects.create(coach=self.cleo, athlete=self.ben)
        self.assertEqual(list(self.athletes().context["athletes"]), [self.ana])


class OverviewTests(CoachCase):
    def test_it_shows_what_was_done_lately(self) -> None:
        RPEFeedback.objects.update(pain_region="knee", pain_severity=5)
        answer = self.client.get(self.of_ana("athlete"))
        (done,) = answer.context["sessions"]
        self.assertEqual((done.session, len(done.ratings[0].sets)), (self.session, self.squat.sets))
        self.assertEqual([each.pain_severity for each in answer.context["pains"]], [5])
        self.assertContains(answer, "100 kg × 5")

    def test_it_tells_loads_in_the_unit_of_the_coach(self) -> None:
        self.cleo.profile.units = "imperial"
        self.cleo.profile.save()
        self.assertContains(self.client.get(self.of_ana("athlete")), "220.5 lb × 5")


class DecideTests(CoachCase):
    def decide(self, decision: str, row: AdaptationSuggestion, who: User | None = None) -> Any:
        self.client.force_login(who or self.cleo)
        return self.client.post(self.of_ana(decision, self.plan.pk, row.pk), follow=True)

    def test_it_confirms_what_waits_for_the_coach(self) -> None:
        row = self.suggest(0, requires="coach")
        answer = self.decide("apply", row)
        self.assertRedirects(answer, self.of_ana("changes"))
        self.assertEqual(self.statuses(), ["applied"])
        self.assertEqual(PlanRevision.objects.get(plan=self.plan, number=2).author_id_hint, self.cleo.pk)

    def test_it_declines_what_waits_for_the_coach(self) -> None:
        self.decide("dismiss", self.suggest(0, requires="coach"))
        self.assertEqual(self.statuses(), ["dismissed"])

    def test_it_leaves_the_rest_to_the_athlete(self) -> None:
        row = self.suggest(0)
        self.assertContains(self.client.get(self.of_ana("changes")), "Ana decides this one")
        for decision in ("apply", "dismiss"):
            self.assertContains(self.decide(decision, row), "for the athlete to decide")
        answer = self.apply_all(row, address=self.of_ana("apply-all", self.plan.pk))
        self.assertContains(answer, "for the athlete to decide")
        self.assertEqual(self.statuses(), ["proposed"])

    def test_it_confirms_all_that_waits_at_once(self) -> None:
        rows = [self.suggest(place, requires="coach") for place in (0, 1)]
        self.assertContains(self.client.get(self.of_ana("changes")), "Apply 2 changes at once")
        self.apply_all(*rows, address=self.of_ana("apply-all", self.plan.pk))
        self.assertEqual(self.statuses(), ["applied"] * 2)

    def test_it_lets_staff_look_but_not_decide(self) -> None:
        row = self.suggest(0, requires="coach")
        self.client.force_login(self.ola)
        self.assertContains(self.client.get(self.of_ana("changes")), "The coach decides this one")
        self.decide("apply", row, self.ola)
        self.assertEqual(self.statuses(), ["proposed"])

    def test_it_is_closed_to_strangers(self) -> None:
        row = self.suggest(0, requires="coach")
        for who in (self.ana, self.ben, self.dan):
            self.assertEqual(self.decide("apply", row, who).status_code, 404)
        self.assertEqual(self.statuses(), ["proposed"])
