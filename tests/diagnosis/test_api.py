"""The addresses of the diagnosis and its WebSocket: what clients may rely on, word for word."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.test import Client, TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts import services as accounts
from diagnosis.models import Execution
from diagnosis.services import executions, running
from tests.base import PASSWORD, Cast
from tests.diagnosis.stage import trained
from tests.events.transports import NO_SWEEP, Socket, elsewhere, played
from tests.feedback.base import WIDE

URL = "/api/v1/diagnosis"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@override_settings(LLM_MODE="OFF", RATE_LIMITS=WIDE)
class ApiTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        trained(cls.ana, timezone.now())

    def ask(self, **body: Any) -> Any:
        return self.client_for(self.ana).post(URL, body)

    def examined(self) -> str:
        execution_id = str(self.ask().json()["data"]["execution_id"])
        running.run(Execution.objects.get(pk=execution_id).pk)
        return execution_id

    def look(self, path: str, user: Any = None, **query: Any) -> Any:
        return self.client_for(user or self.ana).get(f"{URL}/{path}", query)

    def test_it_is_queued_and_a_second_one_is_told_which_runs(self) -> None:
        first = self.ask(window_days=28, focus="squat", questions=["Why do I stall?"])
        self.assertEqual(first.status_code, 202)
        self.assertEqual(set(first.json()["data"]), {"execution_id", "status"})
        self.assertEqual(first.json()["data"]["status"], "queued")
        second = self.ask()
        self.assertEqual((second.status_code, second.json()["code"]), (409, "diagnosis_running"))
        self.assertEqual(second.json()["details"]["execution_id"], first.json()["data"]["execution_id"])

    def test_polling_tells_the_stages_and_what_each_gave(self) -> None:
        state = self.look(self.examined()).json()["data"]
        self.assertEqual((state["status"], state["progress"], state["error"]), ("completed", 100, None))
        self.assertEqual(
            [(each["name"], each["status"]) for each in state["stages"]],
            [(name, "done") for name in ("collecting", "analysing", "ai_fetching", "merging", "reporting")],
        )
        self.assertEqual(state["stages"][0]["result"]["counts"]["ratings"], 28)

    def test_the_report_comes_as_json_page_and_pdf(self) -> None:
        execution_id = self.examined()
        report = self.look(f"{execution_id}/report").json()["data"]
        self.assertEqual(len(report["words"]["summary"]), 3)
        page = self.look(f"{execution_id}/report", format="html")
        self.assertEqual(page["Content-Type"].partition(";")[0], "text/html")
        self.assertIn(report["words"]["summary"][0], page.content.decode())
        pdf = self.look(f"{execution_id}/report", format="pdf")
        self.assertEqual((pdf["Content-Type"], pdf.content[:5]), ("application/pdf", b"%PDF-"))

    def test_there_is_no_report_before_the_end(self) -> None:
        execution_id = self.ask().json()["data"]["execution_id"]
        answer = self.look(f"{execution_id}/report")
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "report_not_ready"))

    def test_it_refuses_what_is_no_wish(self) -> None:
        for body in (
            {"window_days": 13}, {"window_days": 181}, {"window_days": "56"}, {"window_days": 20.5},
            {"window_days": True}, {"focus": 3}, {"focus": "x" * 65}, {"questions": "why"}, {"questions": ["x" * 201]},
            {"questions": ["a"] * 6}, {"questions": [None]}, {"may_ask": "yes"}, {"plan_id": "mine"},
        ):  # fmt: skip
            with self.subTest(body=body):
                self.assertEqual(self.ask(**body).status_code, 400)
        self.assertEqual(self.ask(plan_id=str(uuid4())).status_code, 404)
        self.assertFalse(Execution.objects.exists())

    def test_strangers_find_nothing(self) -> None:
        execution_id = self.examined()
        for path in (execution_id, f"{execution_id}/report"):
            self.assertEqual(self.look(path, self.ben).status_code, 404)
        for act in ("cancel", "retry", "answer", "shares"):
            body = {"choice": "ill"} if act == "answer" else {}
            self.assertEqual(self.client_for(self.ben).post(f"{URL}/{execution_id}/{act}", body).status_code, 404)

    def test_it_is_cancelled_once(self) -> None:
        execution_id = self.ask().json()["data"]["execution_id"]
        answers = [self.client_for(self.ana).post(f"{URL}/{execution_id}/cancel") for _ in range(2)]
        self.assertEqual([answer.status_code for answer in answers], [200, 409])
        self.assertEqual(self.look(execution_id).json()["data"]["error"]["error_type"], "CANCELLED")

    def test_a_link_opens_the_report_for_anybody_until_it_is_taken_back(self) -> None:
        execution_id = self.examined()
        share = self.client_for(self.ana).post(f"{URL}/{execution_id}/shares", {"days": 3}).json()["data"]
        path = share["url"].partition("testserver")[2]
        nobody = Client()
        self.assertEqual(nobody.get(path).status_code, 200)
        self.assertEqual(nobody.get(path[:-1] + "_").status_code, 410)
        self.assertEqual(self.client_for(self.ben).delete(f"{URL}/shares/{share['id']}").status_code, 404)
        self.assertEqual(self.client_for(self.ana).delete(f"{URL}/shares/{share['id']}").status_code, 204)
        self.assertEqual(nobody.get(path).status_code, 410)


@override_settings(LLM_MODE="OFF")
class PageTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        trained(cls.ana, timezone.now())

    def setUp(self) -> None:
        self.page = Client()
        self.page.login(username=self.ana.email, password=PASSWORD)

    def test_it_is_asked_for_watched_and_read(self) -> None:
        begun = self.page.post("/diagnosis", {"window_days": "56", "question": "Why?"})
        execution = Execution.objects.get()
        self.assertRedirects(begun, f"/diagnosis/{execution.pk}", fetch_redirect_response=False)
        self.assertContains(self.page.get(begun["Location"]), "<diagnosis-watch")
        again = self.page.post("/diagnosis", {"window_days": "56"})
        self.assertRedirects(again, f"/diagnosis/{execution.pk}", fetch_redirect_response=False)
        running.run(execution.pk)
        self.assertContains(self.page.get(begun["Location"]), "looked at as a whole")
        self.assertContains(self.page.get("/diagnosis"), f"/diagnosis/{execution.pk}")

    def test_it_is_cancelled_and_tried_again(self) -> None:
        self.page.post("/diagnosis", {"window_days": "56"})
        execution = Execution.objects.get()
        self.page.post(f"/diagnosis/{execution.pk}/cancel")
        over = self.page.get(f"/diagnosis/{execution.pk}")
        self.assertContains(over, "Try again")
        self.assertContains(over, "not begun", count=5)
        self.page.post(f"/diagnosis/{execution.pk}/retry")
        execution.refresh_from_db()
        self.assertEqual(execution.status, "queued")

    def test_it_shows_where_it_ended_and_what_was_not_begun(self) -> None:
        """Where there is too little to look at, the second stage is where it ends."""
        execution = executions.request(athlete=self.ben, now=timezone.now())
        running.run(execution.pk)
        state = self.client_for(self.ben).get(f"{URL}/{execution.pk}").json()["data"]
        told = [each["status"] for each in state["stages"]]
        self.assertEqual(told, ["done", "stopped", "not_reached", "not_reached", "not_reached"])

    @override_settings(RATE_LIMITS={**WIDE, "diagnosis": (2, 3600)})
    def test_it_counts_together_with_the_api_and_says_when_to_come_back(self) -> None:
        self.client_for(self.ana).post(URL, {})
        self.page.post("/diagnosis", {"window_days": "56"})
        Execution.objects.all().delete()
        refused = self.page.post("/diagnosis", {"window_days": "84", "question": "Why do I stall?"})
        self.assertContains(refused, "The next one can begin in 60 minutes", status_code=429)
        self.assertContains(refused, "Why do I stall?", status_code=429)  # nothing typed is lost
        self.assertGreater(int(refused["Retry-After"]), 3000)
        self.assertFalse(Execution.objects.exists())

    @override_settings(RATE_LIMITS={**WIDE, "diagnosis": (2, 3600)})
    def test_trying_again_counts_with_the_rest_and_says_when_to_come_back(self) -> None:
        page = Client()  # of somebody whose calls no other test counts
        page.login(username=self.ben.email, password=PASSWORD)
        page.post("/diagnosis", {"window_days": "56"})
        execution = Execution.objects.get()
        page.post(f"/diagnosis/{execution.pk}/cancel")
        self.assertEqual(self.client_for(self.ben).post(f"{URL}/{execution.pk}/retry").status_code, 202)
        page.post(f"/diagnosis/{execution.pk}/cancel")
        refused = page.post(f"/diagnosis/{execution.pk}/retry", follow=True)
        self.assertContains(refused, "Try again in 60 minutes")
        self.assertEqual(self.client_for(self.ben).post(f"{URL}/{execution.pk}/retry").status_code, 429)
        execution.refresh_from_db()
        self.assertEqual(execution.status, "cancelled")


@override_settings(LLM_MODE="OFF")
class SocketTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        trained(self.ana, timezone.now())
        self.execution = executions.request(athlete=self.ana, now=timezone.now())
        self.path = f"/ws/diagnosis/{self.execution.pk}/"
        self.tokens = {user.pk: accounts.issue_tokens(user).access for user in (self.ana, self.ben)}

    def socket(self, user: Any, path: str = "") -> Socket:
        return Socket(self.tokens[user.pk], path=path or self.path)

    def test_it_carries_exactly_the_messages_the_latest_first(self) -> None:
        async def scene() -> list[dict[str, Any]]:
            socket = self.socket(self.ana)
            await socket.until(lambda: socket.frames)
            await elsewhere(running.run, self.execution.pk)
            await socket.until(lambda: socket.frames[-1].get("event") == "complete")
            late = self.socket(self.ana)
            await late.until(lambda: late.frames)
            return [*socket.frames, late.frames[0]]

        frames = [frame for frame in played(scene(), NO_SWEEP) if frame["type"] == "diagnosis_update"]
        for frame in frames:
            self.assertEqual(set(frame), {"type", "execution_id", "timestamp", "event", "data"})
            self.assertEqual(frame["execution_id"], str(self.execution.pk))
            self.assertRegex(frame["timestamp"], INSTANT)
        told = [frame for frame in frames if frame["event"] == "progress"]
        for frame in told:
            self.assertEqual(set(frame["data"]), {"progress", "stage", "status", "status_text"})
        self.assertEqual(told[0]["data"]["status"], "queued")
        self.assertEqual([frame["event"] for frame in frames[-2:]], ["complete", "complete"])
        self.assertIn("report", frames[-1]["data"])

    def test_somebody_elses_is_not_there(self) -> None:
        async def scene() -> list[int | None]:
            sockets = [
                self.socket(self.ben),
                self.socket(self.ana, f"/ws/diagnosis/{uuid4()}/"),
                Socket(path=self.path),
            ]
            for socket in sockets:
                await socket.ended()
            return [socket.close_code for socket in sockets]

        self.assertEqual(played(scene(), NO_SWEEP), [4404, 4404, 4401])
