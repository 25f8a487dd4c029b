"""One answer as it comes in: chunks folded into text, and the judgement of what the provider did."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from llm.core.faults import CallFailed, Fault, of_error_event

TEXT_CHARS_MAX = 60_000
DONE = "[DONE]"
FINISHED = {"stop", "eos", "end_turn"}
FINISH_FAULTS = {"length": Fault.TRUNCATED, "content_filter": Fault.FILTERED}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them."""

    tokens_in: int
    tokens_out: int
    cached: int = 0
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished answer that is whole: text, and what is known about it. `usage` None: the provider did not say."""

    text: str
    finish_reason: str
    model: str
    request_id: str
    usage: Usage | None
    first_token_s: float | None


class Folder:
    """Takes chunks of a stream, or one whole completion; they differ in one word only."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.chars = 0
        self.half = ""  # of a letter whose other half is in the next chunk
        self.refusal = ""
        self.finish_reason = ""
        self.model = ""
        self.usage: Usage | None = None
        self.has_tool_calls = False
        self.is_closed = False  # the stream said that it is over

    def take(self, data: str) -> tuple[str, bool]:
        """One event. Returns its text, and whether it was a sign of life: text or a thought, not a ping."""
        if data.strip() == DONE:
            self.is_closed = True
            return "", False
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError) as problem:
            raise CallFailed(Fault.MALFORMED, "chunk_not_json") from problem
        return self.take_chunk(chunk)

    def take_chunk(self, chunk: Any) -> tuple[str, bool]:
        if not isinstance(chunk, Mapping):
            raise CallFailed(Fault.MALFORMED, "chunk_no_object")
        if chunk.get("error"):
            raise of_error_event(chunk)
        self.model = self.model or _text(chunk.get("model"))
        self.usage = usage_of(chunk.get("usage")) or self.usage
        choices = chunk.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
            return "", False  # the chunk with the usage has none; an answer that never had one is empty in the end
        return self._take_choice(choices[0])

    def _take_choice(self, choice: Mapping[str, Any]) -> tuple[str, bool]:
        if choice.get("index") not in (None, 0):
            return "", False
        self.finish_reason = _text(choice.get("finish_reason")) or self.finish_reason
        delta = choice.get("delta") or choice.get("message")
        if not isinstance(delta, Mapping):
            return "", False
        self.refusal += _text(delta.get("refusal"))
        self.has_tool_calls |= bool(delta.get("tool_calls"))
        text, self.half = paired(self.half + content_of(delta.get("content")))
        self.chars += len(text)
        if self.chars > TEXT_CHARS_MAX:
            raise CallFailed(Fault.MALFORMED, "too_long")
        self.parts.append(text)
        thought = _text(delta.get("reasoning_content")) or _text(delta.get("reasoning"))
        return text, bool(text or thought)

    def reading(self, request_id: str, first_token_s: float | None) -> Reading:
        """The whole answer. CallFailed where it is not one: an answer counts when it has text and says that it ends."""
        text = "".join(self.parts)
        if self.refusal:
            raise CallFailed(Fault.REFUSED, "refusal", http_status=200)
        if fault := FINISH_FAULTS.get(self.finish_reason):
            raise CallFailed(fault, f"finish_{self.finish_reason}", http_status=200)
        if not self.finish_reason:
            raise CallFailed(*((Fault.TRUNCATED, "no_end") if text else (Fault.MALFORMED, "empty")), http_status=200)
        if self.finish_reason not in FINISHED:
            kind = "tool_calls" if self.has_tool_calls or self.finish_reason == "tool_calls" else "finish_unknown"
            raise CallFailed(Fault.MALFORMED, kind, http_status=200)
        if not text.strip():
            raise CallFailed(Fault.MALFORMED, "tool_calls" if self.has_tool_calls else "empty", http_status=200)
        return Reading(
            text, self.finish_reason, paired(self.model)[0][:120], request_id[:120], self.usage, first_token_s
        )


def content_of(content: Any) -> str:
    """Text of a message, which some servers send as a list of parts."""
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, Mapping))
    return _text(content)


def paired(text: str) -> tuple[str, str]:
    """Text in which halves of letters, which JSON can spell apart, are whole or replaced; and the half at its end."""
    half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
    whole = text.removesuffix(half) if half else text
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), half


def usage_of(told: Any) -> Usage | None:
    if not isinstance(told, Mapping) or not _count(told.get("total_tokens") or told.get("completion_tokens")):
        return None
    inputs, outputs = told.get("prompt_tokens_details"), told.get("completion_tokens_details")
    return Usage(
        tokens_in=_count(told.get("prompt_tokens")),
        tokens_out=_count(told.get("completion_tokens")),
        cached=_count(inputs.get("cached_tokens")) if isinstance(inputs, Mapping) else 0,
        reasoning=_count(outputs.get("reasoning_tokens")) if isinstance(outputs, Mapping) else 0,
    )


def _count(value: Any) -> int:
    """A number of tokens that can be stored: a provider may write anything here."""
    return min(value, 100_000_000) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _text(value: Any) -> str:
    """A text that can be stored: PostgreSQL takes no NUL."""
    return value.replace("\x00", "") if isinstance(value, str) else ""
