"""Asking every configured provider for its opinion, all at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection

from diagnosis.core import replies
from diagnosis.models import Execution, ProviderAnswer
from llm import registry
from llm import services as llm
from llm.core.instructions import Words, fill
from llm.core.jobs import JOBS
from llm.core.questions import Answer, NoAnswer, Question
from llm.core.redaction import redact
from llm.core.verdict import Reply

JOB = "diagnosis"
LOOK_S = 1.0  # how often it is asked whether the diagnosis is still wanted
Came = Callable[[ProviderAnswer, int, int], None]


def providers() -> tuple[str, ...]:
    """Names of those that can be asked; several models of one provider are one voice."""
    return tuple(dict.fromkeys(provider.name for provider in registry.order()))


class Asking:
    """The opinions of one diagnosis. `is_wanted` says whether somebody still wants them (and keeps the lease), `came`
    is told of each as it comes and stores it."""

    def __init__(
        self,
        execution: Execution,
        draft: Mapping[str, Any],
        clarification: Mapping[str, str] | None,
        clock: Callable[[], datetime],
        is_wanted: Callable[[], bool],
        came: Came,
    ) -> None:
        self.execution, self.draft, self.clock = execution, draft, clock
        self.clarification = clarification
        self.is_wanted, self.came = is_wanted, came
        self.shown = replies.sheet(draft)
        self.stopped = threading.Event()

    def all(self, wanted: Sequence[str]) -> int:
        """Ask those that have not answered yet; how many have answered in the end. What `came` raises ends it."""
        there = set(ProviderAnswer.objects.filter(execution=self.execution).values_list("provider", flat=True))
        open_ones = [name for name in wanted if name not in there]
        count = len(there)
        with ThreadPoolExecutor(max_workers=max(1, len(open_ones)), thread_name_prefix="opinion") as pool:
            waiting: set[Future[ProviderAnswer]] = {pool.submit(self.one, name) for name in open_ones}
            try:
                while waiting:
                    done, waiting = wait(waiting, timeout=LOOK_S, return_when=FIRST_COMPLETED)
                    for future in done:
                        count += 1
                        self.came(future.result(), count, len(wanted))
                    if waiting and not self.is_wanted():
                        self.stopped.set()  # the gateway closes the streams within a second
            finally:
                self.stopped.set()
        return ProviderAnswer.objects.filter(execution=self.execution, reply__isnull=False).count()

    def one(self, name: str) -> ProviderAnswer:
        """One provider's answer, in a thread of its own."""
        try:
            found = llm.ask(self.question(name))
        finally:
            connection.close()
        return self.kept(name, found)

    def question(self, name: str) -> Question[replies.Opinion]:
        whole = self.asked(name, self.shown)
        return replace(whole, shorter=lambda: (self.asked(name, less) for less in replies.smaller(self.shown)))

    def asked(self, name: str, shown: replies.Sheet) -> Question[replies.Opinion]:
        """`shown`: all of the report, or less where a model takes in little. Handles are the same in both."""
        profile = self.execution.athlete.profile
        instructions = registry.instructions(JOB, profile.locale)
        names = [name for name in (profile.display_name, self.execution.athlete.email.partition("@")[0]) if name]
        reply: Reply[replies.Opinion] = Reply(
            "diagnosis_opinion",
            replies.read,
            replies.schema(shown),
            check=lambda opinion: replies.faults(opinion, shown),
        )
        return Question(
            JOBS[JOB],
            instructions,
            fill(instructions, self.facts(names, shown)),
            reply,
            profile.locale,
            athlete_id=self.execution.athlete_id,
            rules=str(self.draft["thresholds_version"]),
            providers=(name,),
            is_cancelled=self.stopped.is_set,
            left_out=self.shown.size - shown.size,
        )

    def facts(self, names: Sequence[str], shown: replies.Sheet) -> dict[str, Any]:
        """What a model is told: codes and numbers, and the athlete's own questions as data."""
        found = [
            f"{handle} | {finding['code']} | {finding['key'].partition(':')[2]} | {finding['severity']} | "
            f"{finding['confidence']}"
            for handle, finding in shown.findings.items()
        ]
        numbers = [f"{handle} | {area} | {name} | {value:g}" for handle, (area, name, value) in shown.numbers.items()]
        gaps = [gap["code"] for gap in self.draft["data_quality"]["gaps"]]
        if self.clarification:
            gaps.append(f"{self.clarification['code']}={self.clarification['answer']}")
        asked = "\n".join(self.execution.questions)
        return {
            "findings": "\n".join(found) or "-",
            "numbers": "\n".join(numbers) or "-",
            "gaps": ", ".join(gaps) or "-",
            "questions": Words(redact(asked, names).text) if asked else "-",
        }

    def kept(self, name: str, found: Answer[replies.Opinion] | NoAnswer) -> ProviderAnswer:
        now = self.clock()
        if isinstance(found, Answer):
            reply = replies.kept(found.value, self.shown)
            return ProviderAnswer(provider=name, model=found.model, reply=reply, finished_at=now)
        return ProviderAnswer(provider=name, error_type=found.code, fault=str(found.fault)[:24], finished_at=now)
