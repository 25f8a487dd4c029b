"""Diagnoses: how soon the first word comes, how late each event is, and a hundred athletes at once, then again.

    python -m benchmarks.diagnosis [--athletes 100] [--alone 10] [--thinks-s 0.3] [--json FILE]

Three scripted providers in a process of their own that take a moment and then agree; everything else is real: Daphne,
one Celery worker with two threads, PostgreSQL, Redis. Each athlete asks by the API on a connection that stands, and
follows on a line to the journal that stands too, as every page has one; in one round instead on the WebSocket of the
diagnosis, opened when the answer is there. The clients are one process. An event is as late as it is read after the
instant that it names, which is before its transaction ends; those that were there before the socket stood are not
counted. The later rounds ask the same of the same data.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.refinement import p95
from benchmarks.stage import Stage, served

PROVIDERS = ("ada", "bo", "cy")
MODEL = "benchmark"
LOGS = 60  # four weeks of a usual history
LONGEST_S = 240.0  # whoever hears no end by then is counted as one that never ended
ARRIVE_S = 5.0
SETTLE_S = 1.0
ENDS = ("complete", "error")


# --- The models: a process of their own -------------------------------------------------------------------------------
def opinion(body: dict[str, Any]) -> str:
    """Every finding of the request, agreed with."""
    fields = body["response_format"]["json_schema"]["schema"]["properties"]["opinions"]["items"]["properties"]
    told = [
        {"finding": handle, "agrees": True, "severity": "watch", "advice": fields["advice"]["enum"][0]}
        for handle in fields["finding"]["enum"]
        if handle
    ]
    return json.dumps({"opinions": told, "missed": []})


def be_the_models(thinks_s: float) -> None:
    from tests.llm import server

    def judge(exchange: server.Exchange) -> None:
        if not exchange.wait(thinks_s):
            server.says(opinion(exchange.asked.json))(exchange)

    provider = server.Provider()
    provider.scripts["*"] = judge
    print(provider.url, flush=True)
    sys.stdin.read()  # until the benchmark is over
    provider.close()


# --- One athlete ------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Followed:
    """One diagnosis as its athlete sees it. Times in ms."""

    asked_ms: float = 0.0  # from sending the request to its answer
    first_ms: float = 0.0  # from sending the request to reading of progress
    whole_ms: float = 0.0  # to the last event
    late_ms: list[float] = field(default_factory=list)
    status: str = "never ended"


class Athlete:
    """A client with a connection for requests that stands before anything is asked, and by `has_line` a line to the
    journal too, as every page has it. Who has none opens the socket of the diagnosis when it is known."""

    def __init__(self, port: int, token: str, has_line: bool) -> None:
        self.port, self.token, self.has_line = port, token, has_line
        self.seen = Followed()
        self.started = 0.0

    async def come(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self.requested("GET", "/api/v1/me")
        if self.has_line:
            self.line = await self.socket("/ws/coaching/")
            await self.line.send('{"type": "subscribe"}')
            while "ready" not in await self.line.recv():
                pass

    async def socket(self, path: str) -> ClientConnection:
        bearer = {"Authorization": f"Bearer {self.token}"}
        address = f"ws://127.0.0.1:{self.port}{path}"
        return await connect(
            address, additional_headers=bearer, open_timeout=LONGEST_S, compression=None, max_size=None
        )

    async def requested(self, method: str, path: str, body: str = "") -> dict[str, Any]:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.token}\r\n"
        self.writer.write(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        answered = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answered.partition("content-length:")[2].partition("\r\n")[0])
        told: dict[str, Any] = json.loads(await self.reader.readexactly(length))
        if not told["success"]:
            raise RuntimeError(f"{method} {path}: {told}")
        return told

    async def ask_and_follow(self, after_s: float) -> None:
        """Ask so long after everybody is ready, and hear of it to its end."""
        await asyncio.sleep(after_s)
        self.started = time.perf_counter()
        heard = asyncio.create_task(self.hear(self.line)) if self.has_line else None
        told = await self.requested("POST", "/api/v1/diagnosis", "{}")
        self.seen.asked_ms = (time.perf_counter() - self.started) * 1000
        if heard is None:
            own = await self.socket(f"/ws/diagnosis/{told['data']['execution_id']}/")
            heard = asyncio.create_task(self.hear(own))
        await asyncio.wait_for(heard, LONGEST_S)

    async def hear(self, socket: ClientConnection) -> None:
        stood_at = time.time()
        async for text in socket:
            if '"diagnosis_update"' not in text:
                continue
            now, since_ms = time.time(), (time.perf_counter() - self.started) * 1000
            entry = json.loads(text)
            told = entry.get("payload", entry)
            self.seen.first_ms = self.seen.first_ms or since_ms
            named_at = datetime.fromisoformat(told["timestamp"]).timestamp()
            if named_at > stood_at:
                self.seen.late_ms.append((now - named_at) * 1000)
            if told["event"] in ENDS:
                self.seen.whole_ms, self.seen.status = since_ms, told["data"].get("status", told["event"])
                await socket.close()
                return


async def follow(athletes: Sequence[Athlete], over_s: float) -> None:
    """All at once, or spread over so many seconds. What goes wrong is the status of whom it happened to."""

    async def one(place: int, athlete: Athlete) -> None:
        try:
            await athlete.ask_and_follow(over_s * place / len(athletes))
        except (OSError, RuntimeError, TimeoutError, WebSocketException) as problem:
            athlete.seen.status = repr(problem)[:80]

    for athlete in athletes:
        await athlete.come()
    await asyncio.sleep(SETTLE_S)
    await asyncio.gather(*(one(place, athlete) for place, athlete in enumerate(athletes)))
    for athlete in athletes:
        athlete.writer.close()


def crowd(stage: Stage, tokens: list[str], over_s: float = 0.0, has_line: bool = True) -> list[Followed]:
    athletes = [Athlete(stage.port, token, has_line) for token in tokens]
    asyncio.run(follow(athletes, over_s))
    return [athlete.seen for athlete in athletes]


# --- What is measured -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: ms, CPU ms a diagnosis (over all processes of Spotter, of the web, of the clients), shares
    of 1."""

    what: str
    diagnoses: int
    asked_p50_ms: float
    first_p50_ms: float
    first_p95_ms: float
    late_p50_ms: float
    late_p95_ms: float
    late_most_ms: float
    whole_p50_ms: float
    took_s: float
    cpu_ms: float
    web_ms: float
    client_ms: float
    statuses: dict[str, int]
    kept_share: float  # opinions that no provider was asked for
    load: float


