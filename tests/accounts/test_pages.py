"""The pages about oneself: profile, language, export, farewell, coaching."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from accounts.models import AthleteProfile, CoachAssignment, User
from accounts.pages.profile import initial_of
from tests.base import PASSWORD, Cast

PAGES = ("page-profile", "page-delete", "page-coaching")


class PageCase(Cast, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def profile(self, user: User | None = None) -> AthleteProfile:
        return AthleteProfile.objects.get(user=user or self.ana)


class AccessTests(PageCase):
    def test_it_asks_whoever_is_not_signed_in_to_sign_in(self) -> None:
        self.client.logout()
        for name in PAGES:
            with self.subTest(name):
                address = reverse(name)
                self.assertRedirects(self.client.get(address), f"{reverse('accounts:sign_in')}?next={address}")

    def test_it_shows_each_page(self) -> None:
        for name in PAGES:
            with self.subTest(name):
                self.assertEqual(self.client.get(reverse(name)).status_code, 200)


class RegisterTests(PageCase):
    def test_the_profile_has_the_zone_of_the_device(self) -> None:
        for told, kept in (("Asia/Shanghai", "Asia/Shanghai"), ("Mars/Base", "UTC"), ("", "UTC")):
            with self.subTest(told):
                email = f"new{len(told)}@example.org"
                body = {"email": email, "password": "a phrase of several words", "timezone": told}
                self.assertEqual(Client().post(reverse("accounts:register"), body).status_code, 302)
                self.assertEqual(User.objects.get(email=email).profile.timezone, kept)


class ProfileTests(PageCase):
    def body(self, **changes: object) -> dict[str, object]:
        known = {name: value for name, value in initial_of(self.profile()).items() if value is not None}
        return {**known, **changes}

    def save(self, **changes: object) -> int:
        return self.client.post(reverse("page-profile"), self.body(**changes)).status_code

    def test_it_saves_what_was_changed(self) -> None:
        told = {"birth_year": 1990, "autonomy": "auto", "region_0": "knee", "severity_0": 3, "conditions": ["asthma"]}
        self.assertEqual(self.save(**told), 302)
        profile = self.profile()
        self.assertEqual((profile.birth_year, profile.autonomy), (1990, "auto"))
        self.assertEqual(profile.limitations, [{"region": "knee", "severity": 3, "note": ""}])
        self.assertEqual(profile.health["conditions"], ["asthma"])

    def test_it_shows_saved_answers_and_saves_them_again_unchanged(self) -> None:
        self.save(bodyweight="71.5", region_0="knee", severity_0=3)
        before = self.profile()
        self.assertEqual(self.save(), 302)
        after = self.profile()
        self.assertEqual((before.bodyweight_kg, before.limitations), (after.bodyweight_kg, after.limitations))

    def test_it_keeps_the_answers_of_the_screening(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(health={"screening_yes": ["joint"]})
        self.save()
        self.assertEqual(self.profile().health["screening_yes"], ["joint"])

    def test_it_stores_pounds_as_kilograms(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(units="imperial")
        self.ana.refresh_from_db()
        self.client.force_login(self.ana)
        self.save(bodyweight="150")
        self.assertAlmostEqual(float(self.profile().bodyweight_kg or 0), 68.04, places=2)

    def test_it_refuses_what_cannot_be(self) -> None:
        before = self.profile()
        for field, value in [
            ("birth_year", 1850), ("birth_year", 2999), ("bodyweight", "3"), ("bodyweight", "nan"),
            ("timezone", "Mars"), ("country", "de"), ("sex", "x"), ("locale", "fr"), ("severity_0", 11),
            ("pregnancy_week", 60),
        ]:  # fmt: skip
            with self.subTest(field=field, value=value):
                answer = self.client.post(reverse("page-profile"), self.body(region_0="knee", **{field: value}))
                self.assertIn(field, answer.context["form"].errors)
        self.assertEqual(self.profile().updated_at, before.updated_at)

    def test_it_asks_how_much_it_hurts(self) -> None:
        answer = self.client.post(reverse("page-profile"), self.body(region_0="knee", severity_0=""))
        self.assertIn("severity_0", answer.context["form"].errors)


class LanguageTests(PageCase):
    def switch(self, **told: str) -> str:
        return str(getattr(self.client.post(reverse("page-language"), told), "url", ""))

    def test_it_changes_the_profile_and_goes_back(self) -> None:
        self.assertEqual(self.switch(language="zh-hans", next="/lifts"), "/lifts")
        self.assertEqual(self.profile().locale, "zh-hans")

    def test_it_remembers_the_choice_of_a_guest(self) -> None:
        self.client.logout()
        self.switch(language="zh-hans", next="/sign-in")
        self.assertContains(self.client.get("/sign-in"), '<html lang="zh-hans">')

    def test_it_never_leads_to_another_site(self) -> None:
        for place in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            with self.subTest(place):
                self.assertEqual(self.switch(language="en", next=place), "/")

    def test_it_refuses_a_language_that_is_not_there(self) -> None:
        self.assertEqual(self.client.post(reverse("page-language"), {"language": "xx"}).status_code, 400)


class DataTests(PageCase):
    def test_it_hands_everything_out_as_a_file(self) -> None:
        answer = self.client.post(reverse("page-export"))
        self.assertEqual(answer["Content-Disposition"], 'attachment; filename="spotter.json"')
        self.assertEqual(answer.json()["accounts.User"][0]["email"], self.ana.email)

    def test_it_exports_only_when_asked_by_post(self) -> None:
        self.assertEqual(self.client.get(reverse("page-export")).status_code, 405)

    def test_it_erases_the_account_after_the_password(self) -> None:
        self.assertContains(self.client.post(reverse("page-delete"), {"password": PASSWORD}), "has been deleted")
        self.assertFalse(User.objects.filter(pk=self.ana.pk).exists())

    def test_it_keeps_the_account_after_a_wrong_password(self) -> None:
        answer = self.client.post(reverse("page-delete"), {"password": "something-else"})
        self.assertIn("password", answer.context["form"].errors)
        self.assertTrue(User.objects.filter(pk=self.ana.pk).exists())

    @override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "login": (5, 60)}, REDIS_URL="")
    def test_it_stops_guessing(self) -> None:
        for _ in range(5):
            self.client.post(reverse("page-delete"), {"password": "something-else"})
        answer = self.client.post(reverse("page-delete"), {"password": PASSWORD})
        self.assertEqual(answer.status_code, 429)
        self.assertTrue(User.objects.filter(pk=self.ana.pk).exists())


class CoachingTests(PageCase):
    def test_it_shows_a_coach_their_athletes_and_no_one_elses(self) -> None:
        self.client.force_login(self.cleo)
        self.assertContains(self.client.get(reverse("page-coaching")), "ana@example.org")
        self.client.force_login(self.dan)
        self.assertNotContains(self.client.get(reverse("page-coaching")), "ana@example.org")

    def test_it_takes_an_invitation_to_consent(self) -> None:
        self.client.force_login(self.dan)
        self.client.post(reverse("page-coaching"), {"email": self.ana.email})
        self.assertNotContains(self.client.get(reverse("page-coaching")), self.ana.email)
        invitation = CoachAssignment.objects.get(coach=self.dan)
        self.client.force_login(self.ana)
        self.client.post(reverse("page-coach-accept", args=[invitation.pk]))
        invitation.refresh_from_db()
        self.assertEqual(invitation.status, "active")

    def test_it_says_the_same_for_an_address_without_an_account(self) -> None:
        self.client.force_login(self.dan)
        told = []
        for email in ("nobody@example.org", self.ben.email):
            told.append(self.client.post(reverse("page-coaching"), {"email": email}, follow=True).content.decode())
        self.assertEqual(*["invitation now waits" in each for each in told])

    def test_it_lets_either_side_end_it(self) -> None:
        assignment = CoachAssignment.objects.get(coach=self.cleo)
        self.client.post(reverse("page-coach-end", args=[assignment.pk]))
        assignment.refresh_from_db()
        self.assertEqual(assignment.status, "ended")

    def test_it_hides_the_assignments_of_others(self) -> None:
        assignment = CoachAssignment.objects.get(coach=self.cleo)
        self.client.force_login(self.ben)
        for name in ("page-coach-accept", "page-coach-end"):
            for key in (assignment.pk, uuid4()):
                with self.subTest(name=name):
                    self.assertEqual(self.client.post(reverse(name, args=[key])).status_code, 404)
        assignment.refresh_from_db()
        self.assertEqual(assignment.status, "active")

    def test_it_lets_no_athlete_invite(self) -> None:
        self.assertEqual(self.client.post(reverse("page-coaching"), {"email": self.ben.email}).status_code, 404)
        self.assertEqual(CoachAssignment.objects.count(), 1)
