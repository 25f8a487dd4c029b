# mypy: ignore-errors
# Its libraries live in an environment of their own.
"""sse-starlette under FastAPI, as its documentation shows it: a generator over a queue for each client."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orders
from fastapi import FastAPI
from sse_starlette import EventSourceResponse

queues: dict[int, asyncio.Queue[str]] = {}


def tell(number: int | None, at: int) -> None:
    data = json.dumps({"text": orders.FILLER, "at": at})
    for queue in list(queues.values()) if number is None else [queues[number]]:
        queue.put_nowait(data)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    await orders.listen(tell)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/sse")
async def stream(n: int) -> EventSourceResponse:
    queue = queues[n] = asyncio.Queue()

    async def events() -> AsyncIterator[dict[str, str]]:
        try:
            while True:
                yield {"event": "bench", "data": await queue.get()}
        finally:
            if queues.get(n) is queue:
                del queues[n]

    return EventSourceResponse(events())
