"""The worker and the clock as threads of this process."""

import threading
from typing import Any

import pytest
from celery import shared_task
from celery.schedules import crontab
from django.test import SimpleTestCase

from config import celery, embedded_state
from config.embedded import Background

pytestmark = pytest.mark.once
DEADLINE_S = 30


class Notes:
    """What the tasks of these tests did, to be waited for."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.changed = threading.Condition()

    def add(self, word: str) -> None:
        with self.changed:
            self.words.append(word)
            self.changed.notify_all()

    def wait_for(self, word: str, times: int = 1) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.words.count(word) >= times, DEADLINE_S)


notes = Notes()


@shared_task(name="tests.note")
def note(word: str = "") -> None:
    notes.add(word)


@shared_task(name="tests.leave")
def leave() -> None:
    raise SystemExit("a task that wants to end the process")


class CeleryCase(SimpleTestCase):
    schedule: dict[str, Any] = {}
    changes: dict[str, Any] = {}

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        changes = {"beat_schedule": cls.schedule, **cls.changes}
        cls.addClassCleanup(cls.configure, {name: celery.app.conf[name] for name in changes})
        cls.configure(changes)
        notes.words.clear()

    @staticmethod
    def configure(changes: dict[str, Any]) -> None:
        celery.app.conf.update(changes)
        celery.app._after_fork()  # type: ignore[attr-defined]  # it would keep sending to the broker that it knew before


class BackgroundTests(CeleryCase):
    background: Background
    schedule = {"often": {"task": "tests.note", "schedule": 0.05, "args": ("tick",)}}
    changes = {"broker_url": "memory://", "broker_transport_options": {"polling_interval": 0.01}}

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.background = Background()
        cls.background.start()
        cls.addClassCleanup(cls.background.stop)

    def test_it_works_for_this_process_and_survives_a_task_that_wants_to_end_it(self) -> None:
        leave.apply_async(retry=False)
        note.apply_async(("after",), retry=False)
        self.assertTrue(notes.wait_for("after"))
        self.assertTrue(embedded_state.is_alive())

    def test_it_takes_a_task_that_another_thread_sends(self) -> None:
        sender = threading.Thread(target=lambda: note.apply_async(("sent",), retry=False))
        sender.start()
        sender.join()
        self.assertTrue(notes.wait_for("sent"))

    def test_it_sweeps_at_the_start_and_keeps_time_after_that(self) -> None:
        self.assertTrue(notes.wait_for(""))
        self.assertTrue(notes.wait_for("tick", times=2))


class StopTests(CeleryCase):
    changes = BackgroundTests.changes

    def test_it_is_gone_after_a_stop_and_can_be_started_again(self) -> None:
        for word in ("first", "second"):
            background = Background()
            background.start()
            note.apply_async((word,), retry=False)
            self.assertTrue(notes.wait_for(word))
            background.stop()
            self.assertEqual((embedded_state.is_alive(), background.is_alive()), (False, False))


class SweepTests(CeleryCase):
    schedule = {
        "often": {"task": "tests.note", "schedule": 30},
        "nightly": {"task": "tests.leave", "schedule": crontab(hour=3)},
    }
    changes = {"task_always_eager": True, "task_eager_propagates": True}

    def test_it_sends_what_runs_every_so_often_and_leaves_what_has_its_time_of_day(self) -> None:
        celery.sweep()
        self.assertEqual(notes.words, [""])
