"""Answers kept for an Idempotency-Key: encrypted, and readable as long as the key of the installation is known."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import TestCase, override_settings

from accounts import services as accounts
from accounts.core.refusals import IdempotencyConflict
from accounts.models import IdempotentAnswer, User

BODY = '{"access": "a token"}'


@pytest.mark.security
class KeptAnswerTests(TestCase):
    def setUp(self) -> None:
        self.ana = User.objects.create_user("ana@example.org")
        row, _is_first = self.claim()
        accounts.keep_answer(row, 200, BODY)

    def claim(self) -> tuple[IdempotentAnswer, bool]:
        return accounts.claim_key(self.ana, "key", "fingerprint")

    def test_nothing_of_it_can_be_read_in_the_table(self) -> None:
        self.assertNotIn("token", IdempotentAnswer.objects.get().body)
        row, is_first = self.claim()
        self.assertEqual((row.body, row.status, is_first), (BODY, 200, False))

    def test_it_follows_a_new_key_of_the_installation_and_ends_with_the_old_one(self) -> None:
        with override_settings(SECRET_KEY="k" * 60, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
            self.assertEqual(self.claim()[0].body, BODY)
        with override_settings(SECRET_KEY="k" * 60), self.assertRaises(IdempotencyConflict):
            self.claim()

    def test_one_that_was_kept_in_the_clear_by_an_earlier_release_is_still_good(self) -> None:
        IdempotentAnswer.objects.update(body=BODY)
        self.assertEqual(self.claim()[0].body, BODY)
