"""The rows of the shipped catalogue as movements. What is wrong in the file is named by movement and field."""

from collections.abc import Collection, Mapping
from math import isfinite

from plans.core.movements import (
    DEFAULT_INCREMENT_KG,
    EQUIPMENT,
    FLAGS,
    MODES,
    MUSCLES,
    NO_EQUIPMENT,
    PATTERNS,
    RPE_USES,
    Level,
    Movement,
    MovementInvalid,
)


def parse_row(row: Mapping[str, str]) -> Movement:
    """One line of the catalogue file as a Movement. Raises MovementInvalid, naming the field, at the first fault."""
    slug = _text(row, "slug", "")
    return Movement(
        slug=slug,
        name_en=_text(row, "name", slug),
        name_zh_hans=_text(row, "name_zh", slug),
        cue_en=_text(row, "cue_en", slug),
        cue_zh_hans=_text(row, "cue_zh", slug),
        pattern=_choice(row, "pattern", PATTERNS, slug),
        primary=_muscles(row, "primary", slug),
        secondary=_muscles(row, "secondary", slug),
        equipment=_equipment(row, slug),
        unilateral=_claim(row, "unilateral", slug),
        level=Level.named(_choice(row, "level", tuple(level.slug for level in Level), slug)),
        mode=_choice(row, "mode", MODES, slug),
        rpe_use=_choice(row, "rpe", RPE_USES, slug),
        e1rm_use=_claim(row, "e1rm", slug),
        flags=frozenset(flag for flag in FLAGS if _claim(row, flag, slug)),
        increment_kg=_number(row, "increment_kg", slug) or DEFAULT_INCREMENT_KG,
        start_ratio=_number(row, "start_ratio", slug),
        bodyweight_share=_number(row, "bodyweight_share", slug),
        source_ref=(row.get("fedb_id") or "").strip(),
    )


def _text(row: Mapping[str, str], field: str, slug: str) -> str:
    value = (row.get(field) or "").strip()
    if not value:
        raise MovementInvalid(field, row.get(field), slug)
    return value


def _choice(row: Mapping[str, str], field: str, allowed: Collection[str], slug: str) -> str:
    value = _text(row, field, slug)
    if value not in allowed:
        raise MovementInvalid(field, value, slug)
    return value


def _claim(row: Mapping[str, str], field: str, slug: str) -> bool:
    return _choice(row, field, ("y", "n"), slug) == "y"


def _number(row: Mapping[str, str], field: str, slug: str) -> float | None:
    value = (row.get(field) or "").strip()
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        raise MovementInvalid(field, value, slug) from None
    if not (isfinite(number) and number > 0):
        raise MovementInvalid(field, value, slug)
    return number


def _muscles(row: Mapping[str, str], field: str, slug: str) -> tuple[str, ...]:
    muscles = tuple(part for part in (row.get(field) or "").split(",") if part)
    if not set(muscles) <= set(MUSCLES) or (field == "primary" and not muscles):
        raise MovementInvalid(field, row.get(field), slug)
    return muscles


def _equipment(row: Mapping[str, str], slug: str) -> tuple[frozenset[str], ...]:
    """`barbell,rack/suspension` is barbell and rack, or suspension."""
    alternatives = tuple(frozenset(part.split(",")) for part in _text(row, "equipment", slug).split("/"))
    if not frozenset().union(*alternatives) <= set(EQUIPMENT):
        raise MovementInvalid("equipment", row["equipment"], slug)
    return tuple(needed - {NO_EQUIPMENT} for needed in alternatives)
