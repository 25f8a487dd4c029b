"""What people write is text wherever it is shown again, for them and for their coach."""

from __future__ import annotations

import pytest
from django.test import TestCase, override_settings
from django.utils.html import escape

from accounts.models import AthleteProfile
from adaptation.models import AdaptationSuggestion
from feedback.models import ImportBatch, RPEFeedback
from plans.models import Exercise, PlannedSession
from tests.plans.base import WIDE
from tests.security import table
from tests.security.table import Addresses
from tests.security.test_doors import content, ids_for
from tests.security.world import Neighbours

pytestmark = [pytest.mark.security, pytest.mark.sqlite]
HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"


@override_settings(RATE_LIMITS=WIDE)
class StoredTextTests(Neighbours, TestCase):
    def setUp(self) -> None:
        """As an older version, or an import, may have let it in: past every form."""
        self.api(self.ana).patch("/api/v1/me", {"display_name": HOSTILE})
        AthleteProfile.objects.filter(user=self.ana).update(
            limitations=[{"region": "knee", "severity": 3, "note": HOSTILE}]
        )
        RPEFeedback.objects.filter(athlete=self.ana).update(notes=HOSTILE)
        ImportBatch.objects.filter(athlete=self.ana).update(file_name=HOSTILE)
        AdaptationSuggestion.objects.filter(plan=self.anas.plan).update(dismiss_reason=HOSTILE, status="dismissed")
        PlannedSession.objects.filter(pk=self.anas.later.pk).update(skip_reason=HOSTILE, status="skipped")
        Exercise.objects.filter(owner=self.ana).update(name_en=HOSTILE, name_zh_hans=HOSTILE)

    def pages(self) -> list[tuple[str, str]]:
        own = {path: each for part in (table.OWN, table.OWNED) for path, each in part.items()}
        read = [path for path, each in own.items() if "get" in each.methods and not path.startswith("api/")]
        found = [(path, self.api(self.ana).get(Addresses(ids_for(path, self.anas)).of(path))) for path in read]
        console = [f"/admin/{model}/" for model in table.SCOPED]
        console += [
            f"/admin/accounts/athleteprofile/{self.ana.pk}/change/",
            f"/admin/feedback/rpefeedback/{self.anas.rating.pk}/change/",
            f"/admin/feedback/importbatch/{self.anas.batch.pk}/change/",
            f"/admin/plans/plannedsession/{self.anas.later.pk}/change/",
            f"/admin/adaptation/adaptationsuggestion/{self.anas.suggestion.pk}/change/",
        ]
        found += [(path, self.api(self.cleo).get(path)) for path in (*console, "/coaching")]
        return [(path, content(answer)) for path, answer in found if answer.status_code == 200]

    def test_it_is_never_markup(self) -> None:
        shown = []
        for path, page in self.pages():
            with self.subTest(path):
                self.assertNotIn("<img src=x", page)
                self.assertNotIn("<script>alert", page)
            if escape("<img src=x onerror=alert(1)>") in page:
                shown.append(path)
        self.assertGreaterEqual(len(shown), 8, f"the text is hardly shown anywhere: {shown}")
