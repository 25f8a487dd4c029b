from decimal import Decimal


def a(rpe: float) -> float:
    return 10 - rpe


def b(row: dict[str, float]) -> float:
    return 10.0 - float(row["target_rpe"])


def c(item: object) -> Decimal:
    return Decimal("10") - item.rpe


def d(rpe: float, MAX_RPE: float) -> float:
    return MAX_RPE - rpe


def sets_left(sets: int) -> int:
    return 10 - sets
