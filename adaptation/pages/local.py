"""The sheet of a session as its own device needs it to go on without a network: numbers, and words with places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy

from accounts.core.units import IMPERIAL
from accounts.models import User
from adaptation.pages.sets import SetForm
from adaptation.pages.views import ExerciseView, Sheet
from feedback.models import RPEFeedback
from plans import wording
from plans.models import PlannedSession
from plans.wording.words import SESSION_KINDS
from science.health import PAIN_STOP

ASKED = ("sets", "reps_min", "reps_max", "duration_s", "distance_m", "load_kg")
MANY = 2
PLACE = re.compile(r"%\((\w+)\)[sd]")
Words = Mapping[str, str | Promise]
WORDS: Words = {
    "set_of": gettext_lazy("Set %(number)s of %(total)s"),
    "set_of_exercise": gettext_lazy("Set %(number)s of %(total)s, %(name)s"),
    "log": gettext_lazy("Log set %(number)s"),
    "log_and_save": gettext_lazy("Log set %(number)s and save"),
    "saved_of": ngettext_lazy("%(saved)s of %(total)s exercise saved", "%(saved)s of %(total)s exercises saved", MANY),
    "rpe": gettext_lazy("RPE %(value)s"),
    "one_rep": ngettext_lazy("%(reps)d rep", "%(reps)d reps", 1),
    "reps": ngettext_lazy("%(reps)d rep", "%(reps)d reps", MANY),
    "seconds": gettext_lazy("%(seconds)d s"),
    "minutes": gettext_lazy("%(minutes)d min"),
    "minutes_seconds": gettext_lazy("%(minutes)d min %(seconds)d s"),
    "metres": gettext_lazy("%(metres)d m"),
    "km": gettext_lazy("%(kilometres)s km"),
    "failed": gettext_lazy("failed"),
    "one_set_done": gettext_lazy("{name}, 1 set"),
    "sets_done": gettext_lazy("{name}, {sets} sets"),
    "whole_session": gettext_lazy("{title}: the session as a whole"),
    "taken_back": gettext_lazy("{name}: removed"),
    "tap_rpe": gettext_lazy("Tap how hard it was."),
    "say_how_much": gettext_lazy("Say how much it hurts."),
    "say_where": gettext_lazy("Say where it hurts."),
    "kept": gettext_lazy("Set {number} is saved on this device."),
    "stop": gettext_lazy("That is enough of this exercise for today. Go on with what does not hurt."),
    "as_planned": gettext_lazy("You are offline. Go on with the load of your last set."),
    "waiting": gettext_lazy("Saved on this device. It will be sent when you are back online."),
    "sent": gettext_lazy("Saved."),
    "full": gettext_lazy(
        "This device has no space left, so this was not saved. Free up some space, for example by deleting"
        " pictures, and try again. What was saved before is safe."
    ),
    "broken": gettext_lazy("This device cannot save anything right now, so this was not saved. Try again."),
    "here_already": gettext_lazy("This set is already logged. Check it before you log the next one."),
    "earlier_day": gettext_lazy(
        "This page was saved on an earlier day. Your other sessions are in the plan, if they were saved on this device."
    ),
    "one_first": gettext_lazy("Save at least one exercise first."),
    "rest": gettext_lazy("Rest"),
    "rest_over": gettext_lazy("Rest is over"),
    "rest_next": gettext_lazy("{name}: set {number} of {total}"),
}


def facts_of(sheet: Sheet, session: PlannedSession, athlete: User, now: datetime) -> str:
    """What <gym-log> reads, as JSON. Nothing in it is secret to whoever sees the page. No query."""
    units = athlete.profile.units
    unit = gettext_lazy("%(load)s lb") if units == IMPERIAL else gettext_lazy("%(load)s kg")
    language = get_language() or "en"
    facts = {
        "session": str(session.pk),
        "athlete": str(athlete.pk),
        "title": str(SESSION_KINDS.get(session.title) or wording.title(session.title)),
        "rendered_at": now.astimezone(UTC).isoformat(),
        "is_imperial": units == IMPERIAL,
        "is_finished": sheet.metrics is not None,
        "pain_stops": PAIN_STOP,
        "next_set": reverse("session-next-set", args=[session.pk]),
        "items": [_item(view, language) for view in sheet.exercises],
        "words": {name: braced(str(words)) for name, words in {**WORDS, "load": unit}.items()},
    }
    return json.dumps(facts, ensure_ascii=False)


def braced(words: str) -> str:
    """A sentence that the pages use too, with its places as scripts fill them: `Set {number} of {total}`."""
    return PLACE.sub(r"{\1}", words)


def _item(view: ExerciseView, language: str) -> dict[str, Any]:
    item = view.item
    return {
        "item": str(item.pk),
        "exercise": item.exercise_id,
        "name": item.exercise.name(language),
        "asked": {name: getattr(item, name) for name in ASKED},
        "mode": item.exercise.mode,
        "rest_s": item.rest_s,
        "is_advised": item.reps_min is not None and item.exercise.rpe_use == "rir",
        "unit_s": SetForm.unit_of(item.duration_s) if item.duration_s is not None else 1,
        "rating": _told(view.rating) if view.rating else None,
        "draft": None if view.rating else _draft(view),
    }


def _told(rating: RPEFeedback) -> dict[str, Any]:
    sets = [each for each in rating.rated_work().sets if not each.warm_up]
    return {
        "volume_kg": sum(max(0.0, each.load_kg) * each.reps for each in sets),
        "rpe": None if rating.rpe is None else float(rating.rpe),
        "completion_rate": float(rating.completion_rate),
    }


def _draft(view: ExerciseView) -> dict[str, Any]:
    """Sets that the server keeps, from a form that was sent without scripts."""
    at = view.rest_since.timestamp() * 1000 if view.rest_since else None
    return {"client_id": view.draft.client_id, "sets": list(view.draft.sets), "pain": view.draft.pain, "last_at": at}
