"""Every policy by name. Policies take the intake alone; references also see the truth and are named as such."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from adaptation.core.engine_types import Intake
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.policies.base import Policy
from benchmarks.simulation.policies.oracle import Oracle
from benchmarks.simulation.policies.percent import PercentLevel, PercentWave
from benchmarks.simulation.policies.probes import PROBES
from benchmarks.simulation.policies.progression import DoubleProgression, Linear, TargetRir
from benchmarks.simulation.policies.rpe_table import RpeAverage, RpeSetBySet

TO_BEAT = "rpe-set-by-set"

RULES: Mapping[str, Callable[[Intake], Policy]] = MappingProxyType(
    {
        "percent-wave": PercentWave,
        "percent-level": PercentLevel,
        "linear": Linear,
        "double-progression": DoubleProgression,
        "target-rir": TargetRir,
        "rpe-average": RpeAverage,
        TO_BEAT: RpeSetBySet,
    }
)
ENGINE = ("spotter", "spotter-no-volume", "spotter-no-next-set", "spotter-no-wellness", "spotter-no-rater")
REFERENCES: Mapping[str, Callable[[Intake, Gym], Policy]] = MappingProxyType({"oracle": Oracle})
NAMES = (*RULES, *ENGINE, *REFERENCES)
COMPARED = (*RULES, "spotter", *REFERENCES)
"""What `all` means."""


def maker(name: str) -> Callable[[Intake, Gym], Policy]:
    """How to make a policy, a reference or a probe: only the last two are handed the gym."""
    known = {**REFERENCES, **PROBES}
    if name in known:
        return known[name]
    make = _engine(name) if name in ENGINE else RULES[name]
    return lambda intake, gym: make(intake)


def _engine(name: str) -> Callable[[Intake], Policy]:
    from benchmarks.simulation.policies.spotter import ABLATIONS, spotter

    return spotter(ABLATIONS[name])
