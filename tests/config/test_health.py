"""Health: alive without looking at anything, ready only with a database, degraded without the rest."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import TestCase, TransactionTestCase, override_settings

from config import embedded_state, health, launchers

TOKEN = "a-token-for-monitors-0123456789"


class Alive:
    def is_alive(self) -> bool:
        return True


class Dead:
    def is_alive(self) -> bool:
        return False


class HealthTest(TestCase):
    def get(self, path: str, status: int = 200, token: str | None = None) -> Any:
        answer = self.client.get(path, headers={} if token is None else {"X-Health-Token": token})
        self.assertEqual(answer.status_code, status, answer.content)
        return answer.json()

    def with_worker(self, worker: Any) -> None:
        embedded_state.started(worker)
        self.addCleanup(embedded_state.stopped, worker)


@override_settings(CELERY_BROKER_URL="memory://", REDIS_URL="")
class EmbeddedHealthTests(HealthTest):
    def test_it_tells_version_and_uptime_to_everyone(self) -> None:
        data = self.get("/health")["data"]
        self.assertEqual((data["status"], set(data)), ("ok", {"status", "version", "uptime_s"}))

    def test_it_is_alive_without_asking_the_database(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(self.get("/health/live")["data"], {"status": "ok"})

    def test_it_is_ready_with_database_and_worker(self) -> None:
        self.with_worker(Alive())
        data = self.get("/health/ready")["data"]
        self.assertEqual((data["status"], data["degraded"]), ("ok", []))

    def test_it_is_degraded_without_a_living_worker(self) -> None:
        self.assertEqual(self.get("/health/ready")["data"]["degraded"], ["workers"])
        self.with_worker(Dead())
        data = self.get("/health/ready")["data"]
        self.assertEqual((data["status"], data["degraded"]), ("degraded", ["workers"]))

    def test_it_is_not_ready_with_a_migration_missing(self) -> None:
        self.with_worker(Alive())
        MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")
        answer = self.get("/health/ready", 503)
        self.assertEqual((answer["success"], answer["code"]), (False, "not_ready"))
        self.assertIn("accounts.0001_initial", answer["details"]["migrations"])

    def test_it_is_ready_with_a_migration_of_a_newer_version(self) -> None:
        self.with_worker(Alive())
        MigrationRecorder(connection).record_applied("accounts", "9999_from_the_future")
        self.assertEqual(self.get("/health/ready")["data"]["status"], "ok")


@override_settings(HEALTH_TOKEN=TOKEN)
class InspectionTests(HealthTest):
    pages = ("/health/detailed", "/health/system")

    def test_it_hides_the_details_from_everyone_else(self) -> None:
        someone = get_user_model().objects.create_user("someone@example.com", "correct horse battery")
        for page in self.pages:
            with self.subTest(page):
                self.client.logout()
                self.get(page, 401)
                self.get(page, 401, token="wrong")
                self.client.force_login(someone)
                self.get(page, 403)

    def test_it_shows_them_to_staff_and_to_the_token(self) -> None:
        staff = get_user_model().objects.create_user("staff@example.com", "correct horse battery")
        staff.is_staff = True
        staff.save()
        for page in self.pages:
            with self.subTest(page):
                self.client.logout()
                self.get(page, token=TOKEN)
                self.client.force_login(staff)
                self.get(page)

    @override_settings(HEALTH_TOKEN="")
    def test_it_takes_no_empty_token(self) -> None:
        self.get("/health/detailed", 401, token="")

    def test_it_times_every_check(self) -> None:
        checks = self.get("/health/detailed", token=TOKEN)["data"]["checks"]
        self.assertEqual(set(checks), {"database", "migrations", "redis", "workers", "disk", "coach"})
        self.assertTrue(all(check["latency_ms"] >= 0 for check in checks.values()))

    def test_it_measures_the_machine(self) -> None:
        data = self.get("/health/system", token=TOKEN)["data"]
        self.assertEqual(set(data), {"cpu", "memory", "disk", "process"})
        self.assertGreater(data["process"]["memory_bytes"], 0)


class LostServiceTests(HealthTest):
    @override_settings(
        REDIS_URL=f"redis://127.0.0.1:{launchers.free_port()}/0", CELERY_BROKER_URL="redis://127.0.0.1:1/0"
    )
    def test_it_is_degraded_without_redis(self) -> None:
        data = self.get("/health/ready")["data"]
        self.assertEqual((data["status"], data["degraded"]), ("degraded", ["redis", "workers"]))

    def test_it_is_not_ready_when_the_database_does_not_answer(self) -> None:
        def lost() -> str:
            raise health.Unwell("The database does not answer.")

        findings = health.look_at((health.Check("database", lost, vital=True),))
        self.assertEqual(health.status_of(findings), "unavailable")

    def test_it_does_not_wait_for_a_lost_database_again(self) -> None:
        asked: list[str] = []

        def lost(name: str) -> str:
            asked.append(name)
            raise health.Unwell(f"The {name} does not answer.")

        vital = health.Check("database", lambda: lost("database"), vital=True)
        part = health.Check("migrations", lambda: lost("migrations"), vital=True, of="database")
        findings = health.look_at((vital, part))
        self.assertEqual(asked, ["database"])
        self.assertEqual(
            [(each.name, each.ok, each.vital) for each in findings],
            [("database", False, True), ("migrations", False, True)],
        )


@pytest.mark.postgres
class LostDatabaseTests(TransactionTestCase):
    def test_it_is_not_ready_when_the_database_has_gone(self) -> None:
        usual = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict["PORT"] = launchers.free_port()
        try:
            answer = self.client.get("/health/ready")
        finally:
            connection.close()
            connection.settings_dict.update(usual)
        self.assertEqual((answer.status_code, answer.json()["code"]), (503, "not_ready"))


class MetricsTests(TestCase):
    def test_it_exposes_metrics_for_prometheus(self) -> None:
        answer = self.client.get("/metrics")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(b"django_http_requests_total_by_method", answer.content)
