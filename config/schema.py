"""What the OpenAPI document says of all views alike: the envelope, the refusals, who may ask."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_bearer_security_scheme_object

JSON = "application/json"
WRITES = {"post", "put", "patch", "delete"}
EXAMPLE = {
    "success": False,
    "error": "There is nothing here.",
    "code": "not_found",
    "details": None,
    "timestamp": "2026-03-02T17:04:05.000000Z",
    "path": "/api/v1/plans/0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10",
    "request_id": "b1946ac92492d2347c6235b4d2611184",
}
ERROR = {
    "type": "object",
    "required": list(EXAMPLE),
    "properties": {
        "success": {"type": "boolean", "enum": [False]},
        "error": {"type": "string", "description": "A sentence for people, in the language of Accept-Language."},
        "code": {"type": "string", "pattern": "^[a-z0-9_]+$", "description": "For programs; it does not change."},
        "details": {
            "type": "object",
            "nullable": True,
            "additionalProperties": True,
            "description": "For `invalid`: {field: [sentence, …]}. For other codes: the facts of the refusal.",
        },
        "timestamp": {"type": "string", "format": "date-time"},
        "path": {"type": "string"},
        "request_id": {"type": "string", "description": "Also in the X-Request-ID header. Quote it when you ask."},
    },
    "example": EXAMPLE,
}
# status: name, description, code of the example, whether it has Retry-After
REFUSALS: dict[str, tuple[str, str, str, bool]] = {
    "400": ("BadRequest", "The request cannot be understood, or values are not valid.", "invalid", False),
    "401": ("Unauthenticated", "Nobody is logged in, or the token is not valid any more.", "not_authenticated", False),
    "403": ("Forbidden", "Not allowed to this kind of user, or the CSRF token is missing.", "permission_denied", False),
    "404": ("NotFound", "Nothing here, or someone else's.", "not_found", False),
    "405": ("MethodNotAllowed", "This address does not take this method.", "method_not_allowed", False),
    "406": ("NotAcceptable", "Only JSON is available.", "not_acceptable", False),
    "409": (
        "Conflict",
        "At odds with what is stored, or with an earlier Idempotency-Key.",
        "idempotency_conflict",
        False,
    ),
    "413": ("TooLarge", "The request is too large.", "too_large", False),
    "415": ("UnsupportedMediaType", "This type of content is not taken here.", "unsupported_media_type", False),
    "422": ("Unprocessable", "Well formed, but it cannot be done; the details say why.", "intent_infeasible", False),
    "429": ("TooManyRequests", "A rate limit is reached.", "throttled", True),
    "503": ("Unavailable", "The database or the counter is away for a moment.", "unavailable", True),
}
ALWAYS = ("400", "401", "403", "404", "405", "406", "429", "503")
WRITING = ("409", "413", "415", "422")
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A UUID. The same key and body give the same answer again for a day.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
}


class EnvelopeSchema(AutoSchema):
    """Reads `Input` and `Output` of a view, and knows which views take files."""

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "Input", None) or super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        return getattr(self.view, "Output", None) or super().get_response_serializers()

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`Input` sits in its view, so the view is part of its name."""
        name = type(serializer).__qualname__.rpartition("<locals>.")[2].replace(".", "")
        return name.removesuffix("Serializer")

    def _get_request_body(self, direction: Any = "request") -> Any:
        """A DELETE that has to be confirmed takes a body, which drf-spectacular leaves out of every DELETE."""
        if self.method != "DELETE" or not getattr(self.view, "confirms_delete", False):
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        self.method = "POST"
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = "DELETE"

    def map_parsers(self) -> list[Any]:
        takes_files = getattr(self.view, "accepts_files", False)
        return [media for media in super().map_parsers() if media == JSON or takes_files]


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "bearerAuth"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return build_bearer_security_scheme_object("Authorization", "Bearer", "JWT")


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.CookieAuthentication"
    name = "cookieAuth"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return {"type": "apiKey", "in": "cookie", "name": "session"}


def envelope(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's last step: views describe bare data, clients get it in an envelope."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Error"] = ERROR
    components["responses"] = {name: refusal(words, code, waits) for name, words, code, waits in REFUSALS.values()}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            describe(method, operation, schemas)
    return result


def describe(method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, response in responses.items():
        media = response.get("content", {}).get(JSON)
        if media and status.startswith("2"):
            wrap(media, is_list(media["schema"], schemas))
    declared = {status for status, response in responses.items() if status in REFUSALS and "content" not in response}
    for status in declared:
        del responses[status]
    for status in (*ALWAYS, *(WRITING if method in WRITES else ()), *sorted(declared)):
        responses.setdefault(status, {"$ref": f"#/components/responses/{REFUSALS[status][0]}"})
    if method == "post" and operation.get("security") and {} not in operation["security"]:
        operation.setdefault("parameters", []).append(KEY_PARAMETER)


def is_list(schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    name = schema.get("$ref", "").rpartition("/")[2]
    return (schemas[name] if name else schema).get("type") == "array"


def wrap(media: dict[str, Any], many: bool) -> None:
    properties = {"success": {"type": "boolean", "enum": [True]}, "data": media["schema"]}
    if many:
        properties["next"] = {"type": "string", "nullable": True, "description": "Cursor of the next page."}
    media["schema"] = {"type": "object", "required": list(properties), "properties": properties}
    for example in media.get("examples", {}).values():
        example["value"] = {"success": True, "data": example["value"], **({"next": None} if many else {})}


def refusal(description: str, code: str, waits: bool) -> dict[str, Any]:
    headers = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}} if waits else {}
    example = {**EXAMPLE, "code": code, "error": description}
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Error"}, "example": example}}
    return {"description": description, "headers": headers, "content": content}
