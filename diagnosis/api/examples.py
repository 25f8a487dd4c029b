"""Examples for the OpenAPI document."""

from __future__ import annotations

from typing import Any

ID = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f40"
AT = "2026-03-02T17:04:05.123456Z"
QUEUED = {"execution_id": ID, "status": "queued"}
RUNNING: dict[str, Any] = {
    **QUEUED,
    "status": "processing",
    "stage": "ai_fetching",
    "progress": 50,
    "status_text": "Asking for opinions: 1 of 2 have answered.",
    "queued_before": None,
    "stages": [
        {
            "name": "collecting",
            "status": "done",
            "started_at": AT,
            "finished_at": AT,
            "result": {"counts": {"sessions": 24, "ratings": 96, "reports": 20}, "lifts": 6},
        },
        {
            "name": "analysing",
            "status": "done",
            "started_at": AT,
            "finished_at": AT,
            "result": {"counts": {"watch": 1, "info": 2}},
        },
        {"name": "ai_fetching", "status": "running", "started_at": None, "finished_at": None},
        {"name": "merging", "status": "waiting", "started_at": None, "finished_at": None},
        {"name": "reporting", "status": "waiting", "started_at": None, "finished_at": None},
    ],
    "error": None,
    "question": None,
    "window_days": 56,
    "created_at": AT,
    "finished_at": None,
}
CANCELLED = {**QUEUED, "status": "cancelled"}
REPORT: dict[str, Any] = {
    "version": 1,
    "made_at": AT,
    "window": {"first_on": "2026-01-06", "last_on": "2026-03-02", "days": 56},
    "summary": [{"code": "seen_plan", "facts": {"done": 22, "due": 24, "trained_days": 22}}],
    "state": {"recovery": {"status": "good", "numbers": {"sleep_hours": 7.4}}},
    "charts": [],
    "findings": [],
    "comparison": None,
    "data_quality": {"is_enough": True, "share": 0.9, "numbers": {"trained_days": 22}, "gaps": []},
    "sources": [],
    "authors": [{"who": "rules", "version": 1}],
    "words": {
        "summary": ["22 of 24 planned sessions were trained, on 22 days in all."],
        "findings": {},
        "data_quality": [],
    },
}
SHARE = {"id": ID, "url": "https://spotter.example/shared/report?key=Zm9v", "expires_at": AT}
HISTORY = [{**QUEUED, "status": "completed", "created_at": AT, "finished_at": AT}]
