"""Diagnoses: how soon the first word comes, how late each event is, and a hundred athletes at once, then again.

    python -m benchmarks.diagnosis [--athletes 100] [--alone 10] [--thinks-s 0.3] [--json FILE]

Three scripted providers in a process of their own that take a moment and then agree; everything else is real: Daphne,
one Celery worker with two threads, PostgreSQL, Redis. Each athlete asks by the API and follows on the WebSocket of the
diagnosis. An event is as late as it is read after the instant that it names, which is before its transaction ends;
those that were there before the socket stood are not counted. The later rounds ask the same of the same data.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from benchmarks.loop import Client
from benchmarks.refinement import p95
from benchmarks.stage import Stage, served

PROVIDERS = ("ada", "bo", "cy")
MODEL = "benchmark"
LOGS = 60  # four weeks of a usual history
LONGEST_S = 300.0
ARRIVE_S = 5.0
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


def follow(port: int, token: str, together: threading.Barrier, after_s: float) -> Followed:
    """Ask for a diagnosis so long after everybody is ready, and hear of it to its end."""
    seen, client = Followed(), Client(port, token)
    together.wait()
    time.sleep(after_s)
    started = time.perf_counter()
    execution_id = client.call("POST", "/api/v1/diagnosis", {})["data"]["execution_id"]
    seen.asked_ms = (time.perf_counter() - started) * 1000
    address = f"ws://127.0.0.1:{port}/ws/diagnosis/{execution_id}/"
    with connect(address, additional_headers=client.headers, open_timeout=LONGEST_S, max_size=None) as socket:
        stood_at = time.time()
        while True:
            told = json.loads(socket.recv(LONGEST_S))
            now = time.time()
            if told.get("type") != "diagnosis_update":
                continue
            seen.whole_ms = (time.perf_counter() - started) * 1000
            seen.first_ms = seen.first_ms or seen.whole_ms
            named_at = datetime.fromisoformat(told["timestamp"]).timestamp()
            if named_at > stood_at:
                seen.late_ms.append((now - named_at) * 1000)
            if told["event"] in ENDS:
                seen.status = told["data"].get("status", told["event"])
                return seen


def crowd(stage: Stage, tokens: list[str], over_s: float = 0.0) -> list[Followed]:
    together = threading.Barrier(len(tokens))

    def one(place: int) -> Followed:
        try:
            return follow(stage.port, tokens[place], together, over_s * place / len(tokens))
        except (OSError, RuntimeError, WebSocketException) as problem:
            return Followed(status=repr(problem)[:80])

    with ThreadPoolExecutor(len(tokens)) as pool:
        return list(pool.map(one, range(len(tokens))))


# --- What is measured -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: ms, CPU ms a diagnosis over all processes, shares of 1."""

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
    statuses: dict[str, int]
    kept_share: float  # opinions that no provider was asked for
    load: float


def measure(stage: Stage, what: str, tokens: list[str], over_s: float | None) -> Figure:
    """`over_s`: seconds over which they ask; None: one after the other."""
    from diagnosis.models import ProviderAnswer
    from llm.models import ModelCall

    load, cpu = os.getloadavg()[0], sum(stage.cpu_s().values())
    asked, answered = ModelCall.objects.count(), ProviderAnswer.objects.filter(reply__isnull=False).count()
    began = time.perf_counter()
    found = [crowd(stage, [token])[0] for token in tokens] if over_s is None else crowd(stage, tokens, over_s)
    took_s = time.perf_counter() - began
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
        cpu_ms=round((sum(stage.cpu_s().values()) - cpu) * 1000 / len(found), 1),
        statuses=dict(Counter(each.status for each in found)),
        kept_share=round(1 - asked / answered, 3) if answered else 0.0,
        load=round(load, 1),
    )


def run(stage: Stage, athletes: int, alone: int) -> list[Figure]:
    from benchmarks import cast  # Django is set up by then

    tokens = [cast.athlete_with_history(LOGS).token for _ in range(athletes + alone + 1)]
    crowd(stage, tokens[:1])  # everything is imported and connected after this one
    few, many = tokens[1 : alone + 1], tokens[alone + 1 :]
    return [
        measure(stage, "one after the other", few, None),
        measure(stage, f"{athletes} at one instant", many, 0.0),
        measure(stage, "the same again", many, 0.0),
        measure(stage, f"and again, over {ARRIVE_S:.0f} s", many, ARRIVE_S),
    ]


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
    try:
        with served() as stage:
            import django

            django.setup()
            figures = run(stage, options.athletes, options.alone)
    finally:
        models.terminate()
        models.wait()
    for each in figures:
        print(json.dumps(asdict(each)))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump([asdict(each) for each in figures], file, indent=1)


if __name__ == "__main__":
    main()
