"""Every refusal has the same seven fields, whoever refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.utils import translation

from accounts.core.refusals import Refusal, TooManyAttempts
from config import errors
from tests.base import Cast

FIELDS = {"success", "error", "code", "details", "timestamp", "path", "request_id"}


@override_settings(ROOT_URLCONF="tests.config.routes")
class ErrorBodyTests(Cast, TestCase):
    def setUp(self) -> None:
        self.client = Client(raise_request_exception=False)

    def refused(self, status: int, code: str, method: str = "get", path: str = "/api/private", **kwargs: Any) -> Any:
        """Ask, and check what every refusal has in common."""
        response = getattr(self.client, method)(path, **kwargs)
        self.assertEqual((response.status_code, response["Content-Type"]), (status, "application/json"))
        answer = response.json()
        self.assertEqual(answer.keys(), FIELDS)
        self.assertEqual((answer["success"], answer["code"]), (False, code))
        self.assertEqual(answer["path"], path.partition("?")[0])
        self.assertEqual(answer["request_id"], response["X-Request-ID"])
        self.assertRegex(answer["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
        self.assertTrue(answer["error"])
        self.assertNotIn("secret", response.content.decode())
        self.assertNotIn("Traceback", response.content.decode())
        return response

    def test_it_answers_an_unknown_path(self) -> None:
        self.refused(404, "not_found", path="/api/v9/nothing")

    @override_settings(DEBUG=True)
    def test_it_shows_no_debug_page_under_the_api(self) -> None:
        self.refused(404, "not_found", path="/api/v9/nothing")
        self.refused(500, "internal_error", path="/api/fault/bug")

    def test_it_asks_for_a_login_before_anything_else(self) -> None:
        response = self.refused(401, "not_authenticated")
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')

    def test_it_names_the_methods_that_an_address_takes(self) -> None:
        self.assertEqual(self.refused(405, "method_not_allowed", path="/api/echo")["Allow"], "POST, OPTIONS")

    def test_it_refuses_a_body_of_another_type(self) -> None:
        self.refused(415, "unsupported_media_type", "post", "/api/echo", data="<a/>", content_type="text/xml")

    def test_it_refuses_to_answer_in_another_type(self) -> None:
        headers = {"accept": "image/png"}
        self.refused(
            406, "not_acceptable", "post", "/api/echo", data="{}", content_type="application/json", headers=headers
        )

    def test_it_answers_a_bug_without_telling_of_it(self) -> None:
        self.refused(500, "internal_error", path="/api/fault/bug")

    def test_it_asks_to_come_back_when_the_database_is_locked(self) -> None:
        with self.assertLogs("config.errors", "ERROR"):
            response = self.refused(503, "unavailable", path="/api/fault/locked")
        self.assertEqual(response["Retry-After"], "5")

    def test_it_says_when_the_disk_is_full(self) -> None:
        with self.assertLogs("config.errors", "ERROR"):
            self.refused(507, "storage_full", path="/api/fault/full")

    def test_a_fault_of_the_disk_is_a_full_one_only_where_nothing_is_free(self) -> None:
        for folder, is_full in ((Path("/proc"), True), (settings.BASE_DIR, False)):
            with self.subTest(folder), override_settings(DATA_DIR=folder):
                self.assertIs(errors.is_disk_full("disk I/O error"), is_full)

    def test_it_words_the_refusal_of_a_core_with_its_facts(self) -> None:
        answer = self.refused(422, "intent_infeasible", path="/api/fault/infeasible").json()
        self.assertEqual(answer["details"], {"change": "session_minutes_max", "minutes": 10})

    def test_it_takes_a_validation_error_of_django_as_one_of_ours(self) -> None:
        answer = self.refused(400, "invalid", path="/api/fault/invalid").json()
        self.assertEqual(answer["details"], {"field": ["Not like this."]})

    def test_it_answers_a_suspicious_operation(self) -> None:
        self.refused(400, "bad_request", path="/api/fault/suspicious")

    def test_it_names_fields_inside_lists_by_their_path(self) -> None:
        body = json.dumps({"parts": [{"region": "knee"}, {}]})
        answer = self.refused(400, "invalid", "post", "/api/nested", data=body, content_type="application/json").json()
        self.assertEqual(answer["details"].keys(), {"parts.1.region", "word"})
        self.assertIsInstance(answer["details"]["word"], list)

    def test_it_says_what_is_wrong_with_a_body_that_is_no_object(self) -> None:
        answer = self.refused(400, "invalid", "post", "/api/nested", data="[1]", content_type="application/json").json()
        self.assertEqual(answer["details"].keys(), {"non_field_errors"})

    def test_it_checks_csrf_for_a_session_and_says_so(self) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.force_login(self.ana)
        self.refused(403, "csrf_failed", "delete")

    def test_it_refuses_a_path_with_nul_in_it(self) -> None:
        self.refused(400, "bad_request", path="/api/private?q=%00")
        self.refused(400, "bad_request", path="/api/private?q=a%00b")

    def test_it_speaks_the_language_that_the_client_asks_for(self) -> None:
        with mock.patch.dict(errors.SENTENCES, {404: ("not_found", translation.gettext_lazy("Yes"))}):
            chinese = self.refused(404, "not_found", path="/api/nothing", headers={"accept-language": "zh-hans"})
            english = self.refused(404, "not_found", path="/api/nothing", headers={"accept-language": "en"})
        self.assertEqual([answer.json()["error"] for answer in (chinese, english)], ["可以", "Yes"])

    def test_it_answers_a_browser_with_a_page(self) -> None:
        for path, status in (("/nothing", 404), ("/page?bug", 500)):
            with self.subTest(path):
                response = self.client.get(path, headers={"accept": "text/html"})
                self.assertEqual(response.status_code, status)
                self.assertIn("text/html", response["Content-Type"])
                self.assertNotIn(b"secret", response.content)

    def test_it_answers_a_program_that_asks_for_a_page_in_json(self) -> None:
        self.refused(404, "not_found", path="/nothing", headers={"accept": "application/json"})

    def test_it_lets_no_cache_keep_what_the_api_says(self) -> None:
        self.assertEqual(self.refused(401, "not_authenticated")["Cache-Control"], "private, no-store")


class RefusalTableTests(SimpleTestCase):
    def test_it_finds_the_entry_of_the_nearest_class(self) -> None:
        class StillTooMany(TooManyAttempts):
            pass

        self.assertEqual(errors.refusal(StillTooMany()), errors.REFUSALS[TooManyAttempts])
        self.assertIsNone(errors.refusal(Refusal()))

    def test_every_class_has_a_code(self) -> None:
        for kind, (status, _sentence) in errors.REFUSALS.items():
            with self.subTest(kind.__name__):
                self.assertRegex(kind.code, r"^[a-z][a-z0-9_]+$")  # type: ignore[attr-defined]
                self.assertIn(status, range(400, 600))
