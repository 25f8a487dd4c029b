"""The profile of whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from accounts.core import vocabulary
from accounts.models import AthleteProfile, User
from accounts.services import update_profile
from plans.core import intent, movements
from tests.base import Cast, at_once

ME = "/api/v1/me"
FIELDS = {
    "id", "email", "is_coach", "display_name", "birth_year", "sex", "bodyweight_kg", "country", "experience_level",
    "equipment", "limitations", "health", "timezone", "locale", "units", "tone", "autonomy",
}  # fmt: skip
GOOD: dict[str, Any] = {
    "display_name": "Ana B.",
    "birth_year": 1990,
    "sex": "female",
    "bodyweight_kg": 61.5,
    "country": "DE",
    "experience_level": "advanced",
    "equipment": ["barbell", "rack"],
    "limitations": [{"region": "knee", "severity": 3, "note": "stairs"}],
    "health": {
        "conditions": ["asthma"], "pregnancy_week": 12,
        "screening_yes": ["chest_pain"], "cleared_by_professional": True,
    },
    "timezone": "Asia/Shanghai",
    "locale": "zh-hans",
    "units": "imperial",
    "tone": "direct",
    "autonomy": "coach",
}  # fmt: skip
EDGES: dict[str, list[Any]] = {
    "birth_year": [1900, None],
    "bodyweight_kg": [20, 400, None],
    "country": ["", "CN"],
    "limitations": [[], [{"region": "foot", "severity": 0}], [{"region": "foot", "severity": 10, "note": ""}]],
    "health": [{}, {"pregnancy_week": None}, {"pregnancy_week": 45}],
    "display_name": ["", "x" * 80],
    "sex": [""],
}
BAD: dict[str, list[Any]] = {
    "display_name": [None, "x" * 81, ["x"], {}],
    "birth_year": [1899, 2101, 2100, "x", 1990.5, [1990]],
    "sex": ["x", None, 1],
    "bodyweight_kg": [19.99, 400.01, "x", 61.555, True, "NaN", "Infinity"],
    "country": ["de", "DEU", "D", "D\n", None, "1A"],
    "experience_level": ["expert", None, ""],
    "equipment": [["spaceship"], "barbell", None, {"a": 1}, [None], ["barbell"] * 51],
    "limitations": [[{"region": "tail", "severity": 1}], [{"region": "knee"}], ["knee"], None, {}],
    "health": [
        [], None, "x", {"conditions": ["love"]}, {"pregnancy_week": 0}, {"pregnancy_week": 46},
        {"screening_yes": ["a b"]}, {"cleared_by_professional": None},
    ],
    "timezone": ["Mars/Olympus", "", None, "+02:00", "../UTC"],
    "locale": ["xx", "", None],
    "units": ["stone", None],
    "tone": ["rude", None],
    "autonomy": ["model", None],
}  # fmt: skip


class VocabularyTests(SimpleTestCase):
    def test_the_profile_and_the_rules_know_the_same_words(self) -> None:
        self.assertEqual(vocabulary.EQUIPMENT, movements.EQUIPMENT)
        self.assertEqual(vocabulary.REGIONS, intent.REGIONS)
        self.assertEqual(vocabulary.CONDITIONS, intent.CONDITIONS)


class MeTests(Cast, TestCase):
    def patch(self, body: Any, who: User | None = None) -> Any:
        return self.client_for(who or self.ana).patch(ME, body)

    def test_it_shows_the_whole_profile(self) -> None:
        data = self.client_for(self.ana).get(ME).json()["data"]
        self.assertEqual(data.keys(), FIELDS)
        self.assertEqual(
            (data["id"], data["email"], data["timezone"]), (str(self.ana.pk), "ana@example.org", "Europe/Berlin")
        )

    def test_it_keeps_what_is_sent_and_nothing_else_changes(self) -> None:
        for field, value in GOOD.items():
            with self.subTest(field):
                before = self.client_for(self.ana).get(ME).json()["data"]
                answer = self.patch({field: value}).json()["data"]
                self.assertEqual(answer, {**before, field: value})
                self.assertEqual(self.client_for(User.objects.get(pk=self.ana.pk)).get(ME).json()["data"], answer)

    def test_it_takes_the_bounds(self) -> None:
        for field, values in EDGES.items():
            for value in values:
                with self.subTest(field=field, value=value):
                    self.assertEqual(self.patch({field: value}).status_code, 200)

    def test_it_refuses_bad_input_and_changes_nothing(self) -> None:
        before = AthleteProfile.objects.filter(user=self.ana).values().get()
        for field, values in BAD.items():
            for value in values:
                with self.subTest(field=field, value=value):
                    response = self.patch({field: value, "tone": "playful"} if field != "tone" else {field: value})
                    self.assertEqual((response.status_code, response.json()["code"]), (400, "invalid"))
                    self.assertEqual({name.partition(".")[0] for name in response.json()["details"]}, {field})
        self.assertEqual(AthleteProfile.objects.filter(user=self.ana).values().get(), before)

    def test_it_refuses_what_is_no_object(self) -> None:
        for body in ([1], "x", 1, [None]):
            with self.subTest(body):
                self.assertEqual(self.patch(body).status_code, 400)

    def test_the_table_refuses_what_the_form_would(self) -> None:
        for change in ({"birth_year": 1899}, {"birth_year": 2101}, {"bodyweight_kg": 19}, {"bodyweight_kg": 401}):
            with self.subTest(change), self.assertRaises(IntegrityError), transaction.atomic():
                AthleteProfile.objects.filter(user=self.ana).update(**change)

    def test_it_keeps_the_rest_of_the_health_answers(self) -> None:
        self.patch({"health": {"conditions": ["asthma"], "screening_yes": ["chest_pain"]}})
        answer = self.patch({"health": {"cleared_by_professional": True}}).json()["data"]["health"]
        said = {"conditions": ["asthma"], "screening_yes": ["chest_pain"], "cleared_by_professional": True}
        self.assertEqual(answer, {**said, "pregnancy_week": None})

    def test_it_names_equipment_once(self) -> None:
        answer = self.patch({"equipment": ["rack", "barbell", "rack"]}).json()["data"]
        self.assertEqual(answer["equipment"], ["rack", "barbell"])

    def test_nobody_gives_themselves_rights(self) -> None:
        bens = str(self.ben.pk)
        self.patch({"is_coach": True, "is_staff": True, "email": "x@example.org", "id": bens, "user": bens})
        user = User.objects.get(pk=self.ana.pk)
        self.assertEqual((user.is_coach, user.is_staff, user.email), (False, False, "ana@example.org"))

    def test_it_touches_nobody_else(self) -> None:
        before = AthleteProfile.objects.filter(user=self.ben).values().get()
        self.patch(GOOD)
        self.assertEqual(AthleteProfile.objects.filter(user=self.ben).values().get(), before)

    def test_it_asks_who_is_there(self) -> None:
        for method in ("get", "patch", "delete"):
            with self.subTest(method):
                self.assertEqual(getattr(self.client_for(None), method)(ME, {}).status_code, 401)


class ProfileRaceTests(Cast, TransactionTestCase):
    def test_changes_of_several_health_answers_all_stay(self) -> None:
        self.raise_curtain()
        parts: list[dict[str, Any]] = [
            {"conditions": ["asthma"]},
            {"screening_yes": ["chest_pain"]},
            {"pregnancy_week": 12},
            {"cleared_by_professional": True},
        ]
        for _round in range(5):  # one round may be lucky
            AthleteProfile.objects.filter(user=self.ana).update(health={})
            changes = iter(parts)
            at_once(4, lambda changes=changes: update_profile(self.ana, health=next(changes)))  # type: ignore[misc]
            health = AthleteProfile.objects.get(user=self.ana).health
            self.assertEqual(health, {key: value for part in parts for key, value in part.items()})
