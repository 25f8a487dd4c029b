"""What tests of the chat share: somebody who asks, and what they are answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase

from accounts.models import User
from coaching import services as coaching
from coaching.models import Message
from plans.models import Plan
from tests.adaptation.stage import Training, at, lift, spec_of_weeks, store
from tests.base import Cast

URL = "/api/v2/coaching/messages"
ROW = "barbell-row"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # the Monday on which the plan begins
WEDNESDAY = NOW + timedelta(days=2)


def said(text: Any = "What do I train today?", **changes: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "text": text, **changes}


class Chat(Cast):
    """Over HTTP, as a client has it."""

    def say(self, athlete: User | None, body: Any, **headers: str) -> Any:
        return self.client_for(athlete).post(URL, body, headers=headers)

    def pages(self, athlete: User, **query: Any) -> Any:
        return self.client_for(athlete).get(URL, query)


def answer_to(athlete: User, text: str, now: datetime = NOW) -> Message:
    """Say this and have it answered at that moment."""
    question, _is_new = coaching.post(athlete=athlete, text=text, client_id=uuid4(), now=now)
    with at(now):
        coaching.react(athlete.pk, now)
    return Message.objects.get(reply_to=question)


def blocks(message: Message) -> list[dict[str, Any]]:
    content: Any = message.content
    return list(content["blocks"])


def block(message: Message, kind: str) -> dict[str, Any]:
    """The one part of this type."""
    [found] = [each for each in blocks(message) if each["type"] == kind]
    return found


def kinds_in(message: Message) -> list[str]:
    return [each["type"] for each in blocks(message)]


class AskedCase(Training, TestCase):
    """Ana has a plan: bench press and rows on Mondays and Wednesdays, for four weeks from NOW on."""

    plan: Plan

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        weeks = [[[lift(load_kg=kg), lift(ROW, load_kg=kg - 40)] for kg in (100.0, 90.0)] for _week in range(4)]
        cls.plan = store(cls.ana, spec_of_weeks(weeks))

    def ask(self, text: str, now: datetime = NOW) -> Message:
        return answer_to(self.ana, text, now)
