"""D10: the trial as a file that the estimator reads back; A10: nobody who refuses is in it."""

from __future__ import annotations

import csv
import itertools
import json
import tempfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import numpy as np
from django.test import Client, TestCase

from accounts.models import AuditEntry
from coaching.core.effects import trial as trials
from coaching.core.effects.estimates import difference
from coaching.core.effects.inference import effect
from coaching.core.effects.points import points
from coaching.core.effects.sums import collect
from coaching.management.commands.effects import Command
from coaching.models import Decision, PromptPreferences
from coaching.services import export
from coaching.services.trial_rows import columns
from tests.base import Cast
from tests.coaching.decided import Trial, decision, run

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class FileTests(Cast, TestCase):
    def read(self) -> trials.Trial:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "trial.csv"
            file.write_text(export.as_csv(), encoding="utf-8")
            return Command().read(file, 0.6)

    def test_it_comes_back_into_the_estimator_as_it_went_out_d10(self) -> None:
        run(Trial(people=20, missing=0.05), NOW)
        rows = Decision.objects.select_related("outcome")
        names = {subject: place for place, subject in enumerate({row.subject for row in rows})}
        straight = difference(
            collect(
                points(
                    subjects=[names[row.subject] for row in rows],
                    actions=[int(row.is_treated) for row in rows],
                    outcomes=[np.nan if row.outcome.value is None else row.outcome.value for row in rows],
                    probabilities=np.array([row.probability for row in rows], dtype=float),
                )
            )
        )
        back = trials.overall(self.read())
        self.assertEqual((back.subjects, back.points), (straight.subjects, straight.points))
        one, other = effect(straight, [1]), effect(back, [1])
        np.testing.assert_allclose([one.value, one.se], [other.value, other.se], rtol=1e-9)

    def test_it_explains_each_of_its_columns_d10(self) -> None:
        run(Trial(people=2, points=4), NOW)
        told = json.loads(export.as_json(NOW))
        names = [each["name"] for each in told["dictionary"]]
        self.assertEqual(names, list(told["rows"][0]))
        self.assertEqual(names, next(csv.reader(StringIO(export.as_csv()))))
        self.assertEqual(names[:6], ["user", "decision", "slot", "day", "avail", "send"])
        self.assertTrue(all(each.meaning for each in columns()))

    def test_it_numbers_points_within_a_person_and_says_what_was_sent_before_d10(self) -> None:
        run(Trial(people=3, points=6), NOW)
        told = list(export.rows())
        self.assertEqual([row["decision"] for row in told], [*range(6)] * 3)
        self.assertEqual([row["user"] for row in told], [1] * 6 + [2] * 6 + [3] * 6)
        for before, row in itertools.pairwise(told):
            self.assertEqual(row["recent_dose"], before["send"] if row["decision"] else 0)

    def test_it_holds_what_was_not_available_and_why_d10(self) -> None:
        decision(self.ana, NOW, is_available=False, reasons=["quiet_hours", "day_cap"], probability=None)
        [row] = export.rows()
        self.assertEqual((row["avail"], row["reasons"], row["probability"]), (0, "quiet_hours day_cap", None))

    def test_it_holds_nobody_who_refuses_experiments_a10(self) -> None:
        run(Trial(people=3, points=6, athletes=(self.ana, self.ben)), NOW)
        decision(self.bao, NOW, is_experiment=False, probability=1.0, is_treated=True)
        decision(self.bao, NOW, slot_index=1, is_exempt=True, probability=1.0, is_treated=True)
        PromptPreferences.objects.create(athlete=self.ana, experiments=False)
        PromptPreferences.objects.create(athlete=self.ben)
        told = list(export.rows())
        self.assertEqual(len(told), 12)  # Ben, and one who was erased
        self.assertEqual({row["user"] for row in told}, {1, 2})

    def test_it_names_nobody(self) -> None:
        run(Trial(people=1, points=6, athletes=(self.ana,)), NOW)
        text = export.as_csv() + export.as_json(NOW)
        for secret in (self.ana.email, str(self.ana.pk), str(Decision.objects.all()[0].subject)):
            self.assertNotIn(secret, text)


class DoorTests(Cast, TestCase):
    def client_of(self, user: object) -> Client:
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        return client

    def test_it_is_for_staff_and_stands_in_the_audit_d10(self) -> None:
        run(Trial(people=2, points=4), NOW)
        for shape, kind in (("csv", "text/csv"), ("json", "application/json")):
            response = self.client_of(self.ola).get(f"/admin/effects/export.{shape}")
            self.assertEqual((response.status_code, response["Content-Type"]), (200, f"{kind}; charset=utf-8"))
            self.assertIn("attachment", response["Content-Disposition"])
        self.assertEqual(
            list(AuditEntry.objects.filter(action="effects.exported").values_list("facts", flat=True)),
            [{"shape": "csv"}, {"shape": "json"}],
        )
        self.assertEqual(self.client_of(self.ola).get("/admin/effects/export.xml").status_code, 404)

    def test_it_hands_coaches_and_athletes_nothing(self) -> None:
        for user in (self.cleo, self.ana):
            for path in ("/admin/effects/", "/admin/effects/export.csv"):
                with self.subTest(user=user.email, path=path):
                    self.assertIn(self.client_of(user).get(path).status_code, (302, 403))
        self.assertFalse(AuditEntry.objects.filter(action="effects.exported").exists())
