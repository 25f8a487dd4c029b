"""What athletes choose about prompts, through the service and the API."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from accounts import services as accounts
from accounts.models import AthleteProfile, User
from coaching.core.frequency import paused
from coaching.core.preferences import NIGHT
from coaching.models import CoachingPrompt, DueMoment, PromptPreferences
from coaching.services import preferences, prompt_reading
from tests.base import PASSWORD, Cast
from tests.coaching.asked import agreed, waiting

NOW = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)  # a Wednesday, 13:00 in Berlin
URL = "/api/v2/coaching/preferences"


class Choosing(Cast, TestCase):
    def choose(self, now: datetime = NOW, **changes: Any) -> PromptPreferences:
        return preferences.change(athlete=self.ana, changes=changes, now=now)

    def refused(self, **changes: Any) -> set[str]:
        with self.assertRaises(ValidationError) as refused:
            self.choose(**changes)
        return set(refused.exception.message_dict)

    def put(self, **changes: Any) -> Any:
        return self.client_for(self.ana).put(URL, changes)


class F3DefaultTests(Choosing):
    def test_nobody_has_agreed_who_was_not_asked(self) -> None:
        chosen = preferences.of(self.ana.pk)
        self.assertEqual((chosen.enabled, chosen.max_per_day, chosen.max_per_week), (False, 2, 7))
        self.assertEqual(
            (chosen.min_gap_min, chosen.quiet_hours, chosen.windows), (240, [dict(NIGHT)], ["12:30", "18:30"])
        )
        self.assertFalse(PromptPreferences.objects.exists())

    def test_the_day_can_be_lowered_to_nothing_and_never_raised_above_five(self) -> None:
        self.assertEqual(self.choose(max_per_day=0).max_per_day, 0)
        self.assertEqual(self.refused(max_per_day=6), {"max_per_day"})
        with self.assertRaises(IntegrityError), transaction.atomic():
            PromptPreferences.objects.update(max_per_day=6)

    def test_signing_up_agrees_only_where_it_was_said(self) -> None:
        client = self.client_for(None)
        for name, more, expected in (("eva", {"proactive": True}, True), ("finn", {}, False)):
            body = {"email": f"{name}@example.org", "password": PASSWORD, **more}
            self.assertEqual(client.post("/api/v1/auth/register", body).status_code, 201)
            user = User.objects.get(email=f"{name}@example.org")
            self.assertEqual(preferences.of(user.pk).enabled, expected)


class F6OptOutTests(Choosing):
    def test_a_no_calls_off_what_waits_and_what_is_under_way(self) -> None:
        agreed(self.ana)
        for status in ("pending", "sending"):
            waiting(self.ana, NOW, status=status)
        waiting(self.ben, NOW)
        self.choose(enabled=False)
        found = CoachingPrompt.objects.filter(athlete=self.ana).values_list("status", "because")
        self.assertEqual(set(found), {("cancelled", "opted_out")})
        self.assertEqual(CoachingPrompt.objects.get(athlete=self.ben).status, "pending")
        self.assertFalse(DueMoment.objects.filter(athlete=self.ana, done_at__isnull=True).exists())


class F7MuteTests(Choosing):
    def test_a_rule_is_muted_until_then_or_for_ever_and_back(self) -> None:
        agreed(self.ana)
        prompts = {rule: waiting(self.ana, NOW, rule=rule) for rule in ("check_in", "stalled", "milestone")}
        until = (NOW + timedelta(days=2)).isoformat()
        self.choose(muted_rules=[{"rule": "check_in", "until": until}, {"rule": "stalled"}])
        found = {rule: CoachingPrompt.objects.get(pk=each.pk).because for rule, each in prompts.items()}
        self.assertEqual(found, {"check_in": "muted", "stalled": "muted", "milestone": ""})
        outlook = prompt_reading.outlook(self.ana, NOW, rule="check_in")
        self.assertIn("muted", outlook.reasons)
        self.assertEqual(outlook.next_allowed_at, NOW + timedelta(days=2))
        self.assertIsNone(prompt_reading.outlook(self.ana, NOW, rule="stalled").next_allowed_at)
        self.choose(muted_rules=[])
        self.assertEqual(prompt_reading.outlook(self.ana, NOW, rule="stalled").reasons, ())

    def test_do_not_disturb_and_a_holiday_hold(self) -> None:
        agreed(self.ana)
        self.choose(quiet_until=NOW + timedelta(hours=30))
        self.assertEqual(prompt_reading.outlook(self.ana, NOW).next_allowed_at, NOW + timedelta(hours=30))
        self.choose(quiet_until=None, holiday={"from": date(2026, 5, 6), "to": date(2026, 5, 9)})
        outlook = prompt_reading.outlook(self.ana, NOW)
        expected = datetime(2026, 5, 10, 6, tzinfo=UTC)  # Sunday, when the night is over
        self.assertEqual((outlook.reasons, outlook.next_allowed_at), (("holiday",), expected))

    def test_it_refuses_what_cannot_be_kept(self) -> None:
        for name, value in (
            ("muted_rules", [{"rule": "gossip"}]),
            ("muted_rules", [{"rule": "stalled"}, {"rule": "stalled"}]),
            ("quiet_hours", [{"from": "21:00", "to": "8"}]),
            ("quiet_hours", [{"days": [7], "from": "21:00", "to": "08:00"}]),
            ("windows", []),
            ("windows", ["12:30", "12:30"]),
            ("holiday", {"from": date(2026, 5, 9), "to": date(2026, 5, 6)}),
            ("min_gap_min", 5),
        ):
            with self.subTest(name, value=value):
                self.assertEqual(self.refused(**{name: value}), {name})


class T1SchemaTests(Choosing):
    def test_it_keeps_names_of_zones_and_times_on_the_wall(self) -> None:
        self.choose(timezone="Asia/Kathmandu", quiet_hours=[{"days": [4], "from": "22:15", "to": "07:00"}])
        row = PromptPreferences.objects.get()
        self.assertEqual(AthleteProfile.objects.get(user=self.ana).timezone, "Asia/Kathmandu")
        self.assertEqual(row.quiet_hours, [{"days": [4], "from": "22:15", "to": "07:00"}])


class T5TravelTests(Choosing):
    def test_both_nights_hold_after_a_long_jump(self) -> None:
        agreed(self.ana)
        with self.subTest("a short one changes nothing"):
            accounts.update_profile(self.ana, timezone="Europe/London")
            self.assertEqual(PromptPreferences.objects.get().zone_before, "")
        accounts.update_profile(self.ana, timezone="America/Los_Angeles")
        row = PromptPreferences.objects.get()
        self.assertEqual(row.zone_before, "Europe/London")
        assert row.zone_changed_at is not None
        night_in_london = row.zone_changed_at.replace(hour=23, minute=0) + timedelta(days=0)
        if night_in_london < row.zone_changed_at:
            night_in_london += timedelta(days=1)
        self.assertEqual(paused(row.pauses(), night_in_london, self.ana.profile.zone), ("quiet_hours",))

    def test_what_is_due_moves_with_the_athlete_and_keeps_its_name(self) -> None:
        agreed(self.ana, enabled_at=NOW - timedelta(days=3))
        self.choose(check_in_at="12:30")
        before = {row.occurrence: row.due_at for row in DueMoment.objects.filter(rule="check_in", done_at=None)}
        preferences.change(athlete=self.ana, changes={"timezone": "Europe/Lisbon"}, now=NOW)
        after = {row.occurrence: row.due_at for row in DueMoment.objects.filter(rule="check_in", done_at=None)}
        shared = before.keys() & after.keys()
        self.assertTrue(shared)
        later = {name for name in shared if before[name] > NOW}
        self.assertEqual({after[name] - before[name] for name in later}, {timedelta(hours=1)})


class A10RefusalTests(Choosing):
    def test_experiments_may_be_refused(self) -> None:
        self.assertTrue(self.choose(enabled=True).experiments)
        self.assertFalse(self.choose(experiments=False).experiments)


class S9MinorTests(Choosing):
    def test_minors_take_part_in_no_experiment_and_sleep(self) -> None:
        accounts.update_profile(self.ana, birth_year=datetime.now(UTC).year - 15)
        row = preferences.change(
            athlete=self.ana, changes={"enabled": True, "experiments": True, "quiet_hours": []}, now=datetime.now(UTC)
        )
        self.assertEqual((row.enabled, row.experiments, row.quiet_hours), (True, False, [dict(NIGHT)]))

    def test_a_year_of_birth_that_comes_later_counts(self) -> None:
        agreed(self.ana, quiet_hours=[])
        accounts.update_profile(self.ana, birth_year=datetime.now(UTC).year - 15)
        row = PromptPreferences.objects.get()
        self.assertEqual((row.experiments, row.quiet_hours), (False, [dict(NIGHT)]))


class ApiTests(Choosing):
    def test_it_tells_what_was_chosen_and_when_the_next_may_come(self) -> None:
        told = self.put(enabled=True, max_per_day=1, holiday={"from": "2020-01-01", "to": "2020-01-02"}).json()["data"]
        self.assertEqual(
            told, self.client_for(self.ana).get(URL).json()["data"] | {"next_allowed_at": told["next_allowed_at"]}
        )
        self.assertEqual((told["enabled"], told["max_per_day"], told["timezone"]), (True, 1, "Europe/Berlin"))
        self.assertEqual(told["holiday"], {"from": "2020-01-01", "to": "2020-01-02"})
        self.assertEqual(told["quiet_hours"], [{"days": [], "from": "21:00", "to": "08:00"}])
        self.assertIsNotNone(told["next_allowed_at"])
        self.assertEqual(told["in_the_way"][0], "On the first day there is only a welcome.")

    def test_it_takes_camel_case_and_leaves_the_rest_as_it_was(self) -> None:
        self.put(enabled=True)
        told = self.put(maxPerWeek=3, quietHours=[{"from": "20:00", "to": "09:00"}]).json()["data"]
        self.assertEqual((told["enabled"], told["max_per_week"]), (True, 3))
        self.assertEqual(told["quiet_hours"], [{"days": [], "from": "20:00", "to": "09:00"}])

    def test_it_refuses_with_a_sentence_for_each_field(self) -> None:
        for changes in ({"max_per_day": 6}, {"muted_rules": [{"rule": "gossip"}]}, {"timezone": "Mars"}):
            with self.subTest(changes):
                answer = self.put(**changes)
                self.assertEqual(answer.status_code, 400, answer.content)
                self.assertEqual(answer.json()["details"].keys(), changes.keys())
