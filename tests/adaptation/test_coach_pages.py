"""What a coach sees of an athlete, and what they press there; each look stands in the audit."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from accounts.models import AthleteProfile, AuditEntry, CoachAssignment, Subject, User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from adaptation.pages.attending import glances
from coaching import services as coaching
from events.models import JournalEntry
from feedback import services as feedback
from feedback.models import RPEFeedback
from plans import services as plans
from plans.models import PlanRevision
from tests.adaptation.test_changes_page import SuggestionCase

PAGES = ("athlete", "plan", "changes", "lifts", "load")


class CoachCase(SuggestionCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        now = timezone.now()
        feedback.record(
            athlete=cls.ana, session=cls.session, exercise="back-squat", rpe=Decimal(8), completion_rate=Decimal(100),
            sets=[{"reps": 5, "load_kg": 100, "rpe": 8}] * cls.squat.sets, timestamp=now, now=now,
        )  # fmt: skip
        adaptation.react(cls.ana.pk)
        AdaptationSuggestion.objects.all().delete()

    def setUp(self) -> None:
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

    def test_it_tells_a_former_coach_that_it_is_over_and_shows_nothing(self) -> None:
        CoachAssignment.objects.filter(coach=self.cleo).update(until=timezone.now())
        for address in self.addresses():
            with self.subTest(address):
                answer = self.client.get(address)
                self.assertContains(answer, "This coaching has ended", status_code=403)
                self.assertNotContains(answer, "Ana", status_code=403)

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

    def test_it_leads_nowhere_but_to_pages_about_this_athlete(self) -> None:
        common = {reverse(page) for page in ("page-athletes", "page-words")}
        for page in (*PAGES, "changes"):
            with self.subTest(page):
                main = self.client.get(self.of_ana(page)).content.decode()
                main = main[main.index("<main") : main.index("</main>")]
                leads = {link.split("#")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', main)} - common
                self.assertEqual({link for link in leads if not link.startswith(self.of_ana("athlete"))}, set())

    def test_it_takes_nothing_where_only_the_owner_may_send(self) -> None:
        for page in PAGES:
            self.assertEqual(self.client.post(self.of_ana(page)).status_code, 405)

    def test_it_pins_its_queries(self) -> None:
        Subject.objects.get_or_create(user=self.cleo)
        Subject.objects.get_or_create(user=self.ana)
        counts = {"athlete": 16, "plan": 12, "changes": 12, "lifts": 9, "load": 8}
        for page, count in counts.items():
            with self.subTest(page), self.assertNumQueries(count):
                self.client.get(self.of_ana(page))


class ListTests(CoachCase):
    def athletes(self) -> Any:
        return self.client.get(reverse("page-athletes"))

    def seen(self) -> list[Any]:
        context = self.athletes().context
        return [*context["needy"], *context["fine"]]

    def coach(self, user: User) -> User:
        CoachAssignment.objects.create(coach=self.cleo, athlete=user, consented_at=timezone.now())
        return user

    def test_it_lists_who_agreed_with_what_is_new(self) -> None:
        self.suggest(0)
        self.suggest(1, requires="coach")
        RPEFeedback.objects.update(pain_region="knee", pain_severity=5)
        milder = RPEFeedback.objects.get()
        milder.pk, milder.client_id, milder.fingerprint = uuid4(), uuid4(), "another"
        milder.pain_region, milder.pain_severity = "shoulder", 3
        milder.save(force_insert=True)
        (ana,) = self.seen()
        self.assertEqual((ana.athlete, ana.open), (self.ana, 1))
        self.assertEqual([need.text for need in ana.needs], ["pain: knee, 5 of 10", "1 suggestion waits for you"])
        self.assertEqual(ana.last_on, milder.performed_on)

    def test_it_puts_first_who_needs_somebody_most(self) -> None:
        for user, name in ((self.ben, "Ben"), (self.bao, "Bao")):
            AthleteProfile.objects.filter(user=self.coach(user)).update(display_name=name)
        self.suggest(0, requires="coach")
        self.assertEqual([each.athlete for each in self.seen()], [self.ana, self.bao, self.ben])
        RPEFeedback.objects.update(athlete=self.ben, pain_region="knee", pain_severity=4)
        self.assertEqual([each.athlete for each in self.seen()], [self.ben, self.ana, self.bao])

    def test_it_counts_sessions_by_the_athletes_own_day(self) -> None:
        today, planned = self.session.on, self.plan.sessions.in_plan()
        plans.mark_session_done(self.session.pk)
        cases = ((0, 23, "UTC", 1), (0, 23, "Asia/Shanghai", 1), (7, 12, "UTC", 2), (6, 23, "Asia/Shanghai", 2))
        for days, hour, zone, week in cases:
            AthleteProfile.objects.filter(user=self.ana).update(timezone=zone)
            now = datetime.combine(today + timedelta(days=days), time(hour), UTC)
            its_day = now.astimezone(ZoneInfo(zone)).date()
            due = planned.filter(on__range=(today, its_day - timedelta(days=1))).count() or 1
            with self.subTest(days=days, zone=zone):
                (ana,) = glances(User.objects.filter(pk=self.ana.pk), now)
                self.assertEqual((ana.done, ana.due, ana.week, ana.weeks), (1, due, week, 4))
                missed = [need.count for need in ana.found if need.code == "missed"]
                self.assertEqual(missed, [due - 1] if due > 1 else [])

    def test_it_says_who_is_ill_and_not_with_what(self) -> None:
        feedback.report_illness(athlete=self.ana, symptoms="fever", now=timezone.now())
        answer = self.athletes()
        self.assertContains(answer, "ill since")
        self.assertNotContains(answer, "fever")

    def test_it_takes_three_queries_for_all_of_them(self) -> None:
        self.coach(self.ben)
        self.coach(self.bao)
        with self.assertNumQueries(3):
            glances(User.objects.visible_to(self.cleo, timezone.now()), timezone.now())

    def test_it_is_there_for_coaches_only(self) -> None:
        for who in (self.ana, self.ola):
            self.client.force_login(who)
            self.assertEqual(self.athletes().status_code, 403)
            self.assertNotContains(self.client.get(reverse("page-profile")), reverse("page-athletes"))

    def test_it_leaves_out_who_has_not_agreed(self) -> None:
        CoachAssignment.objects.create(coach=self.cleo, athlete=self.ben)
        self.assertEqual([each.athlete for each in self.seen()], [self.ana])


class OverviewTests(CoachCase):
    def test_it_shows_what_was_done_lately(self) -> None:
        RPEFeedback.objects.update(pain_region="knee", pain_severity=5)
        answer = self.client.get(self.of_ana("athlete"))
        (done,) = answer.context["sessions"]
        self.assertEqual((done.session, len(done.ratings[0].sets)), (self.session, self.squat.sets))
        self.assertEqual([each.pain_severity for each in answer.context["pains"]], [5])
        self.assertContains(answer, "100 kg × 5")

    def test_it_goes_back_to_earlier_days(self) -> None:
        on = RPEFeedback.objects.get().performed_on
        for before, count in ((on, 0), (on + timedelta(days=1), 1)):
            answer = self.client.get(self.of_ana("athlete"), {"before": before.isoformat()})
            self.assertEqual(len(answer.context["sessions"]), count)
        self.assertEqual(self.client.get(self.of_ana("athlete"), {"before": "2026-02-31"}).status_code, 200)

    def test_it_says_why_a_session_was_left_out(self) -> None:
        later = self.items[1].session
        plans.skip_session(later, reason="A wedding", now=timezone.now())
        self.assertEqual(self.client.get(self.of_ana("athlete")).context["left_out"], [later])
        for page in ("athlete", "plan"):
            self.assertContains(self.client.get(self.of_ana(page)), "A wedding")

    def test_it_shows_what_the_coach_wrote_and_nothing_else_of_the_chat(self) -> None:
        now = timezone.now()
        coaching.post(athlete=self.ana, text="A secret of mine", client_id=uuid4(), now=now)
        coaching.write_as_coach(coach=self.cleo, athlete_id=self.ana.pk, text="Well done", client_id=uuid4(), now=now)
        answer = self.client.get(self.of_ana("athlete"))
        self.assertContains(answer, "Well done")
        self.assertNotContains(answer, "A secret of mine")

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
        self.assertContains(self.decide("apply", row, self.ola), "You do not coach this athlete", status_code=403)
        self.assertEqual(self.statuses(), ["proposed"])

    def test_it_is_closed_to_strangers(self) -> None:
        row = self.suggest(0, requires="coach")
        for who in (self.ana, self.ben, self.dan):
            self.assertEqual(self.decide("apply", row, who).status_code, 404)
        self.assertEqual(self.statuses(), ["proposed"])
