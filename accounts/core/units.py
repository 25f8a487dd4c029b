"""Kilograms for the database, pounds for whoever thinks in them."""

from __future__ import annotations

KG_PER_LB = 0.45359237  # exact, by definition (1959)
KG_PLACES = 2
IMPERIAL = "imperial"


def shown(load_kg: float, units: str) -> float:
    """A load in the person's own unit: kg to two places, or lb to the nearest half."""
    return round(load_kg * 2 / KG_PER_LB) / 2 if units == IMPERIAL else round(load_kg, KG_PLACES)


def in_kg(load: float, units: str) -> float:
    """The reverse: what a person typed, in kg. Half pounds come back as they were shown."""
    return round(load * KG_PER_LB, KG_PLACES) if units == IMPERIAL else load
