"""What a calendar says of a session: one line for each exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def prescription(item: Mapping[str, Any]) -> str:
    """One line that says what to do, for a calendar: "Back Squat 3 × 5–8, 80 kg, RPE 8"."""
    parts = [f"{item['sets']} × {_amount(item)}"]
    if item["load_kg"] is not None:
        parts.append(f"{item['load_kg']:g} kg")
    if item["target_rpe"] is not None:
        parts.append(f"RPE {item['target_rpe']:g}")
    return f"{item['exercise']['name']} {', '.join(parts)}"


def _amount(item: Mapping[str, Any]) -> str:
    if item["duration_s"] is not None:
        seconds = item["duration_s"]
        return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"
    if item["distance_m"] is not None:
        return f"{item['distance_m']} m"
    low, high = item["reps_min"], item["reps_max"]
    return f"{low}" if low == high else f"{low}–{high}"
