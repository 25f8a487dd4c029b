"""The draw of a decision point, such that anybody who has the row can repeat it.

A seed of 128 bits comes from the operating system (the caller's `secrets`); everything random about a decision is
computed from it: u = the first 53 bits of SHA-256("<seed>:<what>") over 2^53, uniform on [0, 1), and A = u < p. So the
stored (seed, p) give A again, and a second draw from the same seed (the wording) is independent of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

SEED_BYTES = 16
BITS = 53  # of a float's mantissa: every value is exact and below 1
STEPS = 1 << BITS
SEND, STYLE = "send", "style"
STYLES = ("neutral", "autonomy", "intention")
EVEN_CHANCES = (1 / len(STYLES),) * len(STYLES)


@dataclass(frozen=True, slots=True)
class Draw:
    probability: float
    u: float
    seed: str
    is_treated: bool


@dataclass(frozen=True, slots=True)
class Arms:
    """How likely each of STYLES is drawn, by rule, as a version of what the nights have learnt says; evenly where
    nothing was learnt of a rule. Version 0: nothing was learnt at all."""

    version: int = 0
    by_rule: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def chances(self, rule: str) -> tuple[float, ...]:
        return self.by_rule.get(rule, EVEN_CHANCES)


EVENLY = Arms()


def uniform(seed: str, what: str) -> float:
    """A number in [0, 1) that belongs to this seed and this question."""
    digest = sha256(f"{seed}:{what}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - BITS)) / STEPS


def draw(probability: float, seed: str) -> Draw:
    """Whether to send, with this probability (above 0; 1 is certainty)."""
    u = uniform(seed, SEND)
    return Draw(probability, u, seed, u < probability)


def replay(seed: str, probability: float) -> bool:
    """What was drawn."""
    return draw(probability, seed).is_treated


def pick_style(seed: str, chances: tuple[float, ...] = EVEN_CHANCES) -> tuple[str, float]:
    """The wording style of a prompt that is sent, each of STYLES as likely as `chances` say; and how likely it was.
    The stored seed and chances give the same style again."""
    u, reached = uniform(seed, STYLE), 0.0
    for style, chance in zip(STYLES, chances, strict=True):
        reached += chance
        if u < reached:
            return style, chance
    return STYLES[-1], chances[-1]  # the sum of the chances may lie a rounding below 1
