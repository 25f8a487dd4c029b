"""One diagnosis over WebSocket: the messages of the journal that are about it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async

from diagnosis import kinds
from diagnosis.models import Execution
from events.consumers import CLOSE_CODES, FORBIDDEN, SocketSubscription, frame, is_foreign, say_goodbye
from events.core.cursor import Cursor
from events.core.entry import Entry
from events.core.grant import Grant
from events.delivery.asking import Asking
from events.delivery.hub import hub
from events.delivery.outlet import Message
from events.delivery.subscription import End
from events.registry import register_socket

NOT_FOUND = 4404
PATH = "ws/diagnosis/<uuid:execution_id>/"


def register() -> None:
    register_socket(PATH, DiagnosisSocket())


class DiagnosisSubscription(SocketSubscription):
    """Begins with the latest message about the diagnosis, so that whoever comes late knows how far it is."""

    __slots__ = ("execution_id",)
    transport: ClassVar[str] = "websocket"

    def __init__(self, grant: Grant, cursor: Cursor, execution_id: UUID) -> None:
        super().__init__(grant, cursor, is_asleep=False)
        self.execution_id = str(execution_id)

    def ready(self, head: Cursor, follows_head: bool) -> list[Message]:
        return []

    def entries(self, entries: Sequence[Entry], epoch: str) -> list[Message]:
        return [frame(json.dumps(each.payload)) for each in entries if self.is_mine(each)]

    def is_mine(self, entry: Entry) -> bool:
        return entry.kind == kinds.EXECUTION_UPDATED and entry.payload["execution_id"] == self.execution_id

    def passing(self, kind: str, data: dict[str, Any]) -> list[Message]:
        return []


class DiagnosisSocket:
    """ASGI application for `/ws/diagnosis/{id}/`. Somebody else's diagnosis is not there."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()  # websocket.connect
        journal, asking = hub(), Asking(scope)
        execution_id: UUID = scope["url_route"]["kwargs"]["execution_id"]
        if is_foreign(asking):
            await send({"type": "websocket.close", "code": FORBIDDEN})  # before it is accepted: the answer is 403
            return
        grant = await journal.admit(asking.credentials)
        begin = None
        if grant is not None:
            begin = await database_sync_to_async(last_told, thread_sensitive=False)(grant.athlete_id, execution_id)
        await send({"type": "websocket.accept"})
        if grant is None or begin is None or journal.is_full:
            code = CLOSE_CODES[End.REAUTH] if grant is None else NOT_FOUND if begin is None else CLOSE_CODES[End.BYE]
            await send({"type": "websocket.close", "code": code})
            return
        subscription = DiagnosisSubscription(grant, begin, execution_id)
        why = await journal.attend(subscription, receive, send)
        await say_goodbye(subscription, why, journal, send)


def last_told(athlete_id: UUID, execution_id: UUID) -> Cursor | None:
    """The place right before the last message about it; None when this athlete has no such diagnosis."""
    rows = Execution.objects.for_athlete(athlete_id).filter(pk=execution_id)
    seq = rows.values_list("told_seq", flat=True).first()
    return None if seq is None else Cursor("", seq - 1)
