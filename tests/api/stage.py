"""A server as people run it, and two athletes who have made use of everything: all of it over HTTP."""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.config.processes import Running, environment, manage

ROOT = Path(__file__).resolve().parents[2]
LIMITS = ("ALL", "GENERATE", "FEEDBACK", "MESSAGES", "DIAGNOSIS", "LOGIN", "LOGIN_ACCOUNT", "LOGIN_ADDRESS", "REGISTER")
WISHES = {
    "primary_goal": "strength",
    "experience_level": "intermediate",
    "time_availability": 4,
    "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "machine"],
    "days_per_week": 3,
    "weeks": 4,
    "known_lifts": [{"exercise": "back-squat", "load_kg": 100, "reps": 5, "rpe": 8}],
}
LOG = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    '"Legs","12 Jan 2026, 18:00","12 Jan 2026, 19:00","","Squat (Barbell)","","","0","normal","100","5","","","8"\n'
    '"Legs","12 Jan 2026, 18:00","12 Jan 2026, 19:00","","Mystery Lift","","","1","normal","20","10","","","7"\n'
)
PASSWORD = "a-long-training-password"
PATIENCE_S = 30
LIFE_S = 600


class Stage:
    """`manage.py serve` on a database of its own, with limits that no run reaches."""

    def __init__(self, data_dir: Path) -> None:
        self.secrets = {name: token_urlsafe(48) for name in ("SECRET_KEY", "HEALTH_TOKEN", "OPENAI_API_KEY")}
        limits = {f"LIMIT_{name}": "1000000" for name in LIMITS}
        url = own_database(os.environ["DATABASE_URL"]) if os.environ.get("DATABASE_URL") else ""
        self.env = environment(data_dir, DATABASE_URL=url, ACCESS_TOKEN_MIN="60", **self.secrets, **limits)
        done = manage("prepare", env=self.env)
        assert done.returncode == 0, done.stdout + done.stderr
        self.running = Running("serve", "--port", "0", env=self.env)
        self.url = self.running.wait_for(r"Spotter is at (http://\S+?)/ ")
        self.running.deadline.cancel()
        self.running.deadline = threading.Timer(LIFE_S, self.running.kill)
        self.running.deadline.start()

    def promote(self, email: str, standing: str) -> None:
        """What only a command can do: make someone a coach (`is_coach`) or staff (`is_staff`)."""
        code = f"from accounts.models import User; User.objects.filter(email={email!r}).update({standing}=True)"
        done = manage("shell", "-v", "0", "-c", code, env=self.env)
        assert done.returncode == 0, done.stderr

    def said(self) -> str:
        return "".join(self.running.said)

    def close(self) -> None:
        self.running.process.terminate()
        try:
            self.running.process.wait(PATIENCE_S)
        finally:
            self.running.kill()
            self.running.close()


def own_database(url: str) -> str:
    """A new, empty database on the server of this run."""
    name = f"api_{uuid4().hex[:12]}"
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


class Person:
    """Someone with an account, and the token to show it."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name, self.email = url, name, f"{name}@example.org"
        self.token = ""
        self.post("/api/v1/auth/register", {"email": self.email, "password": PASSWORD})
        self.token = self.post("/api/v1/auth/token", {"email": self.email, "password": PASSWORD})["access"]

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any) -> Any:
        return self.ask("POST", path, json.dumps(body).encode())

    def ask(self, method: str, path: str, body: bytes | None = None, media: str = "application/json") -> Any:
        headers = {"Content-Type": media} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from refusal


class Athlete(Person):
    """Someone who has a plan, ratings, suggestions, an import and an exercise of their own."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(url, name)
        self.plan = self.post("/api/v1/plans/enhanced/generate", WISHES)["plan"]
        self.train(self.plan["weeks"][0]["sessions"][0])
        self.imported = self.upload()
        path = f"/api/v1/plans/feedback/imports/{self.imported['id']}"
        self.wait_for(lambda: self.get(path)["status"] == "done")
        self.suggestions = self.wait_for(lambda: self.get(f"/api/v1/plans/{self.plan['id']}/adaptations"))
        self.illness_id = str(uuid4())  # only now: to somebody who is ill nothing harder is suggested
        self.post("/api/v1/plans/feedback/illness", {"id": self.illness_id, "symptoms": "above_neck"})
        self.execution_id = self.post("/api/v1/diagnosis", {})["execution_id"]
        self.wait_for(lambda: self.get(f"/api/v1/diagnosis/{self.execution_id}")["finished_at"])

    def train(self, session: dict[str, Any]) -> None:
        """All of it was far too easy: something will be suggested."""
        ratings = [
            {
                "id": str(uuid4()),
                "session_id": session["id"],
                "exercise_id": item["exercise"]["slug"],
                "rpe": 5,
                "completion_rate": 100,
                "sets": [{"reps": item["reps_max"], "load_kg": item["load_kg"] or 20, "rpe": 5}] * item["sets"],
            }
            for item in session["items"]
            if item["reps_max"]
        ]
        answers = self.post("/api/v1/plans/feedback/rpe", ratings)
        assert all(answer["status"] == "created" for answer in answers), answers
        self.rating_id = ratings[0]["id"]
        self.exercise = ratings[0]["exercise_id"]
        self.performance_id = str(uuid4())
        self.post(
            "/api/v1/plans/feedback/performance",
            {
                "id": self.performance_id, "session_id": session["id"], "total_volume": 5400, "average_rpe": 5,
                "completion_rate": 100, "recovery_time": 24, "sleep_quality": 8, "stress_level": 3,
            },
        )  # fmt: skip

    def upload(self) -> dict[str, Any]:
        boundary = uuid4().hex
        head = 'Content-Disposition: form-data; name="file"; filename="log.csv"\r\nContent-Type: text/csv\r\n'
        body = f"--{boundary}\r\n{head}\r\n{LOG}\r\n--{boundary}--\r\n"
        answer: dict[str, Any] = self.ask(
            "POST", "/api/v1/plans/feedback/import", body.encode(), f"multipart/form-data; boundary={boundary}"
        )
        return answer

    def wait_for(self, look: Callable[[], Any]) -> Any:
        """What background work brings about."""
        deadline = time.monotonic() + PATIENCE_S
        while not (found := look()):
            assert time.monotonic() < deadline, f"{self.name} waits in vain"
            threading.Event().wait(0.1)
        return found

    def ids(self) -> dict[str, list[str]]:
        """Real ids, by the kind of address that they stand in."""
        session = self.plan["weeks"][1]["sessions"][0]
        return {
            "plans": [self.plan["id"]],
            "sessions": [session["id"]],
            "items": [item["id"] for item in session["items"]],
            "suggestions": [each["id"] for each in self.suggestions],
            "ratings": [self.rating_id, self.performance_id, self.illness_id],
            "imports": [self.imported["id"]],
            "executions": [self.execution_id],
            "exercises": [self.exercise],
        }
