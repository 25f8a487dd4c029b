"""The loop that matters: record a set, read today, feedback → suggestion, generate a plan.

    python -m benchmarks.loop [--repeats 3] [--json FILE]

For 100 and 5,000 earlier logs: server CPU per request (web, worker, PostgreSQL, Redis), SQL queries, p50 and p95 of
the wall-clock time as a client sees it, one request at a time. On a shared machine only CPU and queries compare
between runs.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.stage import Stage, served

REQUESTS = {"record": 120, "today": 200, "react": 40, "generate": 20}
HISTORIES = (100, 5000)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. CPU in ms per request over all processes; latencies in ms."""

    job: str
    history: int
    cpu_ms: float
    web_ms: float
    worker_ms: float
    database_ms: float
    p50_ms: float
    p95_ms: float
    queries: int | None


class Client:
    """A keep-alive HTTP client for one athlete."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: Any = None) -> Any:
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        response = self.connection.getresponse()
        data = json.loads(response.read())
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {data}")
        return data


def measure(stage: Stage, job: str, history: int, queries: int | None, count: int, once: Callable[[], None]) -> Figure:
    for _ in range(5):
        once()
    before, spans = stage.cpu_s(), []
    for _ in range(count):
        started = time.perf_counter()
        once()
        spans.append((time.perf_counter() - started) * 1000)
    time.sleep(1.0)  # background work that these requests set off belongs to them
    after = stage.cpu_s()
    used = {role: (after[role] - before[role]) * 1000 / count for role in after}
    spans.sort()
    return Figure(
        job=job,
        history=history,
        cpu_ms=round(sum(used.values()), 2),
        web_ms=round(used["web"], 2),
        worker_ms=round(used["worker"], 2),
        database_ms=round(used["postgres"] + used["redis"], 2),
        p50_ms=round(statistics.median(spans), 1),
        p95_ms=round(spans[int(len(spans) * 0.95) - 1], 1),
        queries=queries,
    )


def run(stage: Stage, history: int) -> list[Figure]:
    from benchmarks import cast  # Django is set up by then

    athlete = cast.athlete_with_history(history)
    client = Client(stage.port, athlete.token)
    sessions = iter(athlete.sessions * 1000)
    counts = cast.query_counts(athlete)

    def rating() -> dict[str, Any]:
        session, exercise, load = next(sessions)
        sets = [{"reps": 5, "load_kg": load, "rpe": 8} for _ in range(3)]
        return {"id": str(uuid.uuid4()), "session_id": session, "exercise_id": exercise, "rpe": 8,
                "completion_rate": 100, "sets": sets}  # fmt: skip

    def record() -> None:
        client.call("POST", "/api/v1/plans/feedback/rpe", rating())

    def react() -> None:
        """From the rating to the journal entry that tells what the engine made of it."""
        head = client.call("GET", "/api/v2/coaching/events?limit=1&after=" + athlete.head())["next"]
        client.call("POST", "/api/v1/plans/feedback/rpe", rating())
        while True:
            answer = client.call("GET", f"/api/v2/coaching/events?wait=10&after={head}")
            head = answer["next"]
            if any(entry["kind"].startswith("adaptation.") for entry in answer["data"]):
                return

    def today() -> None:
        client.call("GET", "/api/v1/plans/today")

    def generate() -> None:
        client.call("POST", "/api/v1/plans/enhanced/generate", cast.WISHES)

    # Generating comes last: it archives the plan that the others use.
    jobs = {"today": today, "react": react, "record": record, "generate": generate}
    return [measure(stage, name, history, counts.get(name), REQUESTS[name], job) for name, job in jobs.items()]


def show(figures: list[Figure]) -> None:
    print(f"{'job':<26}{'logs':>6}{'CPU ms':>9}{'web':>8}{'worker':>8}{'db':>8}{'p50':>8}{'p95':>8}{'queries':>9}")
    for each in figures:
        queries = "" if each.queries is None else str(each.queries)
        print(
            f"{each.job:<26}{each.history:>6}{each.cpu_ms:>9}{each.web_ms:>8}{each.worker_ms:>8}{each.database_ms:>8}"
            f"{each.p50_ms:>8}{each.p95_ms:>8}{queries:>9}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--json")
    options = parser.parse_args()
    everything: list[Figure] = []
    with served() as stage:
        import django

        django.setup()
        for _ in range(options.repeats):
            for history in HISTORIES:
                figures = run(stage, history)
                show(figures)
                everything += figures
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump([asdict(each) for each in everything], file, indent=1)


if __name__ == "__main__":
    main()
