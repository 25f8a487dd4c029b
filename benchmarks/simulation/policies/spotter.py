"""The engine that Spotter ships, whole and with one part at a time switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from adaptation.core.engine import SpotterPolicy
from adaptation.core.engine_types import Features, Intake
from benchmarks.simulation.minutes import catalogue
from benchmarks.simulation.policies.base import Policy

ABLATIONS: Mapping[str, Features] = MappingProxyType(
    {
        "spotter": Features(),
        "spotter-no-volume": Features(volume=False),
        "spotter-no-next-set": Features(set_by_set=False),
        "spotter-no-wellness": Features(wellness=False),
        "spotter-no-rater": Features(rater=False),
    }
)


def spotter(features: Features) -> Callable[[Intake], Policy]:
    return lambda intake: SpotterPolicy(intake, catalogue(), features)
