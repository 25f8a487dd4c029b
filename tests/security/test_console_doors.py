"""The console, page by page of every model: staff, coaches with consent, and nobody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import TestCase

from accounts.admin import AthleteScopedAdmin
from accounts.models import User
from tests.security import table
from tests.security.world import Neighbours

pytestmark = [pytest.mark.security, pytest.mark.sqlite]


class ConsoleDoorTests(Neighbours, TestCase):
    def ask(self, person: User | None, path: str, method: str = "get") -> Any:
        return getattr(self.api(person), method)(f"/admin/{path}")

    def row_of_ana(self, label: str) -> Model:
        model, kind = next(pair for pair in admin.site._registry.items() if pair[0]._meta.label_lower == label)
        assert isinstance(kind, AthleteScopedAdmin)
        row = model._default_manager.filter(**{kind.athlete_path: self.ana}).first()
        assert row is not None, f"the stage has no {model.__name__} of Ana"
        return row

    def test_nobody_is_sent_to_the_sign_in(self) -> None:
        for model in (*table.SCOPED, *table.STAFF_ONLY, *table.SUPERUSERS_ONLY):
            for rest in ("", "add/", f"{uuid4()}/change/", f"{uuid4()}/delete/", f"{uuid4()}/history/"):
                with self.subTest(model, rest=rest[-8:]):
                    answer = self.ask(None, f"{model}/{rest}")
                    self.assertEqual(answer.status_code, 302)
                    self.assertTrue(answer["Location"].startswith("/admin/login/"))

    def test_for_an_athlete_there_is_no_console(self) -> None:
        for model in (*table.SCOPED, *table.STAFF_ONLY, *table.SUPERUSERS_ONLY):
            with self.subTest(model):
                self.assertEqual(self.api(self.ben).get(f"/admin/{model}/", follow=True).status_code, 404)

    def test_a_coach_sees_rows_of_athletes_and_nothing_else(self) -> None:
        for model in table.SCOPED:
            with self.subTest(model):
                self.assertEqual(self.ask(self.cleo, f"{model}/").status_code, 200)
        for model in (*table.STAFF_ONLY, *table.SUPERUSERS_ONLY):
            with self.subTest(model):
                self.assertEqual(self.ask(self.cleo, f"{model}/").status_code, 403)

    def test_staff_see_all_but_what_is_for_superusers(self) -> None:
        for model in (*table.SCOPED, *table.STAFF_ONLY):
            with self.subTest(model):
                self.assertEqual(self.ask(self.ola, f"{model}/").status_code, 200)
        for model in table.SUPERUSERS_ONLY:
            with self.subTest(model):
                self.assertEqual(self.ask(self.ola, f"{model}/").status_code, 403)

    def test_a_row_of_an_athlete_opens_for_their_coach_and_does_not_exist_for_another(self) -> None:
        for label in table.SCOPED:
            row, unknown = self.row_of_ana(label.replace("/", ".")).pk, "no-such-row"
            for page in ("change", "history"):
                with self.subTest(label, page=page):
                    self.assertEqual(self.ask(self.cleo, f"{label}/{row}/{page}/").status_code, 200)
                    real, unreal = (self.ask(self.dan, f"{label}/{each}/{page}/") for each in (row, unknown))
                    self.assertEqual((real.status_code, real["Location"]), (302, "/admin/"))
                    self.assertEqual((unreal.status_code, unreal["Location"]), (302, "/admin/"))

    def test_nobody_writes_here(self) -> None:
        for label in table.SCOPED:
            row = self.row_of_ana(label.replace("/", ".")).pk
            for person in (self.cleo, self.ola):
                for path in ("add/", f"{row}/change/", f"{row}/delete/"):
                    with self.subTest(label, path=path[-8:], person=str(person)):
                        self.assertEqual(self.ask(person, f"{label}/{path}", "post").status_code, 403)
