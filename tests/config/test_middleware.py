"""Request ids, and log lines that a client cannot forge."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, SimpleTestCase, TestCase, override_settings
from kombu.exceptions import OperationalError as BrokerAway

from config.logs import RequestIdFilter, request_id
from config.middleware import RequestIdMiddleware
from tests.base import Cast


class RequestIdTests(SimpleTestCase):
    def answered(self, given: str | None) -> str:
        request = RequestFactory().get("/", headers={} if given is None else {"x-request-id": given})
        return RequestIdMiddleware(lambda _request: HttpResponse())(request)["X-Request-ID"]

    def test_it_keeps_the_id_of_a_proxy(self) -> None:
        for given in ("abcdefgh", "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10", "a.b_c-d1" * 8):
            with self.subTest(given):
                self.assertEqual(self.answered(given), given)

    def test_it_makes_its_own_where_there_is_none_or_none_that_is_sane(self) -> None:
        for given in (None, "", "short", "a" * 65, "abcdefgh\n", "abcd efgh", "<script>alert", "héhéhéhé"):
            with self.subTest(given):
                made = self.answered(given)
                self.assertNotEqual(made, given)
                self.assertRegex(made, r"^[0-9a-f]{32}$")


@pytest.mark.security
class LogLineTests(SimpleTestCase):
    def setUp(self) -> None:
        token = request_id.set("-")
        self.addCleanup(request_id.reset, token)

    def lines(self, message: str, *args: object, exc_info: Any = None) -> list[str]:
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.addFilter(RequestIdFilter())
        handler.setFormatter(logging.Formatter("{levelname} [{request_id}] {message}", style="{"))
        handler.handle(logging.LogRecord("a", logging.INFO, "f", 1, message, args, exc_info))
        return stream.getvalue().splitlines()

    def test_a_client_cannot_write_a_line_of_its_own(self) -> None:
        for nasty in (
            "x\nINFO forged",
            "x\r\nINFO forged",
            "x\u2028INFO forged",
            "x\x85INFO forged",
            "x\x0bINFO forged",
        ):
            with self.subTest(repr(nasty)):
                self.assertEqual(len(self.lines("login of %s", nasty)), 1)

    def test_a_client_cannot_steer_the_terminal(self) -> None:
        self.assertEqual(self.lines("agent %s", "\x1b[2Jx"), ["INFO [-] agent \\x1b[2Jx"])

    def test_other_alphabets_stay_as_they_are(self) -> None:
        self.assertEqual(self.lines("%s", "训练 – ok"), ["INFO [-] 训练 – ok"])

    def test_the_lines_of_a_traceback_cannot_pass_for_log_lines(self) -> None:
        try:
            raise ValueError("bad\nINFO forged")
        except ValueError as problem:
            first, *rest = self.lines("failed", exc_info=(type(problem), problem, problem.__traceback__))
        self.assertEqual(first, "INFO [-] failed")
        self.assertTrue(rest)
        self.assertTrue(all(line.startswith("  | ") for line in rest), rest)

    def test_a_broker_that_is_away_costs_one_line_a_message(self) -> None:
        try:
            raise BrokerAway("Connection refused.")
        except BrokerAway as problem:
            lines = self.lines(
                "Error calling wake in on_commit()", exc_info=(BrokerAway, problem, problem.__traceback__)
            )
        told = "WARNING [-] A worker was not told: Connection refused. The sweep will start the work."
        self.assertEqual(lines, [told])

    def test_a_host_name_that_is_not_ours_costs_one_line(self) -> None:
        try:
            raise DisallowedHost("Invalid HTTP_HOST header: 'scanner'.")
        except DisallowedHost as problem:
            lines = self.lines(
                "Invalid HTTP_HOST header: 'scanner'.", exc_info=(DisallowedHost, problem, problem.__traceback__)
            )
        self.assertEqual(lines, ["WARNING [-] Invalid HTTP_HOST header: 'scanner'."])

    def test_a_database_that_is_away_costs_one_line(self) -> None:
        try:
            raise OperationalError("couldn't get a connection after 5.00 sec")
        except OperationalError as problem:
            lines = self.lines("No answer.", exc_info=(OperationalError, problem, problem.__traceback__))
        self.assertEqual(lines, ["INFO [-] No answer. couldn't get a connection after 5.00 sec"])

    def test_each_line_names_its_request(self) -> None:
        request_id.set("abcdefgh")
        self.assertEqual(self.lines("x"), ["INFO [abcdefgh] x"])


@override_settings(ROOT_URLCONF="tests.config.routes")
class CacheControlTests(Cast, TestCase):
    def test_what_the_api_says_is_kept_by_nobody(self) -> None:
        client = Client()
        client.force_login(self.ana)
        self.assertEqual(client.get("/api/private")["Cache-Control"], "private, no-store")

    def test_a_page_that_depends_on_who_looks_is_kept_by_nobody(self) -> None:
        client = Client()
        client.force_login(self.ana)
        self.assertEqual(client.get("/page")["Cache-Control"], "private, no-store")
