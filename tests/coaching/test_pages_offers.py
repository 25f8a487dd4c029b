"""What was offered stands in the chat as the plan has it now: what was done, anywhere, is not offered again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils.translation import override

from accounts.models import AthleteProfile
from coaching.models import Message
from coaching.pages.flow import flow_of
from coaching.services import responding
from plans import services as plans
from plans.models import Exercise, PlannedItem, PlannedSession
from tests.adaptation.stage import at
from tests.coaching.asked import asked
from tests.coaching.base import NOW, WEDNESDAY, AskedCase, block

LATER = NOW + timedelta(minutes=5)


class OffersCase(AskedCase):
    def shown(self, kind: str, now: datetime = LATER) -> dict[str, Any]:
        """The first block of this type, as the page has it."""
        entries = [entry for day in flow_of(self.ana, None, now).days for entry in day.entries]
        return dict(next(each.block for entry in entries for each in entry.blocks if each.kind == kind))

    def actions(self, now: datetime = LATER) -> dict[str, tuple[str, str]]:
        told = self.shown("actions", now)["actions"]
        return {each["id"]: (each.get("state", ""), each.get("result", "")) for each in told}


class SwapTests(OffersCase):
    def setUp(self) -> None:
        super().setUp()
        self.offer = block(self.ask("swap bench press"), "swap")
        self.bench = PlannedItem.objects.select_related("session__plan", "exercise").get(pk=self.offer["item_id"])

    def swap(self, slug: str) -> None:
        with at(LATER):
            plans.swap_exercise(self.bench, exercise=slug, author="athlete", now=LATER)

    def test_it_is_open_until_one_is_chosen_and_then_names_it(self) -> None:
        self.assertEqual(self.shown("swap")["state"], "open")
        chosen = self.offer["options"][1]
        self.swap(chosen["slug"])
        told = self.shown("swap")
        self.assertEqual((told["state"], told["chosen"]), ("chosen", chosen["name"]))
        with override("zh-hans"):
            self.assertEqual(self.shown("swap")["chosen"], Exercise.objects.get(pk=chosen["slug"]).name("zh-hans"))

    def test_it_can_be_taken_again_after_it_was_taken_back(self) -> None:
        self.swap(self.offer["options"][0]["slug"])
        self.swap(self.offer["exercise"])
        self.assertEqual(self.shown("swap")["state"], "open")

    def test_it_is_closed_once_something_else_stands_there(self) -> None:
        PlannedItem.objects.filter(pk=self.bench.pk).update(exercise="bird-dog")
        self.assertEqual(self.shown("swap")["state"], "closed")

    def test_it_is_closed_with_its_session(self) -> None:
        sessions = PlannedSession.objects.filter(pk=self.bench.session_id)
        for status in ("done", "skipped"):
            sessions.update(status=status)
            self.assertEqual(self.shown("swap")["state"], "closed", status)
        sessions.update(status="planned")
        self.assertEqual(self.shown("swap", WEDNESDAY)["state"], "closed", "its day is over")
        sessions.update(is_dropped=True)
        self.assertEqual(self.shown("swap")["state"], "closed", "dropped")

    def test_an_offer_from_before_it_told_its_exercise_is_still_open(self) -> None:
        message = Message.objects.get(content__isnull=False)
        assert message.content is not None
        former = [
            {key: value for key, value in each.items() if key != "exercise"} for each in message.content["blocks"]
        ]
        Message.objects.filter(pk=message.pk).update(content={"blocks": former})
        self.assertEqual(self.shown("swap")["state"], "open")


class SessionTests(OffersCase):
    def setUp(self) -> None:
        super().setUp()
        self.ask("I can't train today")
        self.session = self.sessions(self.plan)[0]

    def test_it_offers_both_ways(self) -> None:
        self.assertEqual(self.actions(), {"move_session": ("open", ""), "skip_session": ("open", "")})

    def test_it_says_that_the_session_was_left_out(self) -> None:
        plans.skip_session(self.session, reason="", now=LATER)
        self.assertEqual(self.actions(), {"skip_session": ("skipped", "")})

    def test_it_says_where_the_session_was_moved_to(self) -> None:
        PlannedSession.objects.filter(pk=self.session.pk).update(on=self.session.on + timedelta(days=1))
        moved = ("moved", "Moved to Tuesday, March 3.")
        self.assertEqual(self.actions(), {"move_session": moved, "skip_session": ("open", "")})

    def test_nothing_is_left_to_decide_about_a_session_that_is_over(self) -> None:
        plans.mark_session_done(self.session.pk)
        self.assertEqual(self.actions(), {"skip_session": ("closed", "")})

    def test_a_session_of_somebody_else_is_none(self) -> None:
        message = Message.objects.get(content__isnull=False)
        Message.objects.filter(pk=message.pk).update(athlete=self.ben)
        self.ana = self.ben
        self.assertEqual(self.actions(), {"skip_session": ("closed", "")})


class WishTests(OffersCase):
    def test_it_says_that_the_tone_is_chosen(self) -> None:
        self.ask("be more direct")
        self.assertEqual(self.actions()["set_tone"], ("open", ""))
        AthleteProfile.objects.filter(user=self.ana).update(tone="direct")
        self.ana.refresh_from_db()
        self.assertEqual(self.actions()["set_tone"], ("set", ""))

    def test_an_answered_prompt_says_what_was_answered(self) -> None:
        prompt = asked(self.ana, NOW)
        self.assertEqual(self.shown("prompt_replies")["chosen"], "")
        responding.respond(athlete=self.ana, prompt_id=prompt.pk, choice="not_now", client_id=uuid4(), now=LATER)
        told = self.shown("prompt_replies")
        self.assertEqual((told["state"], told["chosen"]), ("answered", "Not now"))
