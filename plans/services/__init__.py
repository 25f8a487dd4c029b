"""The only writers of plans, and the ways to read them as values."""

from plans.services.catalogue import catalogue_for, load_catalogue, names_of
from plans.services.changes import change_session, open_conflicts, settle_conflict
from plans.services.generation import generate
from plans.services.intents import profile_by_id, profile_of
from plans.services.origins import items_by_model
from plans.services.refinement_jobs import (
    away_because,
    give_up_refinements,
    newest_refinement,
    queue_again,
    waiting_refinements,
)
from plans.services.refinement_offers import apply_refinement, dismiss_refinement
from plans.services.refinement_run import run as run_refinement
from plans.services.revision import restore, revise, revisions, spec_of
from plans.services.sessions import (
    Moved,
    Today,
    hold_session,
    hold_sessions,
    mark_session_done,
    move_session,
    reopen_session,
    skip_session,
    today,
    unskip_session,
)
from plans.services.swaps import swap_exercise, swap_options
from plans.services.titles import add_private_exercises, name_index, private_slug

__all__ = [
    "Moved",
    "Today",
    "add_private_exercises",
    "apply_refinement",
    "away_because",
    "catalogue_for",
    "change_session",
    "dismiss_refinement",
    "generate",
    "give_up_refinements",
    "hold_session",
    "hold_sessions",
    "items_by_model",
    "load_catalogue",
    "mark_session_done",
    "move_session",
    "name_index",
    "names_of",
    "newest_refinement",
    "open_conflicts",
    "private_slug",
    "profile_by_id",
    "profile_of",
    "queue_again",
    "reopen_session",
    "restore",
    "revise",
    "revisions",
    "run_refinement",
    "settle_conflict",
    "skip_session",
    "spec_of",
    "swap_exercise",
    "swap_options",
    "today",
    "unskip_session",
    "waiting_refinements",
]
