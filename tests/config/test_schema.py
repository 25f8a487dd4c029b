"""The OpenAPI document: what holds for all views alike."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase
from drf_spectacular.generators import SchemaGenerator

from config.schema import ALWAYS, WRITING
from tests.config import routes


class SchemaTests(SimpleTestCase):
    document: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.document = SchemaGenerator(patterns=routes.urlpatterns).get_schema(public=True)

    def operation(self, path: str, method: str) -> dict[str, Any]:
        found: dict[str, Any] = self.document["paths"][path][method]
        return found

    def success(self, path: str, method: str, status: str = "200") -> dict[str, Any]:
        found: dict[str, Any] = self.operation(path, method)["responses"][status]["content"]["application/json"]
        return found

    def test_a_success_is_wrapped(self) -> None:
        schema = self.success("/api/v1/auth/token", "post")["schema"]
        self.assertEqual(schema["required"], ["success", "data"])
        self.assertEqual(schema["properties"]["success"], {"type": "boolean", "enum": [True]})
        self.assertEqual(schema["properties"]["data"], {"$ref": "#/components/schemas/Tokens"})

    def test_a_list_has_next_beside_it(self) -> None:
        for path in ("/api/entries", "/api/v1/me/coaches"):
            with self.subTest(path):
                self.assertEqual(self.success(path, "get")["schema"]["required"], ["success", "data", "next"])

    def test_a_page_takes_a_cursor_and_a_limit(self) -> None:
        names = {parameter["name"] for parameter in self.operation("/api/entries", "get")["parameters"]}
        self.assertLessEqual({"cursor", "limit"}, names)

    def test_an_example_is_wrapped_like_its_answer(self) -> None:
        (example,) = self.success("/api/v1/auth/token", "post")["examples"].values()
        self.assertEqual(example["value"].keys(), {"success", "data"})

    def test_every_operation_says_how_it_refuses(self) -> None:
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                with self.subTest(path=path, method=method):
                    wanted = set(ALWAYS) | (set(WRITING) if method != "get" else set())
                    self.assertLessEqual(wanted, operation["responses"].keys())

    def test_a_refusal_has_the_seven_fields(self) -> None:
        components = self.document["components"]
        self.assertEqual(len(components["schemas"]["Error"]["required"]), 7)
        for name, response in components["responses"].items():
            with self.subTest(name):
                media = response["content"]["application/json"]
                self.assertEqual(media["schema"], {"$ref": "#/components/schemas/Error"})
                self.assertEqual(set(media["example"]), set(components["schemas"]["Error"]["required"]))
        self.assertIn("Retry-After", components["responses"]["TooManyRequests"]["headers"])

    def test_input_and_output_of_a_view_are_found_and_carry_its_name(self) -> None:
        body = self.operation("/api/nested", "post")["requestBody"]["content"]["application/json"]["schema"]
        self.assertEqual(body, {"$ref": "#/components/schemas/NestedInputRequest"})
        self.assertIn("NestedOutput", self.document["components"]["schemas"])

    def test_only_a_view_that_takes_files_offers_a_form(self) -> None:
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                with self.subTest(path=path, method=method):
                    media = set(operation.get("requestBody", {}).get("content", {}))
                    self.assertLessEqual(
                        media, {"application/json"} | ({"multipart/form-data"} if "upload" in path else set())
                    )

    def test_a_private_post_takes_an_idempotency_key(self) -> None:
        def has_key(path: str, method: str) -> bool:
            parameters = self.operation(path, method).get("parameters", [])
            return any(parameter["name"] == "Idempotency-Key" for parameter in parameters)

        self.assertTrue(has_key("/api/v1/me/athletes", "post"))
        self.assertFalse(has_key("/api/v1/auth/token", "post"))
        self.assertFalse(has_key("/api/v1/me", "patch"))

    def test_it_knows_both_ways_to_log_in(self) -> None:
        self.assertEqual(self.document["components"]["securitySchemes"].keys(), {"bearerAuth", "cookieAuth"})
        self.assertEqual(self.operation("/api/v1/me", "get")["security"], [{"bearerAuth": []}, {"cookieAuth": []}])
