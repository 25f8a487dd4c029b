"""The console, page by page of every model: staff, coaches with consent, and nobody else; and what a page costs."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db import connection
from django.db.models import Model
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts
from accounts.admin import AthleteScopedAdmin
from accounts.models import RateCounter, User
from tests.security import table
from tests.security.world import Neighbours

pytestmark = [pytest.mark.security, pytest.mark.sqlite]
LIST_MAX, ROW_MAX = 11, 16
ALIKE_MAX = 3  # the same question about several people of one row
FILTER = re.compile(r'<li[^>]*>\s*<a href="(\?[^"]*)"')


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

    def furnish(self) -> None:
        """A superuser, and several rows of what the stage has none of."""
        User.objects.filter(pk=self.ola.pk).update(is_superuser=True)
        self.ola.refresh_from_db()
        for person in (self.ana, self.ben, self.bao):
            accounts.issue_tokens(person)
            accounts.audit("test", actor=self.cleo, subject=person)
            accounts.claim_key(person, "key", "fingerprint")
            RateCounter.objects.create(key=person.email, window_ends_at=person.joined_at)

    def open(self, path: str, most: int) -> str:
        client = self.api(self.ola)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/admin/{path}")
        self.assertEqual(answer.status_code, 200)
        self.assertLessEqual(len(queries), most)
        self.assertLessEqual(alike(queries), ALIKE_MAX)
        shown: str = answer.content.decode()
        return shown

    def test_every_list_costs_few_queries_also_ordered_by_every_column_and_searched(self) -> None:
        self.furnish()
        for model, page in admin.site._registry.items():
            base = model._meta.label_lower.replace(".", "/")
            order = ".".join(str(number) for number in range(1, len(page.list_display) + 1))
            for path in (f"{base}/", f"{base}/?{ORDER_VAR}={order}&q=ana-1"):
                with self.subTest(path):
                    shown = self.open(path, LIST_MAX)
            for query in {link.partition("=")[0]: link for link in FILTER.findall(shown)}.values():
                with self.subTest(base, filter=query):
                    self.assertEqual(self.ask(self.ola, f"{base}/{query.replace('&amp;', '&')}").status_code, 200)

    def test_every_row_costs_few_queries_and_has_nothing_to_save(self) -> None:
        self.furnish()
        for model in admin.site._registry:
            base, row = model._meta.label_lower.replace(".", "/"), model._default_manager.first()
            with self.subTest(base):
                self.assertEqual(self.ask(self.ola, f"{base}/add/").status_code, 403)
                if row is not None:
                    shown = self.open(f"{base}/{row.pk}/change/", ROW_MAX)
                    self.assertEqual('name="_save"' in shown, base == "llm/providersetting")


def alike(queries: CaptureQueriesContext) -> int:
    """How often the commonest question was asked, whatever it was about."""
    shapes = Counter(re.sub(r"'[^']*'|\b\d+\b|[0-9a-f]{32}", "?", each["sql"]) for each in queries.captured_queries)
    return max(shapes.values())
