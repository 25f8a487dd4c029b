"""Bodies: camelCase is taken, and what no honest client sends is refused."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, TestCase, override_settings
from rest_framework.exceptions import APIException

from config.parsers import CamelCaseJSONParser, snake_case
from tests.base import Cast

KEYS = {
    "sleepHours": "sleep_hours",
    "loadKg": "load_kg",
    "targetRPE": "target_rpe",
    "targetRPEMax": "target_rpe_max",
    "window2Days": "window2_days",
    "sleep_hours": "sleep_hours",
    "title": "title",
    "barbell-bench-press": "barbell-bench-press",
    "Bench Press": "Bench Press",
    "BenchPress": "BenchPress",
    "5": "5",
    "": "",
}


def parse(body: bytes) -> Any:
    return CamelCaseJSONParser().parse(BytesIO(body))


class SnakeCaseTests(SimpleTestCase):
    def test_it_turns_camel_case_round_and_leaves_names_alone(self) -> None:
        for given, expected in KEYS.items():
            with self.subTest(given):
                self.assertEqual(snake_case(given), expected)


class JSONParserTests(SimpleTestCase):
    def refused(self, body: bytes, status: int = 400) -> None:
        with self.assertRaises(APIException) as caught:
            parse(body)
        self.assertEqual(caught.exception.status_code, status)

    def test_it_turns_keys_round_at_every_depth_but_never_values(self) -> None:
        self.assertEqual(
            parse(b'{"aB": [{"cD": "eF", "knownLifts": {"loadKg": 1.5}}]}'),
            {"a_b": [{"c_d": "eF", "known_lifts": {"load_kg": 1.5}}]},
        )

    def test_it_takes_what_is_not_an_object(self) -> None:
        self.assertEqual([parse(body) for body in (b"[]", b"null", b'"a"', b"1")], [[], None, "a", 1])

    def test_it_refuses_what_is_no_json(self) -> None:
        bodies = (
            b"{",
            b"",
            b"{'a': 1}",
            b"\xff\xfe",
            b'{"a": NaN}',
            b"[Infinity]",
            b"[-Infinity]",
            b"[1e999]",
            b"[-1e999]",
        )
        for body in bodies:
            with self.subTest(body):
                self.refused(body)

    def test_it_refuses_a_key_that_stands_twice(self) -> None:
        for body in (b'{"a": 1, "a": 2}', b'{"aB": 1, "a_b": 2}', b'[{"x": {"a": 1, "a": 1}}]'):
            with self.subTest(body):
                self.refused(body)

    def test_it_refuses_text_that_no_database_holds(self) -> None:
        for body in (rb'{"a": "\u0000"}', rb'{"\u0000": 1}', rb'["\ud800"]', rb'[[{"a": ["\udc00"]}]]'):
            with self.subTest(body):
                self.refused(body)

    def test_it_takes_a_whole_surrogate_pair(self) -> None:
        self.assertEqual(parse(rb'"\ud83d\udcaa"'), "💪")

    def test_it_refuses_more_than_32_levels(self) -> None:
        self.assertTrue(parse(b"[" * 32 + b"]" * 32) is not None)
        self.refused(b"[" * 33 + b"]" * 33)
        self.refused(b'{"a":' * 33 + b"1" + b"}" * 33)
        self.refused(b"[" * 400_000)

    def test_it_refuses_a_number_of_thousands_of_digits(self) -> None:
        self.refused(b"[" + b"9" * 10_000 + b"]")

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
    def test_it_refuses_a_body_above_the_limit_and_takes_one_at_it(self) -> None:
        self.assertEqual(parse(b'"' + b"a" * 98 + b'"'), "a" * 98)
        self.refused(b'"' + b"a" * 99 + b'"', 413)


@override_settings(ROOT_URLCONF="tests.config.routes")
class BodyTests(Cast, TestCase):
    def test_it_answers_a_broken_body_with_400(self) -> None:
        response = self.client_for(None).generic("POST", "/api/echo", "{", "application/json")
        self.assertEqual((response.status_code, response.json()["code"]), (400, "parse_error"))

    def test_it_answers_a_body_too_large_with_413(self) -> None:
        body = json.dumps("a" * 1_000_001)
        response = self.client_for(None).generic("POST", "/api/echo", body, "application/json")
        self.assertEqual((response.status_code, response.json()["code"]), (413, "too_large"))

    def test_it_hands_the_view_snake_case(self) -> None:
        answer = self.client_for(None).post("/api/echo", {"sleepHours": 8}).json()
        self.assertEqual(answer["data"], {"sleep_hours": 8})


@override_settings(ROOT_URLCONF="tests.config.routes")
class MultiPartTests(Cast, TestCase):
    def upload(self, path: str = "/api/upload", **fields: Any) -> Any:
        file = SimpleUploadedFile("log.csv", fields.pop("content", b"a,b"), "text/csv")
        return self.client_for(self.ana).post(path, {"trainingLog": file, **fields}, format="multipart")

    def test_it_turns_the_names_of_fields_and_files_round(self) -> None:
        answer = self.upload(dryRun="true").json()
        self.assertEqual(answer["data"], {"fields": "true", "files": {"training_log": "a,b"}})

    def test_it_is_refused_where_a_view_takes_no_files(self) -> None:
        response = self.upload("/api/echo")
        self.assertEqual((response.status_code, response.json()["code"]), (415, "unsupported_media_type"))

    @override_settings(IMPORT_MAX_BYTES=1_000)
    def test_it_refuses_a_file_above_the_limit(self) -> None:
        self.assertEqual(self.upload(content=b"a" * 1_000).json()["code"], "too_large")

    def test_it_refuses_a_form_that_is_broken(self) -> None:
        response = self.client_for(self.ana).generic("POST", "/api/upload", "x", "multipart/form-data")
        self.assertEqual(response.status_code, 400)

    def test_it_refuses_text_that_no_database_holds(self) -> None:
        self.assertEqual(self.upload(note="a\x00b").status_code, 400)
