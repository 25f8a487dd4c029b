"""The worker and the clock as threads of the web process: one command, no services."""

import logging
import threading
from typing import Any

from celery import beat
from celery.worker import WorkController, state

from config import embedded_state
from config.celery import app, sweep

logger = logging.getLogger(__name__)
# Threads that wait for a language model cost little; with as many as a provider has places (4), what takes a moment
# would stand behind them.
CONCURRENCY = 6
# There are no other workers to find, to greet and to tell that we live.
ALONE = {"without_mingle": True, "without_gossip": True, "without_heartbeat": True}
IN_MEMORY = "celery.beat:Scheduler"
READY_S = 30.0
STOP_S = 15.0


class Worker(WorkController):
    """A worker that says when it takes work. The signal `worker_ready` comes only from the command-line worker."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.takes_work = threading.Event()
        super().__init__(*args, **options)

    def on_consumer_ready(self, consumer: Any) -> None:
        self.takes_work.set()


class Background:
    """Celery's worker (a pool of threads) and beat, each in a thread of this process.

    The pool cannot end a task by force, so tasks bound their own waiting; a task that was lost with the process is
    found again by its row. One at a time: Celery keeps the wish to stop in a module global.
    """

    def __init__(self, *, clock: bool = True) -> None:
        self.worker = Worker(
            app=app, pool_cls="threads", concurrency=CONCURRENCY, hostname="embedded@localhost", **ALONE
        )
        self.thread = threading.Thread(target=self.worker.start, name="worker", daemon=True)
        # In memory, not in a file: whatever was due while we were away is found by the sweep at boot.
        self.clock: Any = beat.EmbeddedService(app, thread=True, scheduler_cls=IN_MEMORY) if clock else None

    def start(self) -> None:
        """Start both, wait until work is taken, and sweep what an earlier process left behind."""
        self.thread.start()
        if not self.worker.takes_work.wait(READY_S):
            raise RuntimeError("The embedded worker did not start; the log says why.")
        sweep()
        if self.clock is not None:
            self.clock.start()
        embedded_state.started(self)

    def is_alive(self) -> bool:
        return self.thread.is_alive() and (self.clock is None or self.clock.is_alive())

    def stop(self) -> None:
        """Let running tasks end, for a while."""
        embedded_state.stopped(self)
        state.should_stop = 0  # type: ignore[assignment]
        if self.clock is not None and self.clock.is_alive():
            self.clock.stop()
        for _ in range(2):  # a message ends the wait for one, of two seconds, that the loop begins twice more
            app.control.broadcast("ping", retry=False)
        self.thread.join(STOP_S)
        if self.thread.is_alive():
            logger.warning("a task did not end within %s s; its row is swept at the next start", STOP_S)
        state.should_stop = state.should_terminate = None