def measure(stage: Stage, what: str, tokens: list[str], over_s: float | None, has_line: bool = True) -> Figure:
    """`over_s`: seconds over which they ask; None: one after the other."""
    from diagnosis.models import ProviderAnswer
    from llm.models import ModelCall

    load, cpu, own_s = os.getloadavg()[0], stage.cpu_s(), time.process_time()
    asked, answered = ModelCall.objects.count(), ProviderAnswer.objects.filter(reply__isnull=False).count()
    began = time.perf_counter()
    found = [crowd(stage, [token])[0] for token in tokens] if over_s is None else crowd(stage, tokens, over_s, has_line)
    took_s, own_s = time.perf_counter() - began, time.process_time() - own_s
    used = {role: seconds - cpu[role] for role, seconds in stage.cpu_s().items()}
    asked = ModelCall.objects.count() - asked
    answered = ProviderAnswer.objects.filter(reply__isnull=False).count() - answered
    first = [each.first_ms for each in found if each.first_ms] or [0.0]
    late = [ms for each in found for ms in each.late_ms] or [0.0]
    return Figure(
        what=what,
        diagnoses=len(found),
        asked_p50_ms=round(statistics.median(each.asked_ms for each in found), 1),
        first_p50_ms=round(statistics.median(first), 1),
        first_p95_ms=round(p95(first), 1),
        late_p50_ms=round(statistics.median(late), 1),
        late_p95_ms=round(p95(late), 1),
        late_most_ms=round(max(late), 1),
        whole_p50_ms=round(statistics.median(each.whole_ms for each in found), 1),
        took_s=round(took_s, 1),
        cpu_ms=round(sum(used.values()) * 1000 / len(found), 1),
        web_ms=round(used["web"] * 1000 / len(found), 1),
        client_ms=round(own_s * 1000 / len(found), 1),
        statuses=dict(Counter(each.status for each in found)),
        kept_share=round(1 - asked / answered, 3) if answered else 0.0,
        load=round(load, 1),
    )


def run(stage: Stage, athletes: int, alone: int) -> Iterator[Figure]:
    """Each row when it is measured."""
    from benchmarks import cast  # Django is set up by then

    began = time.perf_counter()
    tokens = [cast.athlete_with_history(LOGS).token for _ in range(athletes + alone + 1)]
    print(f"{len(tokens)} athletes with a history: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    crowd(stage, tokens[:1])  # everything is imported and connected after this one
    few, many = tokens[1 : alone + 1], tokens[alone + 1 :]
    yield measure(stage, "one after the other", few, None)
    yield measure(stage, f"{athletes} at one instant", many, 0.0)
    yield measure(stage, "the same again", many, 0.0)
    yield measure(stage, "again, each on the socket of its diagnosis", many, 0.0, has_line=False)
    yield measure(stage, f"and again, over {ARRIVE_S:.0f} s", many, ARRIVE_S)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--athletes", type=int, default=100)
    parser.add_argument("--alone", type=int, default=10)
    parser.add_argument("--thinks-s", type=float, default=0.3, help="how long a model takes")
    parser.add_argument("--json")
    parser.add_argument("--be-the-models", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.be_the_models:
        be_the_models(options.thinks_s)
        return
    command = [sys.executable, "-m", "benchmarks.diagnosis", "--be-the-models", "--thinks-s", str(options.thinks_s)]
    models = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert models.stdout is not None
    url = models.stdout.readline().strip()
    for name in PROVIDERS:
        variables = {"API_KEY": "sk-benchmark", "BASE_URL": url, "MODEL": MODEL}
        os.environ.update({f"{name.upper()}_{key}": value for key, value in variables.items()})
    os.environ.update(
        LLM_PROVIDERS=",".join(PROVIDERS), ALLOW_LOCAL_LLM="1", LLM_ATHLETE_CALLS="100000", LLM_JOB_CALLS="1000000",
        LLM_USD_DAY="1000", LLM_USD_MONTH="1000", LIMIT_DIAGNOSIS="1000000",
    )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_about: sys.exit(1))  # what was started ends with us
    figures: list[Figure] = []
    try:
        with served() as stage:
            import django

            os.environ["LLM_MODE"] = "OFF"  # only here: else the plans that we make would be put to the models as well
            django.setup()
            for figure in run(stage, options.athletes, options.alone):
                figures.append(figure)
                print(json.dumps(asdict(figure)), flush=True)
    finally:
        models.terminate()
        models.wait()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump([asdict(each) for each in figures], file, indent=1)


if __name__ == "__main__":
    main()
