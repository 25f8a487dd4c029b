"""Everything about one person, handed out or erased, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client, TestCase, TransactionTestCase
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AuditEntry, CoachAssignment, Subject, TokenFamily, User
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from events.models import JournalEntry, JournalHead
from feedback.models import Correction, ImportBatch, PerformanceMetrics, RPEFeedback
from plans.models import Exercise, Plan, PlannedItem, PlannedSession, PlanRevision
from tests.base import PASSWORD, Cast, at_once

ME, EXPORT = "/api/v1/me", "/api/v1/me/export"
# Tables without a path of foreign keys to a person, each with the reason why nobody is in it.
HOLDS_NOBODY = {
    "accounts.AuditEntry": "people by pseudonym; exported through Subject",
    "accounts.RateCounter": "keys of an hour at most, no history",
    "auth.Group": "names of groups",
    "auth.Permission": "names of permissions",
    "coaching.ArmVersion": "how often wordings are answered, by rule",
    "coaching.PolicyVersion": "parameters of the sending policy",
    "coaching.Pulse": "when jobs of the clock last ran",
    "contenttypes.ContentType": "names of tables",
    "events.JournalEpoch": "one row for the whole installation",
    "llm.BreakerState": "names of models",
    "sessions.Session": "opaque; erased by accounts.services.end_sessions",
}


def fill(athlete: User, mark: str) -> None:
    """A row of every kind that refers to this athlete, also the awkward ones: RESTRICT, a private exercise."""
    now = timezone.now()
    shared, _new = Exercise.objects.get_or_create(
        slug="shared-squat", defaults={"name_en": "Squat", "pattern": "squat"}
    )
    own = Exercise.objects.create(slug=f"own-{mark}", owner=athlete, name_en=mark, pattern="squat")
    plan = Plan.objects.create(
        athlete=athlete, goal="strength", intent={}, start_on=date(2026, 3, 2), ends_on=date(2026, 3, 29)
    )
    PlanRevision.objects.create(plan=plan, number=1, author="rule", spec="{}", spec_hash=mark)
    session = PlannedSession.objects.create(
        plan=plan, week=1, phase="base", on=date(2026, 3, 2), kind="strength", title=mark
    )
    PlannedItem.objects.create(
        session=session, exercise=own, position=0, role="main", sets=3, load_basis="known", rest_s=120
    )
    batch = ImportBatch.objects.create(athlete=athlete, source="hevy", file_sha256="0" * 64, content=mark)
    rating = RPEFeedback.objects.create(
        athlete=athlete, session=session, exercise=shared, rpe=8, completion_rate=100, performed_at=now,
        performed_on=now.date(), import_batch=batch, notes=mark,
    )  # fmt: skip
    metrics = PerformanceMetrics.objects.create(
        athlete=athlete, session=session, total_volume=1, average_rpe=8, completion_rate=100, recovery_time=24,
        sleep_quality=7, stress_level=3, performed_at=now, performed_on=now.date(),
    )  # fmt: skip
    Correction.objects.create(rating=rating, before={"rpe": mark})
    Correction.objects.create(metrics=metrics, before={"sleep_quality": mark})
    estimate = LiftEstimate.objects.create(
        athlete=athlete, exercise=own, state={}, as_of=now, e1rm_kg=100, low_kg=90, high_kg=110
    )
    EstimatePoint.objects.create(
        estimate=estimate, rating=rating, performed_at=now, state={}, e1rm_kg=100, low_kg=90, high_kg=110
    )
    AdaptationSuggestion.objects.create(
        plan=plan, kind="load", rule="r", occurrence=mark, target={}, before={}, after={}, edits=[], evidence={},
        confidence=0.5, requires="athlete", base_revision=1, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    JournalHead.objects.create(athlete=athlete, last_seq=1)
    JournalEntry.objects.create(athlete=athlete, seq=1, kind="test.marked", payload={"mark": mark})
    accounts.issue_tokens(athlete)
    accounts.claim_key(athlete, "key", "fingerprint")
    accounts.audit("marked", actor=athlete, subject=athlete, target=mark)


def census(athlete: User) -> dict[str, int]:
    return {model._meta.label: rows.count() for model, rows in accounts.rows_of(athlete).items()}


class ModelTests(TestCase):
    def test_every_table_is_known_to_hold_people_or_nobody(self) -> None:
        """A new table fails here until it leads to a person or says why nobody is in it."""
        for model in apps.get_models():
            label = model._meta.label
            with self.subTest(label):
                leads = model is User or bool(accounts.paths_to_person(model))
                self.assertNotEqual(leads, label in HOLDS_NOBODY)

    def test_what_stays_out_of_the_export_holds_people_and_has_a_reason(self) -> None:
        for label, reason in accounts.NOT_EXPORTED.items():
            with self.subTest(label):
                self.assertTrue(accounts.paths_to_person(apps.get_model(label)))  # noqa: TID251  names are the point
                self.assertTrue(reason)

    def test_it_finds_people_behind_several_tables(self) -> None:
        self.assertEqual(accounts.paths_to_person(PlanRevision), ["plan__athlete"])
        self.assertIn("session__plan__athlete", accounts.paths_to_person(PlannedItem))
        self.assertEqual(sorted(accounts.paths_to_person(CoachAssignment)), ["athlete", "coach"])


@pytest.mark.security
class ExportTests(Cast, TestCase):
    def export(self, who: User | None) -> Any:
        return self.client_for(who).get(EXPORT)

    def test_it_holds_a_row_of_every_table_and_nothing_of_anybody_else(self) -> None:
        fill(self.ana, "mark-of-ana")
        fill(self.ben, "mark-of-ben")
        response = self.export(self.ana)
        self.assertEqual(response.status_code, 200)
        data = response.json()["data"]
        expected = census(self.ana)
        for label in accounts.NOT_EXPORTED:
            expected.pop(label)
        counted = {label: len(rows) for label, rows in data.items() if label != "accounts.AuditEntry"}
        self.assertEqual(counted, expected)
        self.assertGreaterEqual(len([label for label, count in counted.items() if count]), 15)
        text = json.dumps(data)
        self.assertIn("mark-of-ana", text)
        self.assertNotIn("mark-of-ben", text)
        self.assertIn("mark-of-ana", [entry["target"] for entry in data["accounts.AuditEntry"]])

    def test_it_holds_no_secret(self) -> None:
        fill(self.ana, "mark")
        text = self.export(self.ana).content.decode()
        self.assertNotIn(self.ana.password, text)
        self.assertNotIn(TokenFamily.objects.get(user=self.ana).current_jti, text)

    def test_it_is_audited(self) -> None:
        self.export(self.ana)
        self.assertTrue(
            AuditEntry.objects.filter(action="account.exported", actor=accounts.pseudonym(self.ana)).exists()
        )

    def test_it_asks_who_is_there(self) -> None:
        self.assertEqual(self.export(None).status_code, 401)


@pytest.mark.security
class EraseTests(Cast, TestCase):
    def erase(self, who: User | None, **body: Any) -> Any:
        return self.client_for(who).delete(ME, body)

    def test_it_erases_every_row_of_the_person_and_of_nobody_else(self) -> None:
        fill(self.ana, "mark-of-ana")
        fill(self.ben, "mark-of-ben")
        bens, ana_pk = census(self.ben), self.ana.pk
        self.assertEqual(self.erase(self.ana, password=PASSWORD).status_code, 204)
        gone = User(pk=ana_pk)
        self.assertEqual({label for label, count in census(gone).items() if count}, set())
        self.assertEqual(census(self.ben), bens)
        self.assertTrue(Exercise.objects.filter(slug="shared-squat").exists())

    def test_the_audit_stays_and_leads_to_nobody(self) -> None:
        fill(self.ana, "mark")
        who = Subject.objects.get(user=self.ana).pk
        self.erase(self.ana, password=PASSWORD)
        self.assertFalse(Subject.objects.filter(pk=who).exists())
        entries = AuditEntry.objects.filter(subject=who)
        self.assertIn("account.erased", entries.values_list("action", flat=True))
        self.assertNotIn("ana@example.org", json.dumps(list(entries.values("action", "target", "facts"))))

    def test_tokens_and_sessions_are_gone(self) -> None:
        access = accounts.issue_tokens(self.ana).access
        clients = [Client(), Client()]
        for client, who in zip(clients, (self.ana, self.ben), strict=True):
            client.force_login(who)
        self.erase(self.ana, password=PASSWORD)
        self.assertEqual(Session.objects.count(), 1)
        self.assertEqual([client.get(ME).status_code for client in clients], [401, 200])
        self.assertEqual(self.client_for(None).get(ME, headers={"authorization": f"Bearer {access}"}).status_code, 401)

    def test_it_asks_for_the_password(self) -> None:
        for body, status in (({}, 400), ({"password": None}, 400), ({"password": "wrong"}, 403)):
            with self.subTest(body):
                self.assertEqual(self.erase(self.ana, **body).status_code, status)
        self.assertTrue(User.objects.filter(pk=self.ana.pk).exists())

    def test_it_asks_who_is_there(self) -> None:
        self.assertEqual(self.erase(None, password=PASSWORD).status_code, 401)

    def test_the_address_is_free_again(self) -> None:
        self.erase(self.ana, password=PASSWORD)
        body = {"email": "ana@example.org", "password": PASSWORD}
        self.assertEqual(self.client_for(None).post("/api/v1/auth/register", body).status_code, 201)


class EraseRaceTests(Cast, TransactionTestCase):
    def test_erasing_twice_at_once_erases_once_and_nothing_breaks(self) -> None:
        self.raise_curtain()
        fill(self.ana, "mark")
        answers = at_once(2, lambda: self.client_for(self.ana).delete(ME, {"password": PASSWORD}).status_code)
        self.assertIn(204, answers)
        self.assertLessEqual(set(answers), {204, 401, 404})
        self.assertFalse(User.objects.filter(email="ana@example.org").exists())
