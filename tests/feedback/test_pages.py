"""Bringing a training log through the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from feedback import services as feedback
from feedback.models import ImportBatch, RPEFeedback
from feedback.pages.imports import RUNS_SHOWN, remarks
from feedback.wording import ROW_REASONS
from tests.base import Cast

HEAD = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
SET = '"Day","1 Nov 2026, 18:00","1 Nov 2026, 19:00","","{name}",,"",{n},"normal",{kg},5,,,8\n'
LOG = HEAD + SET.format(name="Bench Press (Barbell)", n=0, kg=80) + SET.format(name="Own Thing", n=0, kg=20)
REASON = next(iter(ROW_REASONS))


def upload(text: str | bytes, **told: str) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile("log.csv", content, "text/csv"), **told}


class ImportTests(Cast, TestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def send(self, text: str | bytes = LOG, **told: str) -> Any:
        return self.client.post(reverse("page-import"), upload(text, **told))

    def run_through(self, **told: str) -> Any:
        answer = self.send(**told)
        self.assertEqual(answer.status_code, 302)
        feedback.run_import(ImportBatch.objects.latest("created_at").pk, timezone.now())
        return self.client.get(answer.url)

    def test_it_looks_without_storing_anything(self) -> None:
        report = self.run_through(preview="1")
        self.assertContains(report, "Nothing is stored yet")
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_imports_for_good_and_accounts_for_each_row(self) -> None:
        report = self.run_through(**{"import": "1"})
        self.assertEqual(RPEFeedback.objects.count(), 2)
        self.assertEqual(sum(count for _, count in report.context["counts"]), 2)
        self.assertContains(report, "Own Thing")

    def test_it_says_once_what_holds_for_many_rows(self) -> None:
        answers = [[line, "unknown_exercise", REASON] for line in (2, 3, 4, 9)]
        ((sentence, count, lines, more),) = remarks([*answers, [5, "imported", ""]])
        self.assertTrue(sentence)
        self.assertEqual((count, lines, more), (4, "2–4, 9", 0))

    def test_it_counts_the_rows_that_it_does_not_name(self) -> None:
        answers = [[line, "rejected", REASON] for line in range(0, 2 * RUNS_SHOWN + 6, 2)]
        ((_sentence, count, _lines, more),) = remarks(answers)
        self.assertEqual((count, more), (RUNS_SHOWN + 3, 3))

    def test_it_changes_nothing_the_second_time(self) -> None:
        for _ in range(2):
            self.run_through(**{"import": "1"})
        self.assertEqual(RPEFeedback.objects.count(), 2)

    def test_it_shows_an_import_that_is_still_at_work(self) -> None:
        answer = self.send()
        page = self.client.get(answer.url)
        self.assertContains(page, "Look again")
        address = reverse("feedback-import-one", args=[ImportBatch.objects.get().pk])
        self.assertContains(page, f'<progress-watch class="card" src="{address}?limit=1"')
        self.assertContains(page, 'label="{read} of {total} rows read."')

    def test_it_says_what_is_wrong_with_a_file(self) -> None:
        for text in (b"", b"\x00\x01\x02\xff\xfe", "a,b,c\n1,2,3\n"):
            with self.subTest(text=text):
                answer = self.send(text)
                self.assertEqual(answer.status_code, 422)
                self.assertIn("file", answer.context["form"].errors)
        self.assertFalse(ImportBatch.objects.exists())

    @override_settings(IMPORT_MAX_BYTES=100)
    def test_it_refuses_a_file_that_is_too_large(self) -> None:
        self.assertIn("file", self.send().context["form"].errors)

    def test_it_hides_the_imports_of_others(self) -> None:
        address = self.send().url
        self.client.force_login(self.ben)
        self.assertEqual(self.client.get(address).status_code, 404)
        self.assertEqual(self.client.get(reverse("page-import-report", args=[uuid4()])).status_code, 404)
        self.assertNotContains(self.client.get(reverse("page-import")), "log.csv")
