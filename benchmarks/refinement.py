"""From a new plan to the first edit of a language model, and what the gateway adds to a call.

    python -m benchmarks.refinement [--plans 40] [--calls 200]

The model is a scripted server in a process of its own that answers at once, in three pieces; everything else is real:
Daphne, a Celery worker, PostgreSQL, Redis. Latencies are those of a client that polls the journal. The overhead is the
time of a question about an athlete to the gateway (age, budgets, breaker, audit row, stream, checks) less that of the
bare HTTP exchange.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from benchmarks.loop import Client
from benchmarks.stage import served

LINE = re.compile(r"^(s\d+i\d+) \| [^|]+ \| \d+ x [^|]+ \|(?: [\d.]+ kg \|)? RPE ([\d.]+) \|", re.M)
WHYS = ("You asked for strength.", "You have the equipment for it.", "A little less keeps you fresh.")
EMPTY: dict[str, Any] = {
    "op": "set_target_rpe", "session": "", "item": "", "exercise": "", "sets": 0, "reps_min": 0, "reps_max": 0,
    "load_kg": 0, "rpe": 0, "weekday": 0, "week": 0, "note": "", "why": "",
}  # fmt: skip
STARTED, PROPOSED, FINISHED = "plans.refinement_started", "plans.edit_proposed", "plans.refinement_finished"
MODEL = "benchmark"
WARM_UP = 10


# --- The model: a process of its own ----------------------------------------------------------------------------------
def answer_to(body: dict[str, Any]) -> str:
    """Half a point less effort in three lines of the plan that the request tells."""
    lines = LINE.findall(body["messages"][-1]["content"])
    told = [
        {**EMPTY, "item": item, "rpe": float(rpe) - 0.5, "why": why}
        for (item, rpe), why in zip(lines[-3:], WHYS, strict=False)
    ]
    return json.dumps({"edits": told})


def be_the_model() -> None:
    from tests.llm import server

    provider = server.Provider()
    provider.scripts["*"] = lambda to: server.says(answer_to(to.asked.json))(to)
    print(provider.url, flush=True)
    sys.stdin.read()  # until the benchmark is over
    provider.close()


# --- What is measured -------------------------------------------------------------------------------------------------
def first_events(port: int, count: int) -> dict[str, list[float]]:
    """Milliseconds from sending the wishes to hearing of each kind of entry for the first time. One athlete a plan:
    the same question of the same person would be answered from what is kept."""
    from accounts import services as accounts
    from accounts.models import User
    from benchmarks.cast import WISHES

    heard: dict[str, list[float]] = {"plan": [], STARTED: [], PROPOSED: [], FINISHED: []}
    for _ in range(count):
        user = User.objects.create_user(f"{uuid.uuid4().hex}@example.org", "a-benchmark-password")
        client = Client(port, accounts.issue_tokens(user).access)
        head = client.call("GET", "/api/v2/coaching/events?limit=1")["next"]
        started = time.perf_counter()
        client.call("POST", "/api/v1/plans/enhanced/generate", WISHES)
        seen = {"plan": (time.perf_counter() - started) * 1000}
        while FINISHED not in seen:
            page = client.call("GET", f"/api/v2/coaching/events?wait=10&after={head}")
            head = page["next"]
            for entry in page["data"]:
                seen.setdefault(entry["kind"], (time.perf_counter() - started) * 1000)
                if entry["kind"] == "plans.draft_kept":
                    raise RuntimeError(entry)
        for kind, times in heard.items():
            times.append(seen[kind])
    return heard


def overheads(url: str, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of a question through the gateway, and of the same exchange without it, in turn."""
    from accounts.models import User
    from llm import services as llm
    from llm.core.bodies import Turn
    from llm.core.jobs import JOBS
    from llm.core.questions import Answer, Question
    from llm.core.verdict import Reply
    from llm.registry import instructions

    turns = (Turn("system", "Say a word."), Turn("user", "s1i1 | a | 3 x 5 | RPE 8 | rest 90 s"))
    reply: Reply[str] = Reply("text", str)
    told = instructions("plan_refinement", "en")
    athlete = User.objects.create_user("asker@example.org", "a-benchmark-password")
    question = Question(JOBS["prompt_wording"], told, turns, reply, "en", athlete_id=athlete.pk)

    def asked() -> None:
        if not isinstance(found := llm.ask(question), Answer):
            raise RuntimeError(found)

    used = time.process_time()
    through = spans(asked, count)
    used = time.process_time() - used
    print(f"CPU of this process a question, all threads: {used * 1000 / (count + WARM_UP):.1f} ms")
    return through, spans(lambda: bare(url, turns), count)


def bare(url: str, turns: tuple[Any, ...]) -> None:
    address = urlsplit(url)
    body = {"model": MODEL, "stream": True, "messages": [{"role": each.role, "content": each.text} for each in turns]}
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request(
        "POST", f"{address.path}/chat/completions", json.dumps(body), {"Content-Type": "application/json"}
    )
    if b"[DONE]" not in connection.getresponse().read():
        raise RuntimeError("not a whole answer")
    connection.close()


def spans(once: Callable[[], None], count: int) -> list[float]:
    for _ in range(WARM_UP):
        once()
    found = []
    for _ in range(count):
        started = time.perf_counter()
        once()
        found.append((time.perf_counter() - started) * 1000)
    return found


def p95(times: list[float]) -> float:
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


def show(name: str, times: list[float]) -> None:
    print(f"{name:<44}{statistics.median(times):>9.1f}{p95(times):>9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--be-the-model", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.be_the_model:
        be_the_model()
        return
    command = [sys.executable, "-m", "benchmarks.refinement", "--be-the-model"]
    model = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert model.stdout is not None
    url = model.stdout.readline().strip()
    os.environ.update(
        OPENAI_API_KEY="sk-benchmark", OPENAI_BASE_URL=url, OPENAI_MODEL=MODEL, ALLOW_LOCAL_LLM="1",
        LLM_ATHLETE_CALLS="100000", LLM_ATHLETE_TOKENS="1000000000", LLM_JOB_CALLS="1000000",
        LLM_USD_DAY="1000", LLM_USD_MONTH="1000",
    )  # fmt: skip
    try:
        with served() as stage:
            import django

            django.setup()
            heard = first_events(stage.port, options.plans)
            through, direct = overheads(url, options.calls)
    finally:
        model.terminate()
        model.wait()
    print(f"load average {os.getloadavg()[0]:.1f}")
    print(f"{'milliseconds':<44}{'p50':>9}{'p95':>9}")
    show("wishes sent → plan on screen", heard["plan"])
    for kind in (STARTED, PROPOSED, FINISHED):
        show(f"wishes sent → {kind} seen", heard[kind])
    show("a question through the gateway", through)
    show("the same exchange without it", direct)
    show("what the gateway adds", [span - statistics.median(direct) for span in through])


if __name__ == "__main__":
    main()
