"""Training a session on its page, and deciding about what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion, EstimatePoint
from events.models import JournalEntry
from feedback import services as feedback
from feedback.models import PerformanceMetrics, RPEFeedback
from plans import services as plans
from plans.models import Plan, PlannedItem, PlannedSession
from tests.base import Cast

WISHES = {
    "primary_goal": "strength", "experience_level": "intermediate", "time_availability": 4.0, "days_per_week": 3,
    "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "pullup_bar"],
    "known_lifts": [{"exercise": "back-squat", "load_kg": 100.0, "reps": 5, "rpe": 8.0}],
}  # fmt: skip
DAY = {
    "session_rpe": "7", "duration_min": "55", "sleep_quality": "7", "stress_level": "4", "sleep_hours": "7.5",
    "recovery_time": "48",
}  # fmt: skip
PAGES = ("page-today", "page-changes", "page-lifts", "page-load")


class PageCase(Cast, TestCase):
    plan: Plan
    session: PlannedSession
    squat: PlannedItem

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = plans.generate(athlete=cls.ana, wishes=WISHES, now=timezone.now())
        cls.session = PlannedSession.objects.filter(plan=cls.plan).earliest("on")
        cls.squat = PlannedItem.objects.select_related("exercise").get(session=cls.session, exercise="back-squat")

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def address(self, item: PlannedItem | None = None) -> str:
        return reverse("page-set", args=[self.session.pk, (item or self.squat).pk])

    def log(self, place: int, client_id: str, item: PlannedItem | None = None, **changes: Any) -> Any:
        told = {"place": place, "client_id": client_id, "reps": 5, "load": "100", "rpe": "8", "action": "log"}
        return self.client.post(self.address(item), {**told, **changes})

    def log_all(self, item: PlannedItem | None = None, **changes: Any) -> str:
        client_id = str(uuid4())
        for place in range((item or self.squat).sets):
            self.log(place, client_id, item, **changes)
        return client_id

    def sheet(self) -> Any:
        return self.client.get(reverse("page-session", args=[self.session.pk])).context["sheet"]


class MissedTests(Cast, TestCase):
    """The first session was due yesterday, and today is free."""

    session: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        plan = plans.generate(athlete=cls.ana, wishes=WISHES, now=timezone.now() - timedelta(days=1))
        cls.session = PlannedSession.objects.filter(plan=plan).earliest("on")

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def offered(self) -> PlannedSession | None:
        found: PlannedSession | None = self.client.get(reverse("page-today")).context["missed"]
        return found

    def test_it_offers_a_missed_session_for_today_and_one_tap_moves_it(self) -> None:
        self.assertEqual(self.offered(), self.session)
        today = self.ana.profile.local_date(timezone.now())
        self.client.post(
            reverse("page-session-change", args=[self.session.pk]), {"action": "move", "on": today.isoformat()}
        )
        self.session.refresh_from_db()
        self.assertEqual((self.session.on, self.session.status), (today, "planned"))

    def test_it_offers_none_that_was_skipped_on_purpose(self) -> None:
        PlannedSession.objects.filter(pk=self.session.pk).update(status="skipped")
        self.assertIsNone(self.offered())

    def test_it_offers_none_to_somebody_who_is_ill(self) -> None:
        feedback.report_illness(athlete=self.ana, symptoms="fever", now=timezone.now())
        self.assertIsNone(self.offered())


class AccessTests(PageCase):
    def test_it_asks_whoever_is_not_signed_in_to_sign_in(self) -> None:
        self.client.logout()
        for name in PAGES:
            with self.subTest(name):
                address = reverse(name)
                self.assertRedirects(self.client.get(address), f"{reverse('accounts:sign_in')}?next={address}")

    def test_it_shows_each_page_to_a_newcomer(self) -> None:
        self.client.force_login(self.ben)
        for name in PAGES:
            with self.subTest(name):
                self.assertEqual(self.client.get(reverse(name)).status_code, 200)

    def test_it_writes_nothing_while_someone_looks(self) -> None:
        before = JournalEntry.objects.count()
        for name in PAGES:
            self.client.get(reverse(name))
        self.sheet()
        self.assertEqual(JournalEntry.objects.count(), before)

    def test_it_hides_what_belongs_to_others(self) -> None:
        client_id = self.log_all()
        adaptation.react(self.ana.pk)
        suggestion = AdaptationSuggestion.objects.get(plan=self.plan)
        before = JournalEntry.objects.count()
        places: list[tuple[str, list[Any]]] = [
            ("page-session", [self.session.pk]), ("page-set", [self.session.pk, self.squat.pk]),
            ("page-finish", [self.session.pk]), ("page-rating-remove", [client_id]),
            ("page-apply", [self.plan.pk, suggestion.pk]), ("page-dismiss", [self.plan.pk, suggestion.pk]),
            ("page-restore", [self.plan.pk, 1]), ("page-lift", ["back-squat"]),
        ]  # fmt: skip
        for who in (self.ben, self.dan, self.cleo):
            self.client.force_login(who)
            for name, arguments in places:
                with self.subTest(name=name, who=who.email):
                    call = self.client.get if name in {"page-session", "page-lift"} else self.client.post
                    self.assertEqual(call(reverse(name, args=arguments)).status_code, 404)
        self.assertEqual(JournalEntry.objects.count(), before)

    def test_it_finds_no_suggestion_of_another_plan(self) -> None:
        self.assertEqual(self.client.post(reverse("page-apply", args=[self.plan.pk, uuid4()])).status_code, 404)
        self.assertEqual(self.client.post(reverse("page-restore", args=[self.plan.pk, 99])).status_code, 404)

    def test_it_pins_its_queries(self) -> None:
        self.log_all()
        adaptation.react(self.ana.pk)
        counts = {"page-today": 11, "page-changes": 10, "page-lifts": 6, "page-load": 5}
        for name, count in counts.items():
            with self.subTest(name), self.assertNumQueries(count):
                self.client.get(reverse(name))


class LogTests(PageCase):
    def test_it_keeps_a_set_until_the_exercise_is_saved(self) -> None:
        self.log(0, str(uuid4()))
        view = self.sheet().exercises[0]
        self.assertEqual([row.done["reps"] for row in view.rows if row.done], [5])
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_says_what_to_do_next(self) -> None:
        self.log(0, str(uuid4()), rpe="10")
        view = self.sheet().exercises[0]
        self.assertTrue(view.advice_text)
        self.assertLess(view.advice.load_kg, 100)
        self.assertEqual(float(view.form["load"].value()), view.advice.load_kg)

    def test_it_stores_the_exercise_with_its_last_set(self) -> None:
        self.log_all()
        rating = RPEFeedback.objects.get()
        self.assertEqual((rating.exercise_id, len(rating.sets)), ("back-squat", self.squat.sets))
        self.assertEqual((float(rating.rpe or 0), float(rating.completion_rate)), (8.0, 100.0))

    def test_it_stores_once_what_is_sent_twice(self) -> None:
        client_id = str(uuid4())
        for place in range(self.squat.sets):
            for _ in range(2):
                self.log(place, client_id)
        self.assertEqual(len(RPEFeedback.objects.get().sets), self.squat.sets)

    def test_it_saves_an_unfinished_exercise_when_asked(self) -> None:
        self.log(0, str(uuid4()))
        self.client.post(self.address(), {"action": "save"})
        self.assertLess(RPEFeedback.objects.get().completion_rate, 50)

    def test_it_saves_nothing_where_no_set_was_done(self) -> None:
        self.client.post(self.address(), {"action": "save"})
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_takes_the_last_set_back(self) -> None:
        self.log(0, str(uuid4()))
        self.client.post(self.address(), {"action": "back", "place": "0"})
        self.assertEqual(self.sheet().exercises[0].draft.sets, ())

    def test_it_stops_at_pain_and_tells_of_it(self) -> None:
        answer = self.log(0, str(uuid4()), pain_region="knee", pain_severity="5")
        rating = RPEFeedback.objects.get()
        self.assertEqual((rating.pain_region, rating.pain_severity), ("knee", 5))
        self.assertContains(self.client.get(answer.url), "Stop this exercise")

    def test_it_counts_a_failed_set_as_ten(self) -> None:
        self.log(0, str(uuid4()), rpe="", failed="on")
        self.assertEqual(self.sheet().exercises[0].draft.sets[0], {**SET_FAILED})

    def test_it_reads_loads_in_the_unit_of_the_person(self) -> None:
        type(self.ana.profile).objects.filter(user=self.ana).update(units="imperial")
        self.log(0, str(uuid4()), load="225")
        self.assertEqual(self.sheet().exercises[0].draft.sets[0]["load_kg"], 102.06)

    def test_it_marks_what_is_wrong_and_keeps_what_was_typed(self) -> None:
        for field, value in [
            ("rpe", ""), ("rpe", "7.3"), ("rpe", "11"), ("reps", "-1"), ("reps", "501"), ("reps", ""), ("load", ""),
            ("load", "-1"), ("load", "nan"), ("load", "9999"), ("pain_severity", "11"), ("pain_region", "tail"),
        ]:  # fmt: skip
            with self.subTest(field=field, value=value):
                answer = self.log(0, str(uuid4()), None, **{"load": "97.5", field: value})
                self.assertEqual(answer.status_code, 422)
                form = answer.context["sheet"].exercises[0].form
                self.assertIn(field, form.errors)
        self.assertEqual(self.sheet().exercises[0].draft.sets, ())

    def test_it_asks_for_both_place_and_strength_of_pain(self) -> None:
        for told in ({"pain_region": "knee"}, {"pain_severity": "2"}):
            with self.subTest(told=told):
                self.assertEqual(self.log(0, str(uuid4()), None, **told).status_code, 422)

    def test_it_goes_on_with_the_exercise_of_the_last_set(self) -> None:
        """The rack is taken: exercises may be done in any order."""
        last = self.session.items.select_related("exercise").latest("position")
        self.assertEqual(self.now(), self.squat.pk)
        answer = self.log(0, str(uuid4()), last)
        self.assertRedirects(answer, f"{reverse('page-session', args=[self.session.pk])}#next")
        self.assertEqual(self.now(), last.pk)
        self.log_all()
        self.assertEqual(self.now(), last.pk)

    def now(self) -> Any:
        return next(view.item.pk for view in self.sheet().exercises if view.is_now)

    def test_it_leads_to_the_field_that_is_wrong(self) -> None:
        answer = self.log(0, str(uuid4()), rpe="")
        self.assertContains(answer, "autofocus", status_code=422)

    def test_it_says_what_to_do_about_pain_where_the_page_goes(self) -> None:
        answer = self.client.post(
            self.address(),
            {"place": 0, "client_id": str(uuid4()), "reps": 5, "load": "100", "rpe": "8", "action": "log",
             "pain_region": "knee", "pain_severity": "6"},
            follow=True,
        )  # fmt: skip
        text = answer.content.decode()
        self.assertEqual(text.count("Stop this exercise"), 1)
        self.assertLess(text.index('id="next"'), text.index("Stop this exercise"))

    def test_it_takes_a_rating_back_for_another_try(self) -> None:
        client_id = self.log_all()
        self.client.post(reverse("page-rating-remove", args=[client_id]))
        self.assertFalse(RPEFeedback.objects.standing().exists())
        self.log_all(load="95")
        self.assertEqual(RPEFeedback.objects.standing().get().sets[0]["load_kg"], 95.0)

    @override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "feedback": (1, 60)}, REDIS_URL="")
    def test_it_keeps_the_sets_when_the_limit_is_reached(self) -> None:
        self.log_all()
        other = self.session.items.exclude(pk=self.squat.pk).filter(exercise__mode="load").first()
        assert isinstance(other, PlannedItem)
        self.log_all(other)
        self.assertEqual(RPEFeedback.objects.count(), 1)
        view = next(each for each in self.sheet().exercises if each.item.pk == other.pk)
        self.assertEqual(len(view.draft.sets), other.sets)


SET_FAILED = {"reps": 5, "load_kg": 100.0, "rpe": 10.0, "failed": True}


class FinishTests(PageCase):
    def finish(self, **changes: Any) -> Any:
        told = {**DAY, "client_id": str(uuid4()), **changes}
        return self.client.post(reverse("page-finish", args=[self.session.pk]), told)

    def test_it_adds_the_session_up(self) -> None:
        self.log_all()
        self.finish()
        row = PerformanceMetrics.objects.get()
        self.assertEqual(row.total_volume, self.squat.sets * 5 * 100)
        self.assertEqual((float(row.average_rpe), row.duration_min, row.sleep_quality), (8.0, 55, 7))
        asked = self.session.items.count()
        self.assertAlmostEqual(float(row.completion_rate), 100 / asked, places=1)
        self.session.refresh_from_db()
        self.assertEqual(self.session.status, "done")

    def test_it_stores_once_what_is_sent_twice(self) -> None:
        self.log_all()
        client_id = str(uuid4())
        for _ in range(2):
            summary = f"{reverse('page-session', args=[self.session.pk])}#finish"
            self.assertRedirects(self.finish(client_id=client_id), summary)
        self.assertEqual(PerformanceMetrics.objects.count(), 1)

    def test_it_says_what_the_session_came_to(self) -> None:
        self.log_all()
        self.finish()
        answer = self.client.get(reverse("page-session", args=[self.session.pk]))
        self.assertContains(answer, "Session finished")
        self.assertContains(answer, f'href="{reverse("page-changes")}"')
        self.assertEqual(answer.context["sheet"].sets_done, self.squat.sets)

    def test_it_asks_for_an_exercise_first(self) -> None:
        self.finish()
        self.assertFalse(PerformanceMetrics.objects.exists())

    def test_it_marks_what_is_wrong(self) -> None:
        self.log_all()
        for field, value in [
            ("session_rpe", "11"), ("session_rpe", ""), ("duration_min", "0"), ("sleep_quality", "0"),
            ("stress_level", "x"), ("sleep_hours", "25"), ("recovery_time", "-1"), ("recovery_time", "nan"),
        ]:  # fmt: skip
            with self.subTest(field=field, value=value):
                answer = self.finish(**{field: value})
                self.assertEqual(answer.status_code, 422)
                self.assertIn(field, answer.context["sheet"].day_form.errors)
        self.assertFalse(PerformanceMetrics.objects.exists())


class ChangesTests(PageCase):
    def setUp(self) -> None:
        super().setUp()
        self.log_all(rpe=f"{self.squat.target_rpe:g}", load=f"{self.squat.load_kg:g}")
        adaptation.react(self.ana.pk)
        self.suggestion = AdaptationSuggestion.objects.get(plan=self.plan)

    def decide(self, decision: str) -> Any:
        return self.client.post(reverse(f"page-{decision}", args=[self.plan.pk, self.suggestion.pk]), follow=True)

    def next_load(self) -> float | None:
        return PlannedItem.objects.get(pk=self.suggestion.target["item"]).load_kg

    def test_it_shows_before_and_after_with_the_reason(self) -> None:
        ((on, (view,)),) = self.client.get(reverse("page-changes")).context["groups"]
        self.assertEqual(on.isoformat(), self.suggestion.target["on"])
        self.assertEqual((view.suggestion.rule, view.about, view.label), ("load_up", "Back Squat", "More load"))
        self.assertIn("kg", view.shifts[0].after)
        self.assertIn("Back Squat", view.why)
        self.assertTrue(view.facts)

    def test_it_applies_and_shows_what_changed(self) -> None:
        answer = self.decide("apply")
        self.assertEqual(self.next_load(), self.suggestion.after["load_kg"])
        newest = answer.context["revisions"][0]
        self.assertEqual(newest.revision.number, 2)
        self.assertEqual(newest.who, "Spotter's suggestion, you agreed")
        ((about, lines),) = newest.groups
        self.assertEqual(about, "Back Squat")
        self.assertTrue(lines[0].days)
        self.assertEqual(answer.context["groups"], [])

    def test_it_applies_once_what_is_sent_twice(self) -> None:
        for _ in range(2):
            self.decide("apply")
        self.plan.refresh_from_db()
        self.assertEqual(self.plan.revision, 2)

    def test_it_leaves_the_plan_alone_after_a_no(self) -> None:
        before = self.next_load()
        self.decide("dismiss")
        self.suggestion.refresh_from_db()
        self.assertEqual((self.suggestion.status, self.next_load()), ("dismissed", before))

    def test_it_undoes_a_change(self) -> None:
        before = self.next_load()
        self.decide("apply")
        self.client.post(reverse("page-restore", args=[self.plan.pk, 1]), {"base_revision": "2"})
        self.assertEqual(self.next_load(), before)

    def test_it_does_not_undo_what_the_person_has_not_seen(self) -> None:
        self.decide("apply")
        answer = self.client.post(reverse("page-restore", args=[self.plan.pk, 1]), {"base_revision": "1"}, follow=True)
        self.assertContains(answer, "has changed meanwhile")
        self.plan.refresh_from_db()
        self.assertEqual(self.plan.revision, 2)

    def test_it_says_when_a_suggestion_is_out_of_date(self) -> None:
        AdaptationSuggestion.objects.filter(pk=self.suggestion.pk).update(expires_at=timezone.now())
        self.assertContains(self.decide("apply"), "Your plan has changed")

    def test_it_leaves_what_the_coach_confirms_to_the_coach(self) -> None:
        AdaptationSuggestion.objects.filter(pk=self.suggestion.pk).update(requires="coach")
        self.assertContains(self.decide("apply"), "Your coach has to confirm")
        self.plan.refresh_from_db()
        self.assertEqual(self.plan.revision, 1)


class ProgressTests(PageCase):
    def test_it_shows_a_lift_as_an_estimate_with_its_range(self) -> None:
        self.log_all()
        adaptation.react(self.ana.pk)
        answer = self.client.get(reverse("page-lift", args=["back-squat"]))
        self.assertContains(answer, "<svg")
        self.assertContains(answer, "An estimate from your rated sets")
        self.assertEqual(len(answer.context["points"]), 1)

    def test_it_tells_the_day_of_a_session_by_the_calendar_of_the_athlete(self) -> None:
        self.log_all()
        adaptation.react(self.ana.pk)
        EstimatePoint.objects.update(performed_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
        RPEFeedback.objects.update(performed_on=date(2026, 3, 3))
        answer = self.client.get(reverse("page-lift", args=["back-squat"]))
        self.assertContains(answer, "March 3, 2026")
        self.assertNotContains(answer, "March 2, 2026")

    def test_it_knows_nothing_of_a_lift_without_ratings(self) -> None:
        self.assertEqual(self.client.get(reverse("page-lift", args=["back-squat"])).status_code, 404)

    def test_it_shows_the_load_of_finished_sessions(self) -> None:
        self.log_all()
        told = {**DAY, "client_id": str(uuid4())}
        self.client.post(reverse("page-finish", args=[self.session.pk]), told)
        answer = self.client.get(reverse("page-load"))
        self.assertEqual(answer.context["weeks"][0]["load_au"], 7 * 55)
