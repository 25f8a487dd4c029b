"""Who can be asked: one description per provider, with what it can do and what it must be told differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from llm.core.secret import Secret


class SchemaWay(StrEnum):
    """How a provider is held to the shape of a reply. In every way the shape stands in the instructions too."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    INSTRUCTIONS = "instructions"


@dataclass(frozen=True, slots=True)
class Kind:
    """The habits of a family of servers. `needs_key`: without one it is not configured. `is_local`: costs nothing."""

    name: str
    base_url: str = ""
    model: str = ""
    schema: SchemaWay = SchemaWay.JSON_SCHEMA
    is_strict: bool = False
    tokens_field: str = "max_tokens"
    has_usage_in_stream: bool = True
    needs_key: bool = True
    is_local: bool = False
    slowness: float = 1.0
    extra_body: Mapping[str, Any] = field(default_factory=dict)


# On a processor a cold prompt of a thousand tokens takes some ten seconds until its first answer.
LOCAL_SLOWNESS = 4.0
LOCAL: dict[str, Any] = {"needs_key": False, "is_local": True, "slowness": LOCAL_SLOWNESS}
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "openai",
            "https://api.openai.com/v1",
            "gpt-5.6-luna",
            is_strict=True,
            tokens_field="max_completion_tokens",
        ),
        Kind(
            "qwen",
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "qwen-plus",
            extra_body={"enable_thinking": False},
        ),
        Kind("deepseek", "https://api.deepseek.com/v1", "deepseek-flash", SchemaWay.JSON_OBJECT),
        Kind("vllm", **LOCAL),
        Kind("ollama", "http://127.0.0.1:11434/v1", **LOCAL),
        Kind("llamacpp", "http://127.0.0.1:8080/v1", "default", **LOCAL),
        Kind("compatible"),
    )
}


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of the order in which providers are asked. The key is never part of what is shown. `context`: tokens
    of a question with its answer, 0 where that is not known; `room`: of a question alone, as one that was refused told.
    """

    name: str
    kind: Kind
    base_url: str
    model: str
    key: Secret
    slowness: float = 1.0
    places: int = 4
    tokens_max: int = 4000
    context: int = 0
    room: int | None = None

    def __str__(self) -> str:
        return f"{self.name}/{self.model}"


def kind_of(name: str, base_url: str) -> Kind:
    """The kind of an entry: by its name, or by an address that gives it away."""
    host = urlsplit(base_url).hostname or ""
    if host.endswith("aliyuncs.com"):
        return KINDS["qwen"]
    if host.endswith("deepseek.com"):
        return KINDS["deepseek"]
    if name == "openai" and base_url and not host.endswith("openai.com"):
        # OPENAI_BASE_URL often points at a server that merely speaks the same protocol.
        return KINDS["compatible"]
    return KINDS.get(name, KINDS["compatible"])


def address_problem(base_url: str, *, may_be_local: bool) -> str:
    """Why this address is not asked: a code, or "" where it is fine. A key goes over TLS, or stays in the house."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "not_a_url"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "extra_parts"
    if is_local_address(base_url):
        return "" if may_be_local else "local_not_allowed"
    return "" if parts.scheme == "https" else "not_https"


def is_local_address(base_url: str) -> bool:
    return is_local_host(urlsplit(base_url).hostname or "")


def is_local_host(host: str) -> bool:
    """Loopback, a private address, or a name without a dot, which only a local network knows."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal", ".localhost"))
    return address.is_loopback or address.is_private
