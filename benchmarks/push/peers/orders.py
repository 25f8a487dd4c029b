"""The control port of a peer: lines `all <at>` and `<number> <at>`."""

import asyncio
import os
from collections.abc import Callable

PORT = int(os.environ.get("CONTROL_PORT", "0"))
FILLER = "x" * 200


async def listen(tell: Callable[[int | None, int], None]) -> None:
    """`tell` gets the client's number, or None for everybody, and the time at which it was told."""

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            whom, at = line.split()
            tell(None if whom == b"all" else int(whom), int(at))
        writer.close()

    await asyncio.start_server(hear, "127.0.0.1", PORT)
