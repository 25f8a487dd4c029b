"""Spotter's commands as real processes, with a deadline that turns a hang into a failure."""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 120
# What the run of the tests put into the environment for itself.
OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "HOST", "PORT", "DEBUG"}


def environment(data_dir: Path, **changes: str) -> dict[str, str]:
    """As on a machine where nothing was set, but for the folder."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**clean, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1", **changes}


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One command that ends by itself."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=DEADLINE_S, check=False)


class Running:
    """A command that serves until it is stopped."""

    program: tuple[str, ...] = ("manage.py",)

    def __init__(self, *arguments: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *self.program, *arguments],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self.lines: queue.Queue[str | None] = queue.Queue()
        # Whatever the test waits for: who writes into a pipe that nobody empties stands still.
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.deadline = threading.Timer(DEADLINE_S, self.kill)
        self.deadline.start()

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def wait_for(self, pattern: str) -> str:
        """The first group of the pattern in the first new line that holds it."""
        while (line := self.lines.get()) is not None:
            if found := re.search(pattern, line):
                return found.group(1) if found.groups() else found.group()
        raise AssertionError(f"{pattern!r} was never said; what was:\n{''.join(self.said)}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and everything that was said."""
        self.process.send_signal(number)
        return self.end()

    def end(self) -> tuple[int, str]:
        self.reader.join()
        self.process.wait()
        self.close()
        return self.process.returncode, "".join(self.said)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """For clean-up: also after it has ended."""
        self.kill()
        self.process.wait()
        self.reader.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.deadline.cancel()


def get(url: str) -> tuple[int, Any]:
    """Status and parsed body."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def own_folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="spotter-serve-")
