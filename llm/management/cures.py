"""What whoever runs an installation can do about a model that does not answer: a sentence for each fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llm.core.faults import Fault
from llm.core.providers import Provider

FIRST_STEPS = """To ask a model of your own, for instance llama.cpp's server on this machine:
  ALLOW_LOCAL_LLM=1 OPENAI_BASE_URL=http://127.0.0.1:8080/v1 OPENAI_MODEL=<its name>
To ask a hosted one: OPENAI_API_KEY=<key> (or OPENAI_API_KEY_FILE), QWEN_API_KEY, DEEPSEEK_API_KEY.
Set it for the web, worker and beat processes, start them again, and run this once more."""
NAMES_MAX = 8

# {prefix}: with which the provider's variables begin; {url}, {model}: as they are set.
CURES: Mapping[Fault, str] = {
    Fault.AUTH: "It refuses the key. Set {prefix}_API_KEY to one that was made for {url}.",
    Fault.QUOTA: "The account is empty or over its limit. See the provider's billing page.",
    Fault.NOT_FOUND: "It knows no model {model}, or {url} is not its address (most end in /v1). Set {prefix}_MODEL "
    "or {prefix}_BASE_URL.",
    Fault.NETWORK: "Nobody answers at {url}. Does that server run, and can this machine reach it? "
    "Else set {prefix}_BASE_URL.",
    Fault.TIMEOUT: "It takes too long. If it is merely slow, set {prefix}_SLOWNESS higher (now {slowness:g}).",
    Fault.OVERLOADED: "It is busy or out of order. Try again in a few minutes; on your own server look at its log.",
    Fault.MALFORMED: "What answers at {url} does not speak OpenAI's protocol. Is the path right? Most end in /v1.",
    Fault.BAD_REQUEST: "It refuses the question. A small model may take in too little: set {prefix}_CONTEXT to "
    "its context.",
    Fault.TRUNCATED: "It stops in the middle. Set {prefix}_MAX_TOKENS to 1000 or more; turn a model's thinking off.",
    Fault.INVALID: "It says nothing that can be used. Use another model: set {prefix}_MODEL.",
    Fault.REFUSED: "It declines a harmless question. Use another model: set {prefix}_MODEL.",
    Fault.FILTERED: "Its filter stops a harmless question. See the provider's content settings, or set {prefix}_MODEL.",
    Fault.BREAKER_OPEN: "It failed repeatedly and is left alone for up to ten minutes. The model calls in the console "
    "show why: mend that, then try again.",
    Fault.BUSY: "All its places are taken. Try again, or set {prefix}_PLACES to what it serves at once.",
    Fault.BUDGET: "A budget is used up. See LLM_USD_DAY, LLM_USD_MONTH and LLM_JOB_CALLS.",
}


def cure_of(fault: Fault, provider: Provider) -> str:
    """What to do next about this fault of this provider."""
    words = CURES.get(fault, "Try again; the model calls in the console show each attempt.")
    return words.format(
        prefix=prefix_of(provider.name), url=provider.base_url, model=provider.model, slowness=provider.slowness
    )


def prefix_of(name: str) -> str:
    return name.upper()


def some_of(names: Sequence[str]) -> str:
    """The models that a server lists, as far as they fit a line."""
    more = f" and {len(names) - NAMES_MAX} more" if len(names) > NAMES_MAX else ""
    return ", ".join(sorted(names)[:NAMES_MAX]) + more
