"""GET exercises, GET exercises/{slug}"""

from __future__ import annotations

from typing import Any

from django.test import TestCase, override_settings

from accounts.models import User
from plans import services as plans
from plans.models import Exercise
from tests.base import Cast
from tests.plans.base import WIDE

URL = "/api/v1/exercises"


@override_settings(RATE_LIMITS=WIDE)
class ExerciseTests(Cast, TestCase):
    def get(self, user: User | None, url: str = URL, **query: str) -> Any:
        return self.client_for(user).get(url, query)

    def slugs(self, user: User | None = None, **query: str) -> list[str]:
        return [each["slug"] for each in self.get(user or self.ana, **{"limit": "200", **query}).json()["data"]]

    def test_it_hands_all_exercises_out_in_pages(self) -> None:
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.get(self.ana, limit="60", **cursor).json()
            seen += [each["slug"] for each in page["data"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        self.assertEqual(seen, sorted(Exercise.objects.values_list("slug", flat=True)))

    def test_it_finds_by_a_part_of_the_name_in_either_language(self) -> None:
        self.assertIn("back-squat", self.slugs(q="squat"))
        self.assertIn("kettlebell-swing", self.slugs(q="壶铃"))
        self.assertEqual(self.slugs(q="no such exercise"), [])

    def test_it_finds_what_can_be_done_with_some_equipment(self) -> None:
        for equipment, there, missing in (
            ("none", "crunch", "cable-crunch"),
            ("cable", "cable-crunch", "back-squat"),
            ("barbell,rack", "back-squat", "barbell-bench-press"),
            ("Dumbbells", "goblet-squat", "back-squat"),
        ):
            with self.subTest(equipment):
                found = self.slugs(equipment=equipment)
                self.assertIn(there, found)
                self.assertNotIn(missing, found)

    def test_it_finds_by_muscle_and_by_group_of_muscles(self) -> None:
        catalogue = plans.catalogue_for(self.ana.pk)
        for slug in self.slugs(muscle="quads"):
            self.assertIn("quads", catalogue[slug].set_credit())
        self.assertLess(set(self.slugs(muscle="lats")), set(self.slugs(muscle="back")))

    def test_it_finds_by_pattern_and_by_family(self) -> None:
        self.assertLess(set(self.slugs(pattern="horizontal_push")), set(self.slugs(pattern="push")))

    def test_filters_narrow_together(self) -> None:
        found = self.slugs(pattern="squat", equipment="dumbbell", muscle="quads", q="squat")
        self.assertTrue(found)
        self.assertLess(set(found), set(self.slugs(pattern="squat")))

    def test_it_refuses_words_that_it_does_not_know(self) -> None:
        for field, value in (
            ("equipment", "crystal ball"),
            ("muscle", "elbow grease"),
            ("pattern", "zigzag"),
            ("limit", "0"),
        ):
            with self.subTest(field):
                answer = self.get(self.ana, **{field: value})
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_tells_one_exercise_in_the_readers_language(self) -> None:
        data = self.get(self.ana, f"{URL}/back-squat").json()["data"]
        self.assertEqual((data["name"], data["pattern"], data["is_private"]), ("Back Squat", "squat", False))
        chinese = (
            self.client_for(self.bao).get(f"{URL}/back-squat", headers={"Accept-Language": "zh-hans"}).json()["data"]
        )
        self.assertEqual(chinese["name"], Exercise.objects.get(slug="back-squat").name_zh_hans)

    def test_a_private_exercise_is_there_for_its_owner_only(self) -> None:
        plans.add_private_exercises(self.ana.pk, {"Basement Machine": "load"})
        slug = plans.private_slug(self.ana.pk, "Basement Machine")
        for user, there in ((self.ana, True), (self.ben, False), (self.cleo, False)):
            with self.subTest(user=user.email):
                self.assertEqual(slug in self.slugs(user, q="basement"), there)
                self.assertEqual(self.get(user, f"{URL}/{slug}").status_code, 200 if there else 404)

    def test_it_asks_for_a_login(self) -> None:
        self.assertEqual(self.get(None).status_code, 401)
        self.assertEqual(self.get(None, f"{URL}/back-squat").status_code, 401)

    def test_it_reads_a_page_in_two_queries_at_most(self) -> None:
        client = self.client_for(self.ana)
        for query, count in (({}, 1), ({"q": "squat"}, 1), ({"muscle": "quads"}, 2)):
            with self.subTest(query), self.assertNumQueries(count):
                client.get(URL, query)
