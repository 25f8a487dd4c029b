def rir_from_rpe(rpe: float) -> float:
    return 10 - rpe
