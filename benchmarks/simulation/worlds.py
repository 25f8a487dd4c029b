"""The kinds of athletes that a policy must cope with. Every world changes the default in a few named ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class World:
    """Factors on the default athlete (1: as usual). `laws` names the reps curve and the loss from set to set
    (benchmarks.simulation.laws). The sizes of the factors are our own choice."""

    name: str
    fatigue: float = 1.0
    recovery_time: float = 1.0
    rating_bias_spread: float = 1.0
    rating_noise: float = 1.0
    day_noise: float = 1.0
    response: float = 1.0
    laws: str = "usual"


WORLDS: Mapping[str, World] = MappingProxyType(
    {
        world.name: world
        for world in (
            World("default"),
            World("fragile", fatigue=1.4, recovery_time=1.3),
            World("robust", fatigue=0.75, recovery_time=0.8),
            World("bad_raters", rating_bias_spread=1.9, rating_noise=1.7),
            World("noisy_days", day_noise=1.8),
            World("low_responders", response=0.5),
            World("other_laws", laws="other"),
        )
    }
)
