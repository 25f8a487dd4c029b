"""What stands in the console has a name in every language: tables, columns, and the plural of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.test import RequestFactory, SimpleTestCase
from django.utils.functional import Promise

from accounts.models import User


class NameTests(SimpleTestCase):
    def each(self) -> Iterator[tuple[type[Model], Any]]:
        self.assertGreater(len(admin.site._registry), 40)
        yield from admin.site._registry.items()

    def test_every_table_has_one_that_is_translated(self) -> None:
        for model, _page in self.each():
            with self.subTest(model._meta.label):
                self.assertIsInstance(model._meta.verbose_name, Promise)
                self.assertIsInstance(model._meta.verbose_name_plural, Promise)

    def test_every_column_has_one_that_is_translated(self) -> None:
        request = RequestFactory().get("/admin/")
        request.user = User(is_active=True, is_staff=True, is_superuser=True)
        for model, page in self.each():
            shown = {*page.list_display, *flatten_fieldsets(page.get_fieldsets(request))}
            inside = [(each, name) for each in page.get_inline_instances(request) for name in each.fields]
            for owner, name in [*((page, name) for name in shown), *inside]:
                with self.subTest(model._meta.label, column=name):
                    self.assertIsInstance(named(owner, name), Promise)


def named(page: Any, name: str) -> Any:
    try:
        return page.model._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        _label, shown = label_for_field(name, page.model, page, return_attr=True)
        return getattr(shown, "short_description", None)
