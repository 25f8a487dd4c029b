"""Whole answers as examples, for the OpenAPI document. A test holds them against the declared shapes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

PLAN_ID = "0195565e-0000-7000-8000-000000000003"
ITEM: dict[str, Any] = {
    "id": "0195565e-0000-7000-8000-000000000001",
    "exercise": {"slug": "back-squat", "name": "Back Squat"},
    "role": "main",
    "sets": 3,
    "reps_min": 4,
    "reps_max": 6,
    "duration_s": None,
    "distance_m": None,
    "target_rpe": 7.5,
    "load_kg": 90.0,
    "load_basis": "known",
    "zone": None,
    "rest_s": 180,
    "ramp": [{"reps": 6, "load_kg": 35.0, "percent": 40}, {"reps": 4, "load_kg": 55.0, "percent": 60}],
    "notes": "",
    "why": "Main work for squatting. The load follows from the set you told us of.",
}
SESSION: dict[str, Any] = {
    "id": "0195565e-0000-7000-8000-000000000002",
    "plan_id": PLAN_ID,
    "week": 1,
    "on": "2026-03-02",
    "at": "18:30",
    "title": "Full body A",
    "kind": "strength",
    "status": "planned",
    "skip_reason": "",
    "estimated_min": 70,
    "items": [ITEM],
}
HEAD: dict[str, Any] = {
    "id": PLAN_ID,
    "title": "Strength, 4 weeks",
    "goal": "strength",
    "status": "active",
    "revision": 1,
    "start_on": "2026-03-02",
    "ends_on": "2026-03-29",
    "refinement": {"status": "none"},
    "is_ai_generated": False,
    "created_at": "2026-03-01T09:12:44Z",
}
PLAN: dict[str, Any] = {
    **HEAD,
    "level": "intermediate",
    "days_per_week": 3,
    "weeks": [
        {
            "number": 1,
            "phase": "accumulation",
            "phase_text": "Building volume",
            "is_deload": False,
            "starts_on": "2026-03-02",
            "sessions": [SESSION],
        }
    ],
    "rationale": ["The longest session takes about 78 of the 80 minutes that you have."],
}
REVISION: dict[str, Any] = {
    "number": 1,
    "author": "rule",
    "reason": "The plan was written from your wishes.",
    "reason_code": "plan_generated",
    "diff": [],
    "evidence": {},
    "restored_from": None,
    "is_ai_generated": False,
    "created_at": "2026-03-01T09:12:44Z",
}
EXERCISE: dict[str, Any] = {
    "slug": "back-squat",
    "name": "Back Squat",
    "cue": "Brace, sit down between your hips and keep your whole foot on the floor.",
    "pattern": "squat",
    "primary": ["quads", "glutes"],
    "secondary": ["adductors", "lower_back", "hamstrings"],
    "equipment": [["barbell", "rack"]],
    "unilateral": False,
    "level": "intermediate",
    "mode": "load",
    "is_private": False,
}
REST_DAY: dict[str, Any] = {
    "id": None,
    "plan_id": PLAN_ID,
    "week": 1,
    "on": "2026-03-01",
    "at": None,
    "title": "Rest day",
    "kind": "rest",
    "status": None,
    "skip_reason": "",
    "estimated_min": 0,
    "items": [],
    "next": SESSION,
}
CHANGED = {**SESSION, "on": "2026-03-03", "revision": 2, "also_moved": [], "free_days": [], "conflicts": []}
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…\r\nEND:VCALENDAR\r\n"


def answer(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=["200"])


GENERATED = answer("A plan", {"plan": PLAN})
HEADS = answer("One plan", HEAD)
WHOLE = answer("A plan", PLAN)
SESSIONS = answer("One session", SESSION)
ONE_SESSION = answer("A session", SESSION)
REVISIONS = answer("The first", REVISION)
TODAY = answer("A rest day", REST_DAY)
MOVED = answer("Moved by a day", CHANGED)
EXERCISES = answer("One exercise", EXERCISE)
ONE_EXERCISE = answer("An exercise", EXERCISE)
ICS = OpenApiExample("A calendar", CALENDAR, response_only=True, media_type="text/calendar")
GENERATE_EXAMPLE = OpenApiExample(
    "Strength on three days",
    value={
        "primary_goal": "strength",
        "experience_level": "intermediate",
        "time_availability": 4.5,
        "equipment": ["barbell", "rack", "bench", "dumbbell"],
        "days_per_week": 3,
        "weeks": 6,
        "available_days": ["monday", "wednesday", "friday"],
        "training_times": {"monday": "18:30"},
        "known_lifts": [{"exercise": "back-squat", "load_kg": 100, "reps": 5, "rpe": 8}],
    },
    request_only=True,
)
MOVE_EXAMPLE = OpenApiExample("Move", value={"on": "2030-01-10", "at": "18:30"}, request_only=True)
SKIP_EXAMPLE = OpenApiExample("Skip", value={"status": "skipped", "reason": "travelling"}, request_only=True)
OFFLINE_EXAMPLE = OpenApiExample(
    "Moved without a network",
    value={
        "id": "0190a6c4-7b1e-7c3d-9f00-000000000002",
        "base": {"on": "2030-01-09", "at": None, "status": "planned"},
        "on": "2030-01-10",
    },
    request_only=True,
)
PROPOSE_EXAMPLE = OpenApiExample("Propose", value={"item": "0190a6c4-7b1e-7c3d-9f00-000000000001"}, request_only=True)
SWAP_EXAMPLE = OpenApiExample(
    "Swap",
    value={"item": "0190a6c4-7b1e-7c3d-9f00-000000000001", "exercise": "goblet-squat"},
    request_only=True,
)
OPTIONS_EXAMPLE = OpenApiExample(
    "Three proposals",
    value={
        "options": [
            {"exercise": {"slug": "front-squat", "name": "Front Squat"}, "load_kg": 80.0, "load_basis": "known"},
            {"exercise": {"slug": "goblet-squat", "name": "Goblet Squat"}, "load_kg": None, "load_basis": "find"},
            {"exercise": {"slug": "leg-press", "name": "Leg Press"}, "load_kg": None, "load_basis": "find"},
        ],
        "session": None,
        "revision": 3,
    },
    response_only=True,
)
