"""A tap on a button of a prompt, and what it led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from coaching.models import CoachingPrompt


@dataclass(frozen=True, slots=True)
class Done:
    """What an act led to: a code for the sentence with its facts, and what was stored: {revision | metric | …}."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts), **self.stored}


@dataclass(frozen=True, slots=True)
class Tap:
    """Who answered which prompt, and when. `facts`: those of the prompt."""

    athlete: User
    prompt: CoachingPrompt
    now: datetime

    @property
    def facts(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self.prompt.facts
        return facts

    @property
    def today(self) -> date:
        return self.athlete.profile.local_date(self.now)
