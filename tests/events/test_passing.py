"""What passes: to whoever is connected and keeps up, and to nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.test import SimpleTestCase

from events.core.grant import Grant, Source
from events.delivery.outlet import Message
from events.delivery.passing import pass_on
from events.delivery.subscription import End, Subscription
from events.services.hints import ROOM, Herald

TYPING = "typing"


class Screen(Subscription):
    """A reader that notes what is written to it."""

    transport = "test"
    is_slow = False

    def __init__(self, athlete_id: UUID) -> None:
        super().__init__(Grant(athlete_id, Source.SESSION, "key", "mark"), None)
        self.is_ready = True
        self.heard: list[Message] = []

    @property
    def is_busy(self) -> bool:
        return self.is_slow

    def passing(self, kind: str, data: dict[str, Any]) -> list[Message]:
        return [{"kind": kind, **data}]

    def write(self, messages: list[Message]) -> None:
        self.heard += messages


class PassOnTests(SimpleTestCase):
    def setUp(self) -> None:
        self.ana, self.ben = uuid4(), uuid4()
        self.screens = [Screen(self.ana), Screen(self.ana)]
        self.other = Screen(self.ben)

    def say(self) -> None:
        following = {self.ana.hex: self.screens, self.ben.hex: [self.other]}
        pass_on([(self.ana.hex, TYPING, {"author": "coach"}), (uuid4().hex, TYPING, {})], following)

    def test_every_screen_of_that_athlete_hears_it_and_no_other(self) -> None:
        self.say()
        for screen in self.screens:
            self.assertEqual(screen.heard, [{"kind": TYPING, "author": "coach"}])
        self.assertEqual(self.other.heard, [])

    def test_whoever_is_slow_new_or_about_to_leave_goes_without(self) -> None:
        slow, new, leaving = Screen(self.ana), Screen(self.ana), Screen(self.ana)
        slow.is_slow, new.is_ready, leaving.end = True, False, End.BYE
        self.screens = [slow, new, leaving, Screen(self.ana)]
        self.say()
        self.assertEqual([len(screen.heard) for screen in self.screens], [0, 0, 0, 1])

    def test_a_transport_without_a_place_for_it_passes_it_over(self) -> None:
        self.assertEqual(Subscription.passing(self.other, TYPING, {}), [])


class HeraldTests(SimpleTestCase):
    def test_in_a_crowd_it_keeps_what_came_last(self) -> None:
        herald = Herald()
        herald.call = lambda: None  # type: ignore[method-assign]  # nobody takes anything away meanwhile
        athlete_ids = [uuid4() for _ in range(ROOM + 3)]
        for athlete_id in athlete_ids:
            herald.pass_on((athlete_id, TYPING, {}))
        self.assertEqual([each for each, _kind, _data in herald.passing], athlete_ids[3:])
