"""The one question that a diagnosis may put to the athlete while it runs: a closed list, worded by us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import translation

from accounts.models import AthleteProfile
from diagnosis.models import Execution
from diagnosis.services.executions import choices
from diagnosis.wording.questions import ANSWERS, QUESTIONS

PATIENCE = timedelta(minutes=10)


def question(draft: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What the rules cannot know and the athlete can say: why sessions were missed. ("", {}) where nothing is open."""
    for finding in draft["findings"]:
        if finding["code"] == "adherence_low":
            numbers = finding["evidence"]["numbers"]
            return "why_missed", {key: numbers[key] for key in ("done", "due") if numbers.get(key) is not None}
    return "", {}


def worded(code: str, facts: Mapping[str, Any], execution: Execution) -> dict[str, Any]:
    """The question and its answers, in the athlete's language."""
    profile = AthleteProfile.objects.only("locale").get(pk=execution.athlete_id)
    with translation.override(profile.locale):
        return {
            "code": code,
            "text": str(QUESTIONS[code]),
            "choices": [{"id": choice, "label": str(ANSWERS[choice])} for choice in choices(code)],
        }
