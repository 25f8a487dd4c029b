"""The closed choices of an athlete's profile. The rules of plans read the same words; a test holds them together."""

EQUIPMENT = (
    "none", "barbell", "dumbbell", "kettlebell", "machine", "cable", "bench", "rack", "smith", "ez_bar",
    "specialty_bar", "landmine", "band", "pullup_bar", "dip_bars", "suspension", "bench_ghd", "box", "ab_wheel",
    "medicine_ball", "swiss_ball", "foam_roller", "jump_rope", "ropes", "sled", "treadmill", "bike", "rower",
    "elliptical", "stairs", "pool",
)  # fmt: skip
REGIONS = (
    "neck", "shoulder", "elbow", "wrist", "upper_back", "lower_back", "hip", "groin", "knee", "ankle", "foot",
    "chest", "abdomen",
)  # fmt: skip
CONDITIONS = (
    "hypertension", "hypertension_uncontrolled", "heart_condition", "diabetes", "eating_disorder", "recent_surgery",
    "kidney_disease", "osteoporosis", "asthma",
)  # fmt: skip
