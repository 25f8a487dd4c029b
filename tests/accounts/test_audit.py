"""The audit: people by pseudonym, and rows that nobody changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from accounts import services as accounts
from accounts.models import AuditEntry, User
from tests.base import PASSWORD, Cast


@pytest.mark.security
class AppendOnlyTests(Cast, TestCase):
    def refused(self, change: Callable[[], object]) -> None:
        entry = accounts.audit("account.looked_at", actor=self.ola, subject=self.ana)
        with self.assertRaisesMessage(IntegrityError, "neither changed nor deleted"), transaction.atomic():
            change()
        entry.refresh_from_db()
        self.assertEqual((entry.action, entry.actor), ("account.looked_at", accounts.pseudonym(self.ola)))

    def test_no_row_is_changed(self) -> None:
        self.refused(lambda: AuditEntry.objects.update(actor=None))
        self.refused(lambda: AuditEntry.objects.filter(action="account.looked_at").latest("at").save())

    def test_no_row_is_deleted(self) -> None:
        self.refused(lambda: AuditEntry.objects.all().delete())

    def test_it_holds_past_django_too(self) -> None:
        for statement in ("UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"):
            with self.subTest(statement), connection.cursor() as cursor:
                self.refused(lambda cursor=cursor, statement=statement: cursor.execute(statement))  # type: ignore[misc]

    def test_a_person_can_be_erased_all_the_same(self) -> None:
        accounts.audit("account.looked_at", actor=self.ola, subject=self.ana)
        before = AuditEntry.objects.count()
        answer = self.client_for(self.ana).delete("/api/v1/me", {"password": PASSWORD})
        self.assertEqual(answer.status_code, 204)
        self.assertFalse(User.objects.filter(pk=self.ana.pk).exists())
        self.assertEqual(AuditEntry.objects.count(), before + 1)
