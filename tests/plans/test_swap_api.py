"""POST plans/sessions/{id}/swap"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import AthleteProfile, User
from plans import kinds, registry
from plans import services as plans
from plans.core.intent import LiftKnowledge
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision
from plans.registry import Known
from tests.base import Cast, at_once
from tests.plans.base import WIDE, kinds_of, plan_for


class Swaps(Cast):
    plan: Plan

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.plan = plan_for(cls.ana, now=timezone.now())

    def squat(self) -> PlannedItem:
        return PlannedItem.objects.filter(session__plan=self.plan, exercise="back-squat").order_by("session__on")[0]

    def post(self, user: User | None, item: PlannedItem, exercise: str | None = None, **more: Any) -> Any:
        body = {"item": str(item.pk), **({"exercise": exercise} if exercise else {}), **more}
        return self.client_for(user).post(f"/api/v1/plans/sessions/{item.session_id}/swap", body, format="json")


@override_settings(RATE_LIMITS=WIDE)
class ProposeTests(Swaps, TestCase):
    def test_it_proposes_three_and_changes_nothing(self) -> None:
        data = self.post(self.ana, self.squat()).json()["data"]
        self.assertEqual((len(data["options"]), data["session"], data["revision"]), (3, None, 1))
        self.assertEqual((PlanRevision.objects.count(), kinds_of(self.ana)), (1, [kinds.PLAN_GENERATED]))

    def test_every_proposal_can_be_taken(self) -> None:
        item = self.squat()
        for option in self.post(self.ana, item).json()["data"]["options"]:
            slug = option["exercise"]["slug"]
            with self.subTest(slug):
                self.assertEqual(self.post(self.ana, item, slug).status_code, 200)

    def test_it_proposes_nothing_that_the_session_has_already(self) -> None:
        item = self.squat()
        there = set(PlannedItem.objects.filter(session=item.session_id).values_list("exercise", flat=True))
        proposed = {each["exercise"]["slug"] for each in self.post(self.ana, item).json()["data"]["options"]}
        self.assertFalse(there & proposed)

    def test_it_proposes_nothing_for_which_the_athlete_has_become_too_sore(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(limitations=[{"region": "knee", "severity": 2, "note": ""}])
        catalogue = plans.catalogue_for(self.ana.pk)
        options = self.post(self.ana, self.squat()).json()["data"]["options"]
        self.assertTrue(options)
        self.assertFalse([each for each in options if "deep_knee" in catalogue[each["exercise"]["slug"]].flags])


@override_settings(RATE_LIMITS=WIDE)
class SwapTests(Swaps, TestCase):
    def test_it_swaps_and_keeps_the_item(self) -> None:
        item = self.squat()
        answer = self.post(self.ana, item, "leg-press")
        data = answer.json()["data"]
        self.assertEqual((answer.status_code, data["revision"], data["options"]), (200, 2, []))
        swapped = next(each for each in data["session"]["items"] if each["id"] == str(item.pk))
        self.assertEqual((swapped["exercise"]["slug"], swapped["sets"]), ("leg-press", item.sets))
        self.assertEqual(kinds_of(self.ana)[-1], kinds.PLAN_REVISED)

    def test_it_has_the_athlete_find_a_load_that_nobody_knows(self) -> None:
        self.post(self.ana, self.squat(), "leg-press")
        item = PlannedItem.objects.get(exercise="leg-press", session__plan=self.plan)
        self.assertEqual((item.load_kg, item.load_basis), (None, "find"))

    def test_it_computes_the_load_from_a_set_that_the_athlete_told_of(self) -> None:
        told = [{"exercise": slug, "load_kg": 80, "reps": 5, "rpe": 8} for slug in ("back-squat", "leg-press")]
        plan = plan_for(self.ana, now=timezone.now(), known_lifts=told)
        item = PlannedItem.objects.filter(session__plan=plan, exercise="back-squat")[0]
        answer = self.post(self.ana, item, "leg-press")
        self.assertEqual(answer.status_code, 200)
        item.refresh_from_db()
        self.assertEqual(item.load_basis, "known")
        assert item.load_kg is not None
        self.assertTrue(60 < item.load_kg < 90, item.load_kg)

    def test_it_computes_the_load_from_what_the_records_say_today(self) -> None:
        def records(athlete_id: UUID, today: date) -> Known:
            return Known(lifts={"leg-press": LiftKnowledge(e1rm_kg=200, low_kg=190, high_kg=210, k=0.03)})

        former = list(registry._sources)
        self.addCleanup(registry._sources.__setitem__, slice(None), former)
        registry.register_knowledge(records)
        item = self.squat()
        self.post(self.ana, item, "leg-press")
        item.refresh_from_db()
        self.assertEqual((item.reps_max, item.target_rpe), (5, 7.5))
        # 5 reps at RPE 7.5 are 7.5 reps to failure: 200 / (1 + 0.03 * 6.5) = 167.4, and the machine goes in fives.
        self.assertEqual((item.load_kg, item.load_basis), (165, "estimated"))

    def test_swapping_for_what_stands_there_changes_nothing(self) -> None:
        data = self.post(self.ana, self.squat(), "back-squat").json()["data"]
        self.assertEqual((data["revision"], PlanRevision.objects.count()), (1, 1))

    def test_swapping_twice_stores_once(self) -> None:
        item = self.squat()
        for _time in range(2):
            self.assertEqual(self.post(self.ana, item, "leg-press").json()["data"]["revision"], 2)
        self.assertEqual(PlanRevision.objects.count(), 2)

    def test_it_refuses_what_cannot_stand_in_and_names_what_can(self) -> None:
        for slug in ("plank", "kettlebell-swing", "no-such-exercise"):
            with self.subTest(slug):
                answer = self.post(self.ana, self.squat(), slug)
                self.assertEqual((answer.status_code, answer.json()["code"]), (422, "no_substitute"))
                self.assertEqual(len(answer.json()["details"]["options"]), 3)
        self.assertEqual(PlanRevision.objects.count(), 1)

    def test_it_refuses_a_session_that_is_done_and_a_stale_base(self) -> None:
        item = self.squat()
        self.assertEqual(self.post(self.ana, item, "leg-press", base_revision=7).json()["code"], "stale_revision")
        plans.mark_session_done(item.session_id)
        answer = self.post(self.ana, item, "leg-press")
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "session_closed"))

    def test_a_coach_swaps_as_the_coach(self) -> None:
        self.post(self.cleo, self.squat(), "leg-press")
        self.assertEqual(PlanRevision.objects.get(number=2).author, "coach")


@override_settings(RATE_LIMITS=WIDE)
class BadInputTests(Swaps, TestCase):
    def test_it_names_the_field_and_writes_nothing(self) -> None:
        item = self.squat()
        url = f"/api/v1/plans/sessions/{item.session_id}/swap"
        for body, field in (
            ({}, "item"),
            ({"item": None}, "item"),
            ({"item": "one"}, "item"),
            ({"item": str(item.pk), "exercise": ""}, "exercise"),
            ({"item": str(item.pk), "exercise": None}, "exercise"),
            ({"item": str(item.pk), "exercise": "x" * 81}, "exercise"),
            ({"item": str(item.pk), "exercise": ["leg-press"]}, "exercise"),
            ([], "non_field_errors"),
        ):
            with self.subTest(body):
                answer = self.client_for(self.ana).post(url, body, format="json")
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        self.assertEqual(PlanRevision.objects.count(), 1)

    def test_it_is_not_there_for_strangers(self) -> None:
        item = self.squat()
        for user in (self.ben, self.dan, self.ola):
            with self.subTest(user=user.email):
                self.assertEqual(self.post(user, item, "leg-press").status_code, 404)
        self.assertEqual(self.post(None, item).status_code, 401)

    def test_an_item_of_another_session_or_athlete_is_not_there(self) -> None:
        theirs = plan_for(self.ben, now=timezone.now()).sessions.all()[0].items.all()[0]
        other = self.plan.sessions.all()[1].items.all()[0]
        session = self.plan.sessions.all()[0]
        for key in (theirs.pk, other.pk, uuid4()):
            with self.subTest(key):
                answer = self.client_for(self.ana).post(
                    f"/api/v1/plans/sessions/{session.pk}/swap", {"item": str(key)}, format="json"
                )
                self.assertEqual(answer.status_code, 404)

    def test_an_item_that_is_there_only_because_it_was_done_is_closed(self) -> None:
        session = PlannedSession.objects.get(pk=self.squat().session_id)
        stray = PlannedItem.objects.create(
            session=session, exercise_id="leg-press", position=99, role="main", sets=1, load_basis="find", rest_s=60
        )
        self.assertEqual(self.post(self.ana, stray).json()["code"], "session_closed")


@override_settings(RATE_LIMITS=WIDE)
class RaceTests(Swaps, TransactionTestCase):
    def test_the_same_swap_at_once_is_stored_once(self) -> None:
        self.raise_curtain()
        item = self.squat()
        answers = at_once(3, lambda: self.post(self.ana, item, "leg-press"))
        self.assertEqual([answer.json()["data"]["revision"] for answer in answers], [2, 2, 2])
        self.assertEqual(PlanRevision.objects.count(), 2)
