"""A model that fails all the time is left alone for a while, by every process."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

from django.test import SimpleTestCase, TestCase, TransactionTestCase
from django.utils import timezone

from llm import registry
from llm import services as llm
from llm.core.breaker import BROKEN_S, OPEN_MAX_S, OPEN_S, Breaker, Lately, admit, note
from llm.core.faults import CallFailed, Fault, Mark
from llm.core.questions import Answer, NoAnswer
from llm.models import BreakerState
from llm.services import breakers
from tests.base import at_once
from tests.llm import server
from tests.llm.base import question, scripted


def after(*marks: Mark) -> Breaker:
    """A breaker that was told of these calls, one a second."""
    told = Breaker()
    for at, mark in enumerate(marks):
        so_far = Counter(marks[: at + 1])
        told = note(told, mark, float(at), lately=Lately(so_far[GOOD], so_far[BAD]))
    return told


BAD, GOOD = Mark.BAD, Mark.GOOD
TIMED_OUT = CallFailed(Fault.TIMEOUT)


class BreakerTests(SimpleTestCase):
    def test_it_opens_when_it_should_and_not_before(self) -> None:
        for name, breaker, is_open in (
            ("four in a row", after(*[BAD] * 4), False),
            ("five in a row", after(*[BAD] * 5), True),
            ("a good one between", after(*[BAD] * 4, GOOD, *[BAD] * 4), False),
            ("half of ten", after(*[BAD, GOOD] * 4, GOOD, BAD), True),
            ("four of ten", after(*[BAD, GOOD] * 4, GOOD, GOOD), False),
            ("half of ten, of which the breaker is not told", note(Breaker(), BAD, 9.0), False),
            ("what says nothing", after(*[Mark.NEUTRAL] * 20), False),
            ("a wrong key", after(Mark.BROKEN), True),
        ):
            with self.subTest(name):
                self.assertEqual(breaker.is_tripped, is_open)

    def test_it_lets_one_probe_through_when_the_time_is_over(self) -> None:
        tripped = after(*[BAD] * 5)
        self.assertFalse(admit(tripped, tripped.open_until - 1)[1])
        probing, may = admit(tripped, tripped.open_until)
        self.assertTrue(may)
        self.assertFalse(admit(probing, tripped.open_until + 1)[1])
        self.assertTrue(admit(probing, probing.probe_until)[1], "the prober died, so another may try")

    def test_a_good_probe_closes_it_and_a_bad_one_doubles_the_time(self) -> None:
        breaker, now, waits = after(*[BAD] * 5), 4.0, []
        for _ in range(6):
            waits.append(breaker.open_until - now)
            now = breaker.open_until
            breaker = note(admit(breaker, now)[0], BAD, now)
        self.assertEqual(waits, [OPEN_S, 60, 120, 240, OPEN_MAX_S, OPEN_MAX_S])
        now = breaker.open_until
        self.assertEqual(note(admit(breaker, now)[0], GOOD, now), Breaker(since=now))

    def test_a_late_answer_of_before_changes_nothing_while_it_is_open(self) -> None:
        tripped = after(*[BAD] * 5)
        for mark in (GOOD, BAD):
            self.assertEqual(note(tripped, mark, 5.0), tripped)

    def test_a_good_call_changes_nothing_where_all_is_well(self) -> None:
        breaker = Breaker(since=99.0)
        self.assertEqual(note(breaker, GOOD, 100.0), breaker)

    def test_it_waits_as_long_as_the_provider_asks_up_to_a_minute(self) -> None:
        self.assertEqual(note(Breaker(), Mark.PAUSE, 0.0, 12.0).open_until, 12.0)
        self.assertEqual(note(Breaker(), Mark.PAUSE, 0.0, 130.0).open_until, 60.0)
        self.assertEqual(note(Breaker(), Mark.BROKEN, 0.0).open_until, BROKEN_S)


class SharedBreakerTests(TestCase):
    def asked(self, *good: bool, last: datetime, every_s: float) -> int:
        """How often the provider was called when calls went like this, the last one at `last`."""
        scripts = [server.says("Well done.") if each else server.refuses(503, Retry_After="9") for each in good]
        with scripted(scripts) as told:
            for place in range(len(good)):
                moment = last - timedelta(seconds=every_s * (len(good) - 1 - place))
                llm.ask(question(), llm.World(moment=partial(min, moment, last)))
        return len(told.asked)

    def test_it_opens_when_half_of_the_calls_of_a_minute_failed(self) -> None:
        half, now = [True, False] * 5 + [True] * 2, timezone.now()
        self.assertEqual(self.asked(*half, last=now, every_s=1), 10)
        self.assertEqual(self.asked(*half, last=now, every_s=20), 12, "calls of minutes ago count no more")

    def test_what_made_it_open_is_not_counted_again(self) -> None:
        good, bad, start = server.says("Well done."), server.refuses(503, Retry_After="9"), timezone.now()
        with scripted([*[good] * 4, *[bad] * 5, good, bad]):
            for second in (*range(9), 39, 40):  # open from 8 to 38
                llm.ask(question(), llm.World(moment=partial(max, start + timedelta(seconds=second), start)))
        state = BreakerState.objects.get().state
        self.assertEqual((state["row"], state["open_until"]), (1, 0))

    def test_it_leaves_a_dead_provider_alone_and_goes_to_the_next_at_once(self) -> None:
        with scripted(server.refuses(401), server.says("Well done.")) as told:
            for _ in range(3):
                answer = llm.ask(question())
                assert isinstance(answer, Answer)
        self.assertEqual([asked.json["model"] for asked in told.asked], ["m0", "m1", "m1", "m1"])

    def test_it_says_so_where_no_other_is_left(self) -> None:
        with scripted(server.refuses(401)) as told:
            answers = [llm.ask(question()) for _ in range(2)]
        self.assertEqual(
            [answer.fault for answer in answers if isinstance(answer, NoAnswer)], [Fault.AUTH, Fault.BREAKER_OPEN]
        )
        self.assertEqual(len(told.asked), 1)

    def test_it_tries_again_when_the_time_is_over(self) -> None:
        start = timezone.now()
        with scripted([server.refuses(401), server.says("Well done.")]):
            moments = [start + timedelta(minutes=minutes) for minutes in (0, 9, 11, 12)]
            answers = [llm.ask(question(), llm.World(moment=partial(max, moment, start))) for moment in moments]
        self.assertEqual([isinstance(answer, Answer) for answer in answers], [False, False, True, True])
        self.assertEqual(BreakerState.objects.get().state["open_until"], 0)

    def test_it_pauses_as_long_as_a_429_asks(self) -> None:
        with scripted(server.refuses(429, Retry_After="30")):
            now = timezone.now()
            llm.ask(question(), llm.World(moment=lambda: now))
        self.assertEqual(BreakerState.objects.get().state["open_until"], now.timestamp() + 30)


class ProbeRaceTests(TransactionTestCase):
    def test_only_one_of_many_takes_the_probe(self) -> None:
        with scripted(server.says("Well done.")):
            provider = registry.order()[0]
            now = timezone.now()
            for _ in range(5):
                breakers.noted(provider, TIMED_OUT, now)
            later = now + timedelta(seconds=31)
            self.assertFalse(breakers.may_call(provider, now))
            admitted = at_once(8, lambda: breakers.may_call(provider, later))
        self.assertEqual(sorted(admitted), [False] * 7 + [True])

    def test_no_failure_is_lost_when_many_are_noted_at_once(self) -> None:
        with scripted(server.says("Well done.")):
            provider = registry.order()[0]
            now = timezone.now()
            at_once(4, lambda: breakers.noted(provider, TIMED_OUT, now))
        self.assertEqual(BreakerState.objects.get().state["row"], 4)
