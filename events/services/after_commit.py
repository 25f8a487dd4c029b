"""What is done when a transaction that has written to journals is committed: reactions are woken, and one hint tells of
all of it. Each once, however much was appended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from events.services.hints import hint

Call = Callable[[UUID], object]


class News:
    """What waits for the commit of this thread's transaction. When a savepoint is rolled back, Django forgets what was
    to be done about it and keeps the rest in a new list: so what is noted here is good for one list."""

    def __init__(self, hooks: list[Any]) -> None:
        self.hooks = hooks
        about = [getattr(hook, "about", None) for _savepoints, hook, _robust in hooks]
        self.woken: set[tuple[Call, UUID]] = {each for each in about if isinstance(each, tuple)}
        self.seqs: dict[UUID, int] | None = next((each for each in about if isinstance(each, dict)), None)

    def wake(self, call: Call, athlete_id: UUID) -> None:
        """Robust: what fails here is logged, because the change itself is stored and the sweeper will look. Once in a
        transaction: whoever is called reads all that it has appended."""
        about = (call, athlete_id)
        if about in self.woken:
            return
        self.woken.add(about)

        def wake() -> None:  # Django names it in its log line, and a partial has no name
            call(athlete_id)

        wake.about = about  # type: ignore[attr-defined]
        transaction.on_commit(wake, robust=True)

    def tell(self, athlete_id: UUID, seq: int) -> None:
        """One hint for all of a transaction: who hears a broadcast in one piece reads it in one. A savepoint that is
        rolled back may leave a hint to nothing, which does no harm."""
        if self.seqs is None:
            seqs = self.seqs = dict[UUID, int]()

            def tell() -> None:
                hint(seqs)

            tell.about = seqs  # type: ignore[attr-defined]
            transaction.on_commit(tell, robust=True)
        self.seqs[athlete_id] = seq


_kept = threading.local()  # as connections are


def after_commit() -> News:
    """Of the transaction that is open."""
    news: News | None = getattr(_kept, "news", None)
    if news is None or news.hooks is not connection.run_on_commit:
        news = _kept.news = News(connection.run_on_commit)
    return news
