"""A provider that does what it is told: an OpenAI-protocol server on a real socket, with every fault known.

A script is a function from the request to what the server does; `Provider.scripts` maps a model's name to one, or to a
list of which each call takes the next (the last one stays). What was asked is kept in `asked`, bytes and headers.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Exchange"], None]
LIVES_S = 30.0  # a script that waits for the client to leave gives up after this


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told


class Exchange:
    """One request and the socket for its answer."""

    def __init__(self, handler: BaseHTTPRequestHandler, asked: Asked, provider: Provider) -> None:
        self.handler, self.asked, self.provider = handler, asked, provider

    def head(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", f"Content-Type: {content_type}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def event(self, data: Any) -> None:
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        self.write(f"data: {text}\n\n".encode())

    def chunk(self, text: str | None = None, *, finish: str | None = None, **delta: Any) -> None:
        told = {**({} if text is None else {"content": text}), **delta}
        self.event({"model": "scripted-1", "choices": [{"index": 0, "delta": told, "finish_reason": finish}]})

    def usage(self, tokens_in: int = 100, tokens_out: int = 20, **more: Any) -> None:
        told = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
        self.event({"model": "scripted-1", "choices": [], "usage": {**told, **more}})

    def wait(self, seconds: float) -> bool:
        """Wait, as a slow server does. True when the client has left meanwhile, or the test is over."""
        step = 0.02
        rounds = max(1, int(seconds / step))
        return any(bool(self.is_left()) or self.provider.stopped.wait(step) for _ in range(rounds))

    def is_left(self) -> bool:
        self.handler.connection.setblocking(False)
        try:
            return not self.handler.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self.handler.connection.setblocking(True)

    def reset(self) -> None:
        """Drop the connection the hard way: the other side gets RST."""
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handler.connection.close()


class Provider:
    """The server, and what it was asked."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script | list[Script]] = {}
        self.asked: list[Asked] = []
        self.left = threading.Event()  # a client went away before its answer was whole
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.play(self, Asked(self.path, dict(self.headers.items()), body))

            def do_GET(self) -> None:
                outer.play(self, Asked(self.path, dict(self.headers.items()), b""))

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the test looks at `asked`."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def play(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        handler.close_connection = True
        with self._lock:
            self.asked.append(asked)
            model = asked.json.get("model", "") if asked.body else "models"
            script = self.scripts.get(model) or self.scripts.get("*") or not_found
            if isinstance(script, list):
                script = script.pop(0) if len(script) > 1 else script[0]
        try:
            script(Exchange(handler, asked, self))
        except OSError:
            self.left.set()

    def close(self) -> None:
        self.stopped.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@contextmanager
def provider(**scripts: Script | list[Script]) -> Iterator[Provider]:
    told = Provider()
    told.scripts.update(scripts)
    try:
        yield told
    finally:
        told.close()


# --- Scripts ----------------------------------------------------------------------------------------------------------
def says(text: str, *, finish: str | None = "stop", pieces: int = 3, usage: bool = True, done: bool = True) -> Script:
    """A well-behaved stream."""

    def script(to: Exchange) -> None:
        to.head(x_request_id="req-1")
        to.chunk(role="assistant", text="")
        size = max(1, -(-len(text) // pieces))
        for start in range(0, len(text), size):
            to.chunk(text[start : start + size])
        to.chunk(finish=finish)
        if usage:
            to.usage()
        if done:
            to.event("[DONE]")

    return script


def says_bytes(body: bytes, content_type: str = "text/event-stream", status: int = 200, **headers: str) -> Script:
    """Exactly these bytes."""

    def script(to: Exchange) -> None:
        to.head(status, content_type, **headers)
        to.write(body)

    return script


def says_whole(text: Any, finish: str | None = "stop", **message: Any) -> Script:
    """One JSON completion although a stream was asked for."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
    body = {"model": "scripted-1", "choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 9}}
    return says_bytes(json.dumps(body).encode(), "application/json")


def refuses(status: int, body: Any = None, content_type: str = "application/json", **headers: str) -> Script:
    told = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return says_bytes(told, content_type, status, **headers)


def error_body(code: str, kind: str = "", message: str = "said by the provider") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "code": code}}


def drips(text: str, every_s: float) -> Script:
    """One letter at a time, for ever as far as the client is concerned."""

    def script(to: Exchange) -> None:
        to.head()
        for letter in text:
            to.chunk(letter)
            if to.wait(every_s):
                to.provider.left.set()
                return
        to.chunk(finish="stop")
        to.event("[DONE]")

    return script


def pings(every_s: float = 0.02, head: bool = True) -> Script:
    """Comments only: the line is alive, and nothing is said."""

    def script(to: Exchange) -> None:
        if head:
            to.head()
        while not to.wait(every_s):
            if head:
                to.write(b": ping\n\n")
        to.provider.left.set()

    return script


def hangs(to: Exchange) -> None:
    """Takes the question and says nothing at all."""
    to.wait(LIVES_S)
    to.provider.left.set()


def stalls(text: str) -> Script:
    """Begins well and then says nothing more."""

    def script(to: Exchange) -> None:
        to.head()
        to.chunk(text)
        to.wait(LIVES_S)
        to.provider.left.set()

    return script


def resets(to: Exchange) -> None:
    to.reset()


def resets_after(text: str) -> Script:
    def script(to: Exchange) -> None:
        to.head()
        to.chunk(text)
        to.wait(0.05)
        to.reset()

    return script


def breaks_off(text: str) -> Script:
    """A stream that ends without saying that it ends."""

    def script(to: Exchange) -> None:
        to.head()
        to.chunk(text)

    return script


def not_found(to: Exchange) -> None:
    refuses(404, error_body("model_not_found", "invalid_request_error"))(to)


def events(*data: Any) -> Script:
    """A stream of exactly these events."""

    def script(to: Exchange) -> None:
        to.head()
        for each in data:
            to.event(each)

    return script
