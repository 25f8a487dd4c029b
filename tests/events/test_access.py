"""Which of many open streams may go on, asked of the database in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.test import TestCase
from django.utils import timezone
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.models import TokenFamily, User
from events import services as events
from events.core.grant import Grant, Source
from tests.base import Cast


class StillGoodTests(Cast, TestCase):
    def setUp(self) -> None:
        self.now = timezone.now()
        self.good = self.grant(self.ana)

    def grant(self, user: User) -> Grant:
        family = TokenFamily.objects.create(user=user, current_jti="-", expires_at=self.now + timedelta(days=1))
        return Grant(user.pk, Source.TOKEN, str(family.pk), get_md5_hash_password(user.password))

    def test_each_is_told_for_itself_and_in_its_place(self) -> None:
        logged_out = self.grant(self.ana)
        TokenFamily.objects.filter(pk=logged_out.key).update(revoked_at=self.now)
        grants = {
            "good": self.good,
            "logged out": logged_out,
            "somebody else's": replace(self.good, athlete_id=self.ben.pk),
            "of another password": replace(self.good, password_mark=get_md5_hash_password("older")),
            "unknown": replace(self.good, key=str(uuid4())),
            "a session that is not there": replace(self.good, source=Source.SESSION, key="a" * 32),
            "good until later": replace(self.good, ends_at=self.now + timedelta(seconds=1)),
            "ended": replace(self.good, ends_at=self.now),
            "Ben's": self.grant(self.ben),
        }
        found = dict(zip(grants, events.still_good(list(grants.values()), self.now), strict=True))
        self.assertEqual({name for name, holds in found.items() if holds}, {"good", "good until later", "Ben's"})

    def test_a_closed_account_ends_all_of_its_streams(self) -> None:
        others = self.grant(self.ben)
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        self.assertEqual(events.still_good([self.good, others, self.good], self.now), [False, True, False])

    def test_many_are_asked_for_with_one_query(self) -> None:
        grants = [self.grant(self.ana) for _ in range(20)]
        with self.assertNumQueries(1):
            self.assertEqual(events.still_good(grants, self.now), [True] * 20)
