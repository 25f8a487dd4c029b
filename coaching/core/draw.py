"""The draw of a decision point, such that anybody who has the row can repeat it.

A seed of 128 bits comes from the operating system (the caller's `secrets`); everything random about a decision is
computed from it: u = the first 53 bits of SHA-256("<seed>:<what>") over 2^53, uniform on [0, 1), and A = u < p. So the
stored (seed, p) give A again, and a second draw from the same seed (the wording) is independent of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

SEED_BYTES = 16
BITS = 53  # of a float's mantissa: every value is exact and below 1
STEPS = 1 << BITS
SEND, STYLE = "send", "style"
STYLES = ("neutral", "autonomy", "intention")


@dataclass(frozen=True, slots=True)
class Draw:
    probability: float
    u: float
    seed: str
    is_treated: bool


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


def pick_style(seed: str, styles: Sequence[str] = STYLES) -> tuple[str, float]:
    """The wording style among those sent, all equally likely; and how likely it was."""
    return styles[int(uniform(seed, STYLE) * len(styles))], 1 / len(styles)
