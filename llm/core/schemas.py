"""Reply schemas as every provider takes them: flat, closed, every field required, no references.

OpenAI's strict mode refuses defaults and open objects; DashScope wants definitions inlined.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DROPPED = {"$defs", "title", "default"}


def strict_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema with `$ref` replaced by what it names, objects closed and all their fields required."""
    closed = _closed(schema, schema.get("$defs", {}))
    assert isinstance(closed, dict)  # noqa: S101  a mapping in, a dict out
    return closed


def without_lengths(node: Any) -> Any:
    """The same without bounds on the length of texts, which strict modes refuse. Elsewhere they keep a small model from
    writing on and on: servers that mask tokens hold it to them."""
    if isinstance(node, list):
        return [without_lengths(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    is_text = node.get("type") == "string"
    return {name: without_lengths(part) for name, part in node.items() if not (is_text and name == "maxLength")}


def _closed(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_closed(part, definitions) for part in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:
        return _closed(definitions[str(node["$ref"]).rpartition("/")[2]], definitions)
    told = {name: _closed(part, definitions) for name, part in node.items() if name not in DROPPED}
    if isinstance(node.get("properties"), Mapping):
        # Below "properties" the keys are names of fields, which may well be called "title".
        fields = {name: _closed(part, definitions) for name, part in node["properties"].items()}
        told |= {"properties": fields, "required": list(fields), "additionalProperties": False}
    return told
