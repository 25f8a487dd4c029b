"""The OpenAPI document: complete, true to its own examples, and shown without anybody else's server."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.contrib.staticfiles import finders
from django.test import Client, SimpleTestCase, TestCase
from django.urls import get_resolver

from config.schema import REFUSALS
from tests.api.document import JSON, Operation, document, examples_of, faults, operations
from tests.security.routes import api_patterns

ID = re.compile(r"[a-z]+(_[a-z]+)*")
VERBS = (
    "accept", "advise", "answer", "apply", "cancel", "change", "correct", "delete", "dismiss", "end", "erase",
    "export", "generate", "get", "health", "import", "invite", "journal", "list", "log", "rate", "record", "refresh",
    "register", "request", "restore", "retry", "send", "share", "swap", "take",
)  # fmt: skip


class DocumentTests(SimpleTestCase):
    def each(self) -> list[Operation]:
        found = operations()
        self.assertGreater(len(found), 40)
        return found

    def test_it_knows_every_address_of_the_api(self) -> None:
        """drf-spectacular passes over in silence what it does not take for a view of the API."""
        told = {re.sub(r"\{\w+\}", "{}", path) for path in document()["paths"]}
        real = {re.sub(r"<[^>]+>", "{}", f"/{pattern}") for pattern in api_patterns(get_resolver())}
        self.assertEqual(real - told, {"/api/schema/", "/api/docs/"})

    def test_every_operation_has_a_readable_id_of_its_own(self) -> None:
        ids = [operation.id for operation in self.each()]
        self.assertEqual(len(set(ids)), len(ids))
        for name in ids:
            with self.subTest(name):
                self.assertRegex(name, ID)
                self.assertIn(name.partition("_")[0], VERBS)

    def test_every_operation_says_what_it_is_for(self) -> None:
        for operation in self.each():
            with self.subTest(operation.id):
                self.assertTrue(operation.facts.get("description"))
                self.assertEqual(len(operation.facts["tags"]), 1)

    def test_every_success_has_a_shape_and_an_example(self) -> None:
        for operation in self.each():
            successes = [status for status in operation.facts["responses"] if status.startswith("2")]
            with self.subTest(operation.id):
                self.assertTrue(successes)
                shown = [said for _status, _media, said in operation.answers()]
                self.assertTrue(all(said.get("schema") for said in shown))
                if successes != ["204"]:
                    self.assertTrue(any(examples_of(said) for said in shown))

    def test_every_operation_says_how_it_refuses(self) -> None:
        for operation in self.each():
            wanted = {"400", "404", "405", "406", "503"}
            wanted |= {"401", "403"} if operation.is_private else set()
            wanted |= {"429"} if operation.path.startswith("/api/") else set()
            wanted |= {"409", "413", "415", "422"} if operation.method != "get" else set()
            with self.subTest(operation.id):
                self.assertLessEqual(wanted, operation.facts["responses"].keys())

    def test_every_refusal_has_a_shape_and_an_example(self) -> None:
        responses = document()["components"]["responses"]
        self.assertEqual(responses.keys(), {name for name, *_rest in REFUSALS.values()})
        for name, response in responses.items():
            with self.subTest(name):
                said = response["content"][JSON]
                self.assertEqual(faults(said["schema"], said["example"]), [])

    def test_every_example_of_an_answer_keeps_its_word(self) -> None:
        for operation in self.each():
            for status, media, said in operation.answers():
                for value in examples_of(said):
                    with self.subTest(operation.id, status=status, media=media):
                        self.assertEqual(faults(said["schema"], value), [])

    def test_every_example_of_a_body_keeps_its_word(self) -> None:
        for operation in self.each():
            for media, said in operation.bodies():
                for value in examples_of(said):
                    with self.subTest(operation.id, media=media):
                        self.assertEqual(faults(said["schema"], value), [])


class LinkedFiles(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        target = facts.get("src") or (facts.get("href") if tag == "link" else None)
        if target:
            self.found.append(target)
        elif tag in {"script", "style"}:
            self.inline.append(tag)


class DocsPageTests(TestCase):
    def test_it_loads_nothing_from_elsewhere(self) -> None:
        page = Client().get("/api/docs/")
        self.assertEqual(page.status_code, 200)
        reader = LinkedFiles()
        reader.feed(page.content.decode())
        self.assertTrue(any(name.endswith("swagger-ui-bundle.js") for name in reader.found), reader.found)
        self.assertEqual(reader.inline, [], "the Content-Security-Policy stops these")
        for name in reader.found:
            with self.subTest(name):
                self.assertTrue(name.startswith(("/static/", "/api/docs/")), name)
                if name.startswith("/static/"):
                    self.assertIsNotNone(finders.find(name.removeprefix("/static/").partition("?")[0]))
