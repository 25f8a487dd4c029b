"""plans.services.load_catalogue and catalogue_for"""

from __future__ import annotations

from dataclasses import replace

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from plans import services as plans
from plans.core.movements import Catalogue
from plans.models import Exercise
from tests.base import Cast


class CatalogueServiceTests(Cast, TestCase):
    def catalogue(self) -> Catalogue:
        return plans.catalogue_for(self.ben.pk)

    def test_what_is_loaded_is_read_back_the_same(self) -> None:
        before = self.catalogue()
        Exercise.objects.all().delete()
        self.assertEqual(plans.load_catalogue(before), len(before))
        self.assertEqual(dict(self.catalogue().movements), dict(before.movements))

    def test_loading_twice_writes_nothing(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(plans.load_catalogue(self.catalogue()), 0)
        self.assertFalse(
            [query for query in asked.captured_queries if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]
        )

    def test_it_writes_only_what_is_new_or_changed(self) -> None:
        squat = replace(self.catalogue()["back-squat"], name_en="Squat", increment_kg=1.25)
        new = replace(squat, slug="air-squat")
        self.assertEqual(plans.load_catalogue([squat, new]), 2)
        self.assertEqual((self.catalogue()["back-squat"], self.catalogue()["air-squat"]), (squat, new))

    def test_it_leaves_what_the_file_has_lost(self) -> None:
        plans.load_catalogue([])
        self.assertIn("back-squat", self.catalogue())

    def test_it_never_takes_over_a_private_exercise(self) -> None:
        plans.add_private_exercises(self.ana.pk, {"Basement Machine": "load"})
        slug = plans.private_slug(self.ana.pk, "Basement Machine")
        self.assertEqual(plans.load_catalogue([replace(self.catalogue()["back-squat"], slug=slug)]), 0)
        self.assertEqual(Exercise.objects.get(slug=slug).owner, self.ana)

    def test_an_athlete_has_the_shared_and_their_own_exercises_in_one_query(self) -> None:
        plans.add_private_exercises(self.ana.pk, {"Basement Machine": "load"})
        slug = plans.private_slug(self.ana.pk, "Basement Machine")
        with self.assertNumQueries(1):
            self.assertIn(slug, plans.catalogue_for(self.ana.pk))
        self.assertNotIn(slug, plans.catalogue_for(self.ben.pk))
