"""POST /api/v1/plans/feedback/import and what becomes of it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from unittest import skipUnless
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from config.celery import app
from events.models import JournalEntry
from feedback import kinds, services
from feedback.core.logs.table import BROKEN_MAX
from feedback.models import ImportBatch, RPEFeedback
from feedback.services.transfer import STEP
from feedback.tasks import run_import, sweep_imports
from plans.models import Exercise
from tests.base import Cast, at_once
from tests.feedback.base import IMPORT, WIDE
from tests.feedback.test_logs import FIXTURES, HEVY_HEADER, REAL, row

HEVY = REAL / "hevy_rpe_dakheera.csv"


def log(*rows: str) -> str:
    return HEVY_HEADER + "".join(f"{each}\n" for each in rows)


class ImportCase(Cast):
    ana: User

    def send(self, user: User | None, content: bytes | str, **fields: str) -> Any:
        data = content.encode() if isinstance(content, str) else content
        body = {"file": SimpleUploadedFile("my log.csv", data, "text/csv"), **fields}
        return self.client_for(user).post(IMPORT, body, format="multipart")

    def brought_in(self, content: bytes | str, **fields: str) -> dict[str, Any]:
        """Send, let the worker work, look."""
        answer = self.send(self.ana, content, **fields)
        assert answer.status_code == 202, answer.content
        import_id = answer.json()["data"]["id"]
        run_import(import_id)
        return self.look(import_id)

    def look(self, import_id: str, **query: int) -> dict[str, Any]:
        data: dict[str, Any] = self.client_for(self.ana).get(f"{IMPORT}s/{import_id}", query).json()["data"]
        return data


@override_settings(RATE_LIMITS=WIDE)
class ImportTests(ImportCase, TestCase):
    # --- What is stored -----------------------------------------------------------------------------------------------
    def test_it_keeps_one_rating_for_each_exercise_of_each_workout(self) -> None:
        found = self.brought_in(log(
            row(kind="warmup", load="40", rpe="6"), row(rpe="8"), row(rpe="9.5", kind="failure"),
            row(exercise="Bench Press (Barbell)", load="80", rpe="7"), row(start="2026-02-04 10:00", rpe=""),
        ))  # fmt: skip
        self.assertEqual(found["status"], "done")
        squat = RPEFeedback.objects.get(exercise_id="back-squat", rpe__isnull=False)
        self.assertEqual((squat.source, squat.session, squat.completion_rate), ("hevy", None, Decimal(100)))
        self.assertEqual(squat.rpe, Decimal(9))  # the mean of 8 and a failure
        self.assertEqual([each.get("warm_up", False) for each in squat.sets], [True, False, False])
        self.assertEqual(squat.rated_work().sets[2].reported_rir, 0)
        self.assertEqual(RPEFeedback.objects.filter(rpe__isnull=True).get().exercise_id, "back-squat")
        self.assertEqual(RPEFeedback.objects.count(), 3)

    def test_it_reads_local_times_in_the_athletes_zone(self) -> None:
        self.brought_in(log(row(start="2026-02-02 00:30")))
        stored = RPEFeedback.objects.get()
        self.assertEqual(stored.performed_at.isoformat(), "2026-02-01T23:30:00+00:00")  # Berlin
        self.assertEqual(stored.performed_on.isoformat(), "2026-02-02")

    def test_it_keeps_unknown_exercises_as_the_athletes_own_and_says_so(self) -> None:
        found = self.brought_in(
            log(row(exercise="Katana Wobble"), row(exercise="=cmd|' /C calc'!A0", load="", reps="12"))
        )
        own = Exercise.objects.filter(owner=self.ana)
        self.assertEqual({(each.name_en, each.pattern, each.mode) for each in own},
                         {("Katana Wobble", "unknown", "load"), ("=cmd|' /C calc'!A0", "unknown", "reps")})  # fmt: skip
        self.assertEqual(found["report"]["counts"]["unknown_exercise"], 2)
        self.assertEqual({each["recognised_by"] for each in found["report"]["exercises"]}, {"private"})
        self.assertIn("'=cmd|' /C calc'!A0", [each["title"] for each in found["report"]["exercises"]])
        self.assertNotIn(own[0], Exercise.objects.visible_to(self.ben.pk))

    def test_it_believes_the_athletes_own_mapping(self) -> None:
        mapping = json.dumps({"Katana Wobble": "front-squat"})
        found = self.brought_in(log(row(exercise="Katana Wobble")), mapping=mapping)
        self.assertEqual(RPEFeedback.objects.get().exercise_id, "front-squat")
        self.assertEqual(found["report"]["counts"]["imported"], 1)

    def test_it_gives_pounds_to_who_trains_in_pounds(self) -> None:
        text = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n2026-02-02 10:00,A,Squat (Barbell),1,225,5\n"
        self.brought_in(text, unit="lbs")
        self.assertEqual(RPEFeedback.objects.get().sets, [{"reps": 5, "load_kg": 102.06}])

    # --- What is told -------------------------------------------------------------------------------------------------
    def test_it_answers_for_every_row(self) -> None:
        found = self.brought_in(log(row(), row(reps="x"), row(reps="0"), row(exercise="Katana Wobble"), row()))
        counts = {"imported": 2, "duplicate": 0, "skipped": 1, "unknown_exercise": 1, "rejected": 1}
        self.assertEqual(found["report"]["counts"], counts)
        self.assertEqual([(each["line"], each["outcome"], each["code"]) for each in found["rows"]], [
            (2, "imported", ""), (3, "rejected", "reps_unreadable"), (4, "skipped", "empty_set"),
            (5, "unknown_exercise", "kept_as_own_exercise"), (6, "imported", ""),
        ])  # fmt: skip
        self.assertTrue(all(each["reason"] for each in found["rows"] if each["code"]))
        self.assertEqual(found["report"]["rows"], 5)
        self.assertEqual(found["report"]["training_min"], 60)

    def test_it_hands_the_rows_out_in_pages(self) -> None:
        found = self.brought_in(log(*(row() for _ in range(5))))
        page = self.look(found["id"], after=2, limit=2)
        self.assertEqual(([each["line"] for each in page["rows"]], page["next_row"]), ([4, 5], 4))
        self.assertIsNone(self.look(found["id"], after=4)["next_row"])
        for query in ({"after": -1}, {"limit": 0}, {"limit": 1001}):
            self.assertEqual(self.client_for(self.ana).get(f"{IMPORT}s/{found['id']}", query).status_code, 400)

    def test_it_journals_the_beginning_the_progress_and_the_end(self) -> None:
        found = self.brought_in(log(row(), row(exercise="Bench Press (Barbell)")))
        told = list(JournalEntry.objects.for_athlete(self.ana.pk).order_by("seq"))
        self.assertEqual([each.kind for each in told],
                         [kinds.IMPORT_STARTED, kinds.IMPORT_PROGRESSED, kinds.IMPORT_FINISHED])  # fmt: skip
        self.assertEqual({each.payload["import"] for each in told}, {found["id"]})
        self.assertEqual(told[2].payload["exercises"], ["back-squat", "barbell-bench-press"])
        self.assertEqual(told[2].payload["first_on"], "2026-02-02")

    def test_it_previews_without_storing(self) -> None:
        text = log(row(), row(exercise="Katana Wobble"))
        found = self.brought_in(text, dry_run="true")
        self.assertEqual((found["dry_run"], found["status"]), (True, "done"))
        self.assertEqual((found["report"]["counts"]["imported"], found["report"]["counts"]["unknown_exercise"]), (1, 1))
        self.assertEqual(len(found["report"]["preview"]), 2)
        self.assertFalse(RPEFeedback.objects.exists() or Exercise.objects.filter(owner=self.ana).exists())
        self.assertEqual(self.brought_in(text)["report"]["counts"], found["report"]["counts"])

    def test_it_forgets_the_file_when_it_is_done(self) -> None:
        self.brought_in(log(row()))
        self.assertEqual(ImportBatch.objects.get().content, "")

    # --- Repeats ------------------------------------------------------------------------------------------------------
    def test_it_changes_nothing_when_the_log_is_sent_again(self) -> None:
        text = log(row(), row(exercise="Katana Wobble"))
        self.brought_in(text)
        before = list(RPEFeedback.objects.order_by("pk").values())
        self.assertEqual(self.brought_in(text)["report"]["counts"]["duplicate"], 2)
        self.assertEqual(list(RPEFeedback.objects.order_by("pk").values()), before)

    def test_it_adds_only_what_is_new_in_a_longer_export(self) -> None:
        self.brought_in(log(row()))
        found = self.brought_in(log(row(start="2026-02-05 10:00"), row()))
        self.assertEqual((found["report"]["counts"]["imported"], found["report"]["counts"]["duplicate"]), (1, 1))
        self.assertEqual(RPEFeedback.objects.count(), 2)

    def test_it_overwrites_nothing_and_says_where_the_log_differs(self) -> None:
        self.brought_in(log(row()))
        found = self.brought_in(log(row(), row(reps="6")))
        self.assertEqual([each["code"] for each in found["rows"]], ["differs_from_stored"] * 2)
        self.assertEqual(len(RPEFeedback.objects.get().sets), 1)

    def test_it_leaves_deleted_what_the_athlete_has_deleted(self) -> None:
        self.brought_in(log(row()))
        services.remove(RPEFeedback.objects.get(), timezone.now())
        self.assertEqual(self.brought_in(log(row()))["report"]["counts"]["duplicate"], 1)
        self.assertFalse(RPEFeedback.objects.standing().exists())

    def test_it_keeps_two_athletes_apart(self) -> None:
        self.brought_in(log(row(exercise="Katana Wobble")))
        answer = self.send(self.ben, log(row(exercise="Katana Wobble")))
        run_import(answer.json()["data"]["id"])
        self.assertEqual(RPEFeedback.objects.for_athlete(self.ben.pk).count(), 1)
        self.assertEqual(Exercise.objects.filter(owner=self.ben).count(), 1)

    # --- The job ------------------------------------------------------------------------------------------------------
    def test_it_runs_once_however_often_the_task_runs(self) -> None:
        found = self.brought_in(log(row()))
        run_import(found["id"])
        run_import(str(uuid4()))
        self.assertEqual(ImportBatch.objects.get().attempts, 1)
        self.assertEqual(JournalEntry.objects.filter(kind=kinds.IMPORT_FINISHED).count(), 1)

    def test_it_counts_as_new_what_an_attempt_that_died_had_stored(self) -> None:
        text = log(row(), row(start="2026-02-05 10:00"))
        batch = services.queue_import(athlete=self.ana, text=text)
        services.run_import(batch.pk, timezone.now())
        RPEFeedback.objects.order_by("performed_at").last().delete()  # type: ignore[union-attr]
        ImportBatch.objects.update(state="running", content=text, attempts=1, lease_until=timezone.now() - timedelta(1))
        self.assertEqual(services.waiting_imports(), [batch.pk])
        services.run_import(batch.pk, timezone.now())
        batch.refresh_from_db()
        self.assertEqual((batch.state, batch.attempts, batch.report["counts"]["imported"]), ("done", 2, 2))
        self.assertEqual(RPEFeedback.objects.count(), 2)

    def test_it_is_finished_by_the_sweeper_when_its_message_was_lost(self) -> None:
        batch = services.queue_import(athlete=self.ana, text=log(row()))
        app.conf.task_always_eager = True
        self.addCleanup(app.conf.update, task_always_eager=False)
        sweep_imports()
        self.assertEqual(self.look(str(batch.pk))["status"], "done")

    def test_it_says_why_a_file_turned_out_to_be_unreadable(self) -> None:
        text = HEVY_HEADER + '"a"b\n' * (BROKEN_MAX + 1)
        found = self.brought_in(text)
        self.assertEqual(found["status"], "failed")
        self.assertIn("quotation marks", found["error"])

    def test_it_leaves_an_import_alone_while_its_owner_lives(self) -> None:
        batch = services.queue_import(athlete=self.ana, text=log(row()))
        ImportBatch.objects.update(state="running", attempts=1, lease_until=timezone.now() + timedelta(minutes=1))
        self.assertEqual(services.waiting_imports(), [])
        services.run_import(batch.pk, timezone.now())
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_gives_up_after_three_deaths(self) -> None:
        batch = services.queue_import(athlete=self.ana, text=log(row()))
        ImportBatch.objects.update(state="running", attempts=3, lease_until=timezone.now() - timedelta(minutes=1))
        sweep_imports()
        found = self.look(str(batch.pk))
        self.assertEqual((found["status"], bool(found["error"])), ("failed", True))
        self.assertEqual(JournalEntry.objects.filter(kind=kinds.IMPORT_FINISHED).count(), 1)
        self.assertEqual(services.waiting_imports(), [])

    def test_it_writes_no_end_when_someone_else_has_taken_over(self) -> None:
        batch = services.queue_import(athlete=self.ana, text=log(row()))
        services.run_import(batch.pk, timezone.now(), watch=lambda read, total: take_over(batch.pk))
        batch.refresh_from_db()
        self.assertEqual((batch.state, batch.attempts), ("running", 2))
        self.assertFalse(JournalEntry.objects.filter(kind=kinds.IMPORT_FINISHED).exists())

    def test_it_takes_back_the_step_in_which_it_finds_that_someone_else_has_taken_over(self) -> None:
        rows = [row(exercise=f"Squat {number}") for number in range(STEP + 1)]
        batch = services.queue_import(athlete=self.ana, text=log(*rows))
        services.run_import(batch.pk, timezone.now(), watch=lambda read, total: take_over(batch.pk))
        self.assertEqual(RPEFeedback.objects.count(), STEP)
        self.assertFalse(JournalEntry.objects.filter(kind=kinds.IMPORT_FINISHED).exists())

    # --- Bad input and strangers --------------------------------------------------------------------------------------
    def test_it_refuses_what_is_no_training_log(self) -> None:
        for content, status, code in (
            ("a,b\n1,2\n", 422, "unreadable_log"), (b"\x89PNG\x00\x00", 422, "unreadable_log"), (b"", 400, "invalid"),
            ("\n", 422, "unreadable_log"),
        ):  # fmt: skip
            with self.subTest(content):
                answer = self.send(self.ana, content)
                self.assertEqual((answer.status_code, answer.json()["code"]), (status, code))
        self.assertFalse(ImportBatch.objects.exists() or JournalEntry.objects.exists())

    def test_it_names_the_field_that_is_wrong(self) -> None:
        for fields, field in (
            ({"source": "fitnotes"}, "source"), ({"unit": "stone"}, "unit"), ({"dry_run": "perhaps"}, "dry_run"),
            ({"mapping": "{"}, "mapping"), ({"mapping": "[1]"}, "mapping"), ({"mapping": '{"a": 1}'}, "mapping"),
            ({"mapping": "[" * 50_000}, "mapping"), ({"mapping": '{"a\\u0000": "x"}'}, "mapping"),
            ({"mapping": json.dumps({str(n): "x" for n in range(1001)})}, "mapping"),
        ):  # fmt: skip
            with self.subTest(fields=str(fields)[:40]):
                answer = self.send(self.ana, log(row()), **fields)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        self.assertEqual(self.client_for(self.ana).post(IMPORT, {}, format="multipart").status_code, 400)
        self.assertEqual(self.client_for(self.ana).post(IMPORT, {"file": "x"}, format="json").status_code, 400)

    def test_it_refuses_a_mapping_to_nothing_and_to_someone_elses_exercise(self) -> None:
        Exercise.objects.create(slug="bens-own", owner=self.ben, name_en="Ben's", pattern="unknown")
        for slug in ("moon-walk", "bens-own"):
            answer = self.send(self.ana, log(row()), mapping=json.dumps({"Squat (Barbell)": slug}))
            self.assertEqual((answer.status_code, answer.json()["code"]), (422, "unknown_exercise"))
        self.assertFalse(ImportBatch.objects.exists())

    @override_settings(IMPORT_MAX_BYTES=1_000)
    def test_it_refuses_a_file_that_is_too_large(self) -> None:
        self.assertEqual(self.send(self.ana, log(*(row() for _ in range(30)))).status_code, 413)

    def test_it_is_not_there_for_anyone_else(self) -> None:
        self.assertEqual(self.send(None, log(row())).status_code, 401)
        import_id = self.send(self.ana, log(row())).json()["data"]["id"]
        for user in (self.ben, self.cleo, self.dan, self.ola):
            self.assertEqual(self.client_for(user).get(f"{IMPORT}s/{import_id}").status_code, 404)
        self.assertEqual(self.client_for(None).get(f"{IMPORT}s/{import_id}").status_code, 401)
        self.assertEqual(self.client_for(self.ana).get(f"{IMPORT}s/{uuid4()}").status_code, 404)

    def test_it_queues_one_import_for_one_idempotency_key(self) -> None:
        key = {"idempotency-key": str(uuid4())}
        ids = {
            self.client_for(self.ana).post(
                IMPORT, {"file": SimpleUploadedFile("a.csv", log(row()).encode())}, format="multipart", headers=key
            ).json()["data"]["id"]
            for _ in range(2)
        }  # fmt: skip
        self.assertEqual((len(ids), ImportBatch.objects.count()), (1, 1))


def take_over(import_id: UUID) -> None:
    ImportBatch.objects.filter(pk=import_id).update(attempts=2)


class ImportLogCommandTests(Cast, TestCase):
    def run_command(self, *args: str) -> str:
        out = StringIO()
        call_command("import_log", *args, stdout=out)
        return out.getvalue()

    def test_it_imports_and_reports(self) -> None:
        said = self.run_command(
            str(FIXTURES / "strong_zh.csv"), "--email", "Ana@example.org", "--map", "=我的动作()=front-squat"
        )
        self.assertIn("4 rows, 1 workouts, kg, inferred.", said)
        self.assertIn("front-squat (mapping)", said)
        self.assertIn("line 4: It is a rest timer, not a set.", said)
        self.assertEqual(RPEFeedback.objects.for_athlete(self.ana.pk).count(), 2)

    def test_it_stores_nothing_in_a_dry_run(self) -> None:
        said = self.run_command(str(FIXTURES / "hevy_us.csv"), "--email", "ana@example.org", "--dry-run")
        self.assertIn("Nothing was stored.", said)
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_says_what_is_wrong(self) -> None:
        hevy = str(FIXTURES / "hevy_us.csv")
        for args, words in (
            ((hevy, "--email", "nobody@example.org"), "no account"),
            (("/nowhere.csv", "--email", "ana@example.org"), "cannot be read"),
            ((__file__, "--email", "ana@example.org"), "columns"),
            ((hevy, "--email", "ana@example.org", "--map", "x"), "TITLE=SLUG"),
            ((hevy, "--email", "ana@example.org", "--map", "x=moon-walk"), "moon-walk"),
            ((hevy, "--email", "ana@example.org", "--source", "strong"), "columns"),
        ):
            with self.subTest(args), self.assertRaisesMessage(CommandError, words):
                self.run_command(*args)


@skipUnless(HEVY.exists(), f"{HEVY} is not here")
class RealImportTests(Cast, TestCase):
    def test_it_brings_in_a_real_log_whole_and_once(self) -> None:
        text = HEVY.read_text(encoding="utf-8")
        reports = []
        for _ in range(2):
            batch = services.queue_import(athlete=self.ana, text=text)
            services.run_import(batch.pk, timezone.now())
            batch.refresh_from_db()
            reports.append(batch.report["counts"])
            self.assertEqual([line for line, *_rest in batch.row_answers], list(range(2, 7213)))
        self.assertEqual([sum(report.values()) for report in reports], [7211, 7211])
        self.assertEqual(reports[0]["imported"] + reports[0]["unknown_exercise"], 7211)
        self.assertEqual(reports[1]["duplicate"], 7211)
        self.assertEqual(RPEFeedback.objects.count(), 1944)
        self.assertLessEqual(JournalEntry.objects.count(), 2 * 12)


@override_settings(RATE_LIMITS=WIDE)
class ImportRaceTests(Cast, TransactionTestCase):
    def test_it_is_done_by_one_of_many_workers(self) -> None:
        self.raise_curtain()
        batch = services.queue_import(athlete=self.ana, text=log(row(), row(exercise="Katana Wobble")))
        self.assertEqual(at_once(6, lambda: services.run_import(batch.pk, timezone.now())), [None] * 6)
        batch.refresh_from_db()
        self.assertEqual((batch.state, batch.attempts), ("done", 1))
        self.assertEqual(RPEFeedback.objects.count(), 2)

    def test_it_stores_each_row_once_when_two_imports_of_the_same_log_run_at_the_same_moment(self) -> None:
        self.raise_curtain()
        text = log(
            *(row(start=f"2026-01-{day:02} 10:00", exercise=name) for day in range(1, 20) for name in ("A", "B"))
        )
        batches = [services.queue_import(athlete=self.ana, text=text) for _ in range(2)]
        ids = [batch.pk for batch in batches]
        self.assertEqual(at_once(2, lambda: services.run_import(ids.pop(), timezone.now())), [None, None])
        reports = [batch.report["counts"] for batch in ImportBatch.objects.all()]
        self.assertEqual([sum(report.values()) for report in reports], [38, 38])
        self.assertEqual(sum(report["unknown_exercise"] for report in reports), 38)
        self.assertEqual(RPEFeedback.objects.count(), 38)
