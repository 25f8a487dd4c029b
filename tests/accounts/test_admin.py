"""The console: staff see everyone, a coach those who agreed, nobody else gets in, and each look is written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AuditEntry, CoachAssignment, TokenFamily, User
from tests.base import PASSWORD, Cast

INDEX, PROFILES, USERS, AUDIT = (
    "/admin/", "/admin/accounts/athleteprofile/", "/admin/accounts/user/", "/admin/accounts/auditentry/",
)  # fmt: skip
DUTY = "coaching_view_safetyevent"


class Console(Cast):
    def console(self, person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    def look(self, person: User | None, athlete: User) -> Any:
        return self.console(person).get(f"{PROFILES}{athlete.pk}/change/")


@pytest.mark.security
class DoorTests(Console, TestCase):
    def test_staff_and_coaches_get_in(self) -> None:
        for person in (self.ola, self.cleo, self.dan):
            with self.subTest(str(person)):
                self.assertEqual(self.console(person).get(INDEX).status_code, 200)

    def test_nobody_is_sent_to_the_one_door_and_athletes_find_nothing(self) -> None:
        response = self.console(None).get(INDEX, follow=False)
        self.assertEqual(response.status_code, 302)
        self.assertIn("/admin/login/", response["Location"])
        door = self.console(None).get(response["Location"])
        self.assertEqual(door["Location"], "/sign-in?next=/admin/")
        for address in (INDEX, PROFILES):
            with self.subTest(address):
                self.assertEqual(self.console(self.ana).get(address, follow=True).status_code, 404)

    def test_the_link_to_a_new_password_leads_to_our_page(self) -> None:
        for person in (self.ola, self.cleo):
            self.assertContains(self.console(person).get(INDEX), "/admin/password_change/")
            self.assertRedirects(self.console(person).get("/admin/password_change/"), "/profile/password")

    def test_a_closed_account_is_out(self) -> None:
        client = self.console(self.ola)
        User.objects.filter(pk=self.ola.pk).update(is_active=False)
        self.assertEqual(client.get(INDEX).status_code, 302)

    def test_a_coach_sees_only_pages_about_athletes(self) -> None:
        page = self.console(self.cleo).get(INDEX).content.decode()
        self.assertIn(PROFILES, page)
        for address in (USERS, AUDIT):
            with self.subTest(address):
                self.assertNotIn(address, page)
                self.assertEqual(self.console(self.cleo).get(address).status_code, 403)

    def test_the_audit_is_for_superusers(self) -> None:
        self.assertEqual(self.console(self.ola).get(AUDIT).status_code, 403)
        User.objects.filter(pk=self.ola.pk).update(is_superuser=True)
        self.assertEqual(self.console(self.ola).get(AUDIT).status_code, 200)


@pytest.mark.security
class ScopeTests(Console, TestCase):
    def names(self, person: User) -> set[str]:
        page = self.console(person).get(PROFILES).content.decode()
        return {name for name in ("Ana", "Ben", "Bao") if f">{name}</a>" in page}

    def test_the_list_holds_whom_one_may_see(self) -> None:
        for person, expected in ((self.ola, {"Ana", "Ben", "Bao"}), (self.cleo, {"Ana"}), (self.dan, set())):
            with self.subTest(str(person)):
                self.assertEqual(self.names(person), expected)

    def test_a_page_outside_answers_as_if_it_did_not_exist(self) -> None:
        self.assertEqual(self.look(self.cleo, self.ana).status_code, 200)
        for person, athlete in ((self.cleo, self.ben), (self.dan, self.ana)):
            with self.subTest(f"{person} at {athlete}"):
                response = self.look(person, athlete)
                self.assertEqual((response.status_code, response["Location"]), (302, INDEX))
                for page in ("history", "delete"):
                    address = f"{PROFILES}{athlete.pk}/{page}/"
                    self.assertIn(self.console(person).get(address).status_code, (302, 403))

    def test_it_ends_with_the_coaching(self) -> None:
        CoachAssignment.objects.update(until=timezone.now())
        self.assertEqual(self.look(self.cleo, self.ana).status_code, 302)

    def test_an_invitation_that_waits_opens_nothing(self) -> None:
        accounts.invite(coach=self.dan, email="ana@example.org")
        self.assertEqual(self.look(self.dan, self.ana).status_code, 302)

    def test_each_look_is_written_down_and_so_is_each_refusal(self) -> None:
        self.look(self.cleo, self.ana)
        self.look(self.dan, self.ana)
        seen, refused = AuditEntry.objects.filter(action__in=["athlete.viewed", "access.refused"]).order_by("-action")
        self.assertEqual((seen.actor, seen.subject), (accounts.pseudonym(self.cleo), accounts.pseudonym(self.ana)))
        self.assertEqual((refused.actor, refused.subject), (accounts.pseudonym(self.dan), None))

    def test_it_changes_nothing(self) -> None:
        for person in (self.cleo, self.ola):
            with self.subTest(str(person)):
                response = self.console(person).post(f"{PROFILES}{self.ana.pk}/change/", {"display_name": "X"})
                self.assertEqual(response.status_code, 403)
                self.assertEqual(self.console(person).get(f"{PROFILES}add/").status_code, 403)
        self.ana.profile.refresh_from_db()
        self.assertEqual(self.ana.profile.display_name, "Ana")

    def test_a_list_costs_the_same_for_many_as_for_few(self) -> None:
        self.console(self.ola).get(PROFILES)
        for number in range(20):
            User.objects.create_user(f"{number}@example.org")
        client = self.console(self.ola)
        for address in (PROFILES, "/admin/accounts/coachassignment/", USERS):
            with self.subTest(address), self.assertNumQueries(7):
                self.assertEqual(client.get(address).status_code, 200)


class StandingTests(Console, TestCase):
    def act(self, person: User, action: str, *people: User) -> None:
        chosen = [str(one.pk) for one in people]
        self.console(person).post(USERS, {"action": action, "_selected_action": chosen})

    def test_staff_make_a_coach_and_it_is_audited(self) -> None:
        self.act(self.ola, "make_coach", self.ben)
        self.assertTrue(User.objects.get(pk=self.ben.pk).is_coach)
        self.act(self.ola, "end_coach_role", self.ben)
        self.assertFalse(User.objects.get(pk=self.ben.pk).is_coach)
        entries = AuditEntry.objects.filter(action="account.standing_set", subject=accounts.pseudonym(self.ben))
        self.assertEqual(entries.count(), 2)

    def test_a_closed_account_loses_its_tokens(self) -> None:
        accounts.issue_tokens(self.ben)
        self.act(self.ola, "close", self.ben)
        self.assertFalse(User.objects.get(pk=self.ben.pk).is_active)
        self.assertEqual(TokenFamily.objects.get(user=self.ben).revoked_because, "closed")
        self.act(self.ola, "reopen", self.ben)
        self.assertTrue(User.objects.get(pk=self.ben.pk).is_active)

    def test_staff_do_not_close_staff_and_a_coach_closes_nobody(self) -> None:
        other = User.objects.create_user("olaf@example.org", PASSWORD, is_staff=True)
        self.act(self.ola, "close", other)
        self.act(self.cleo, "close", self.ben)
        self.assertEqual(User.objects.filter(is_active=False).count(), 0)
        self.assertFalse(accounts.set_standing(actor=self.cleo, user=self.ben, is_active=False))

    def test_superusers_make_staff_whose_earlier_tokens_end(self) -> None:
        accounts.issue_tokens(self.ben)
        self.act(self.ola, "make_staff", self.ben)
        self.assertFalse(User.objects.get(pk=self.ben.pk).is_staff)
        self.promote()
        for action, expected in (("make_staff", True), ("end_staff_role", False)):
            self.act(self.ola, action, self.ben)
            self.assertEqual(User.objects.get(pk=self.ben.pk).is_staff, expected)
        self.assertEqual(TokenFamily.objects.get(user=self.ben).revoked_because, "standing")

    def test_nobody_locks_themselves_out(self) -> None:
        self.promote()
        for action in ("close", "end_staff_role"):
            self.act(self.ola, action, self.ola)
        self.assertTrue(User.objects.filter(pk=self.ola.pk, is_active=True, is_staff=True).exists())

    def test_superusers_give_duties_to_staff_only(self) -> None:
        other = User.objects.create_user("olaf@example.org", PASSWORD, is_staff=True)
        queue = "/admin/coaching/safetyevent/"
        self.act(self.ola, f"give_{DUTY}", other)
        self.assertEqual(self.console(other).get(queue).status_code, 403)
        self.promote()
        self.act(self.ola, f"give_{DUTY}", other, self.ben)
        self.assertEqual(self.console(other).get(queue).status_code, 200)
        self.assertFalse(self.ben.user_permissions.exists())
        self.assertContains(self.console(self.ola).get(f"{USERS}{other.pk}/change/"), "looks after signs")
        self.act(self.ola, f"take_{DUTY}", other)
        self.assertEqual(self.console(other).get(queue).status_code, 403)
        self.assertEqual(AuditEntry.objects.filter(action="account.duty_set").count(), 2)

    def promote(self) -> None:
        User.objects.filter(pk=self.ola.pk).update(is_superuser=True)
        self.ola.refresh_from_db()

    def test_only_a_standing_can_be_set(self) -> None:
        with self.assertRaises(TypeError):
            accounts.set_standing(actor=self.ola, user=self.ben, is_superuser=True)
