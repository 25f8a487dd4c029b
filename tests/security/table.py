"""Whose each address is. A route that stands in no table fails the test: whoever adds one has to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.plans.base import wishes
from tests.security.world import Belongings

API = "api/v1"
PLAN = f"{API}/plans/<uuid:plan_id>"
SESSION = f"{API}/plans/sessions/<uuid:session_id>"
FEEDBACK = f"{API}/plans/feedback"
COACHING = "api/v2/coaching"
FACTOR = "api/v2/auth/second-factor"

Body = Callable[[Belongings], Any]


def nothing(_of: Belongings) -> Any:
    return {}


@dataclass(frozen=True, slots=True)
class Door:
    """`coach`: an assigned coach comes in too. `methods`: a body with which the owner gets somewhere."""

    methods: Mapping[str, Body]
    coach: bool = False


def door(coach: bool = False, **methods: Body) -> Door:
    return Door(methods, coach)


# The address names something that belongs to somebody. For everybody else it does not exist.
OWNED: dict[str, Door] = {
    f"{API}/me/coaches/<uuid:assignment_id>/accept": door(post=nothing),
    f"{API}/me/coaches/<uuid:assignment_id>/end": door(coach=True, post=nothing),
    f"{API}/me/athletes/<uuid:assignment_id>/end": door(coach=True, post=nothing),
    SESSION: door(coach=True, get=nothing, patch=lambda of: {"status": "skipped"}),
    f"{SESSION}/swap": door(coach=True, post=lambda of: {"item": str(of.later_item.pk)}),
    f"{SESSION}/next-set": door(coach=True, post=lambda of: {"item": str(of.later_item.pk), "sets_done": []}),
    PLAN: door(coach=True, get=nothing),
    f"{PLAN}/sessions": door(coach=True, get=nothing),
    f"{PLAN}/revisions": door(coach=True, get=nothing),
    f"{PLAN}/revisions/<int:number>/restore": door(coach=True, post=nothing),
    f"{PLAN}/calendar.ics": door(coach=True, get=nothing),
    f"{PLAN}/refinement": door(coach=True, get=nothing, post=nothing),
    f"{PLAN}/refinement/apply": door(coach=True, post=nothing),
    f"{PLAN}/refinement/dismiss": door(coach=True, post=nothing),
    f"{PLAN}/adaptations": door(coach=True, get=nothing),
    f"{PLAN}/adaptations/apply": door(coach=True, post=lambda of: {"ids": [str(of.suggestion.pk)]}),
    f"{PLAN}/adaptations/dismiss": door(coach=True, post=lambda of: {"ids": [str(of.suggestion.pk)]}),
    f"{FEEDBACK}/rpe/<uuid:client_id>": door(patch=lambda of: {"rpe": 9}, delete=nothing),
    f"{FEEDBACK}/performance/<uuid:client_id>": door(patch=lambda of: {"stress_level": 9}, delete=nothing),
    f"{FEEDBACK}/illness/<uuid:client_id>": door(patch=lambda of: {"notes": "worse"}, delete=nothing),
    f"{FEEDBACK}/imports/<uuid:import_id>": door(get=nothing),
    f"{API}/exercises/<slug:slug>": door(get=nothing),
    f"{API}/progress/lifts/<slug:slug>": door(get=nothing),
    f"{COACHING}/prompts/<uuid:prompt_id>/seen": door(post=nothing),
    f"{COACHING}/prompts/<uuid:prompt_id>/respond": door(
        post=lambda of: {"client_id": str(uuid4()), "choice": "not_now"}
    ),
    f"{COACHING}/prompts/<uuid:prompt_id>/why": door(get=nothing),
    f"{COACHING}/memory/<uuid:fact_id>": door(patch=lambda of: {"text": "My left knee hurts"}, delete=nothing),
    f"{COACHING}/safety/<uuid:event_id>/fine": door(post=nothing),
    f"{COACHING}/habits/<uuid:habit_id>": door(patch=nothing, delete=nothing),
    f"{COACHING}/habits/<uuid:habit_id>/done": door(post=nothing),
    f"{API}/diagnosis/<uuid:execution_id>": door(get=nothing),
    f"{API}/diagnosis/<uuid:execution_id>/report": door(get=nothing),
    f"{API}/diagnosis/<uuid:execution_id>/cancel": door(post=nothing),
    f"{API}/diagnosis/<uuid:execution_id>/retry": door(post=nothing),
    f"{API}/diagnosis/<uuid:execution_id>/answer": door(post=lambda of: {"choice": "skip"}),
    f"{API}/diagnosis/<uuid:execution_id>/shares": door(post=nothing),
    f"{API}/diagnosis/shares/<uuid:share_id>": door(delete=nothing),
    # Pages
    "diagnosis/<uuid:execution_id>": door(get=nothing),
    "diagnosis/<uuid:execution_id>/offer": door(post=nothing),
    "diagnosis/<uuid:execution_id>/cancel": door(post=nothing),
    "diagnosis/<uuid:execution_id>/retry": door(post=nothing),
    "diagnosis/<uuid:execution_id>/answer": door(post=nothing),
    "diagnosis/<uuid:execution_id>/share": door(post=nothing),
    "diagnosis/<uuid:execution_id>/take-back": door(post=nothing),
    "coach/prompts/<uuid:prompt_id>": door(get=nothing, post=nothing),
    "coach/habits/<uuid:habit_id>": door(post=nothing),
    "memory/<uuid:fact_id>": door(get=nothing, post=lambda of: {"text": "My left knee hurts"}),
    "memory/<uuid:fact_id>/forget": door(post=nothing),
    "memory/<uuid:fact_id>/adopt": door(post=nothing),
    "safety/<uuid:event_id>": door(get=nothing, post=nothing),
    "coaching/<uuid:assignment_id>/accept": door(post=nothing),
    "coaching/<uuid:assignment_id>/end": door(coach=True, post=nothing),
    "sessions/<uuid:session_id>": door(get=nothing),
    "sessions/<uuid:session_id>/change": door(get=nothing, post=nothing),
    "sessions/<uuid:session_id>/swap/<uuid:item_id>": door(get=nothing, post=nothing),
    "sessions/<uuid:session_id>/items/<uuid:item_id>/sets": door(post=nothing),
    "sessions/<uuid:session_id>/finish": door(post=nothing),
    "ratings/<uuid:client_id>/remove": door(post=nothing),
    "conflicts/<uuid:change_id>/settle": door(post=nothing),
    "plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/apply": door(post=nothing),
    "plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/dismiss": door(post=nothing),
    "plan/<uuid:plan_id>/suggestions/apply": door(post=lambda of: {"ids": [str(of.suggestion.pk)]}),
    "plan/<uuid:plan_id>/revisions/<int:number>/restore": door(post=nothing),
    "plan/<uuid:plan_id>/refinement/apply": door(post=nothing),
    "plan/<uuid:plan_id>/refinement/dismiss": door(post=nothing),
    "plan/<uuid:plan_id>/refinement/again": door(post=nothing),
    "import/<uuid:import_id>": door(get=nothing),
    "lifts/<slug:slug>": door(get=nothing),
}

# What waits for an athlete is theirs to decide, also where their coach comes in.
ATHLETES_TO_DECIDE = frozenset(f"{API}/plans/<uuid:plan_id>/adaptations/{act}" for act in ("apply", "dismiss"))

# Pages about an athlete whom somebody else may look at: a coach with consent, and staff. The athlete has pages of their
# own; here there is nothing for them, nor for anybody else.
ATHLETE = "athletes/<uuid:athlete_id>"
VISITED: dict[str, Door] = {
    ATHLETE: door(get=nothing),
    f"{ATHLETE}/plan": door(get=nothing),
    f"{ATHLETE}/changes": door(get=nothing),
    f"{ATHLETE}/lifts": door(get=nothing),
    f"{ATHLETE}/lifts/<slug:slug>": door(get=nothing),
    f"{ATHLETE}/load": door(get=nothing),
    f"{ATHLETE}/sessions/<uuid:session_id>/change": door(get=nothing, post=lambda of: {"action": "skip"}),
    f"{ATHLETE}/sessions/<uuid:session_id>/swap/<uuid:item_id>": door(get=nothing, post=nothing),
    f"{ATHLETE}/plan/<uuid:plan_id>/revisions/<int:number>/restore": door(post=nothing),
    f"{ATHLETE}/messages": door(post=lambda of: {"text": "Well done"}),
    f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/apply": door(post=lambda of: {"ids": [str(of.suggestion.pk)]}),
    f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/apply": door(post=nothing),
    f"{ATHLETE}/plan/<uuid:plan_id>/suggestions/<uuid:suggestion_id>/dismiss": door(post=nothing),
    f"{ATHLETE}/plan/<uuid:plan_id>/refinement/apply": door(post=nothing),
    f"{ATHLETE}/plan/<uuid:plan_id>/refinement/dismiss": door(post=nothing),
}

# About whoever asks: no id in the address, and nothing of anybody else in the answer.
OWN: dict[str, Door] = {
    f"{API}/auth/password": door(post=nothing),
    FACTOR: door(get=nothing, post=nothing, delete=nothing),
    f"{FACTOR}/confirm": door(post=nothing),
    f"{FACTOR}/recovery-codes": door(post=nothing),
    f"{API}/me": door(get=nothing, patch=nothing, delete=nothing),
    f"{API}/me/export": door(get=nothing),
    f"{API}/me/coaches": door(get=nothing),
    f"{API}/plans": door(get=nothing),
    f"{API}/plans/today": door(get=nothing),
    f"{API}/plans/enhanced/generate": door(post=lambda of: wishes()),
    f"{API}/exercises": door(get=nothing),
    f"{FEEDBACK}/rpe": door(post=nothing),
    f"{FEEDBACK}/performance": door(post=nothing),
    f"{FEEDBACK}/sync": door(post=nothing),
    f"{FEEDBACK}/illness": door(get=nothing, post=nothing),
    f"{FEEDBACK}/import": door(post=nothing),
    f"{API}/progress/lifts": door(get=nothing),
    f"{API}/progress/load": door(get=nothing),
    "api/v2/coaching/events": door(get=nothing),
    "api/v2/coaching/sse": door(get=nothing),
    "api/v2/coaching/ticket": door(post=nothing),
    "api/v2/coaching/ack": door(post=nothing),
    "api/v2/coaching/memory": door(get=nothing),
    "api/v2/coaching/messages": door(get=nothing, post=lambda of: {"client_id": str(uuid4()), "text": "Why?"}),
    "api/v2/coaching/messages/read": door(get=nothing, post=nothing),
    "api/v2/coaching/messages/typing": door(post=nothing),
    f"{API}/diagnosis": door(post=nothing),
    f"{COACHING}/prompts": door(get=nothing),
    f"{COACHING}/preferences": door(get=nothing, put=nothing),
    f"{COACHING}/habits": door(get=nothing, post=nothing),
    f"{COACHING}/push": door(get=nothing, post=nothing, delete=nothing),
    # Pages
    "": door(get=nothing),
    "today": door(get=nothing),
    "more": door(get=nothing),
    "words": door(get=nothing),
    "memory": door(get=nothing),
    "diagnosis": door(get=nothing, post=nothing),
    "diagnosis/routine": door(post=nothing),
    "coach/preferences": door(get=nothing, post=nothing),
    "coach/preferences/offer": door(post=nothing),
    "coach/preferences/zone": door(post=nothing),
    "coach/preferences/usual": door(post=nothing),
    "coach/habits": door(get=nothing, post=nothing),
    "chat/messages": door(post=lambda of: {"text": "Why?"}),
    "chat/cards": door(get=nothing),
    "plan": door(get=nothing),
    "plan/new": door(get=nothing, post=nothing),
    "changes": door(get=nothing),
    "lifts": door(get=nothing),
    "load": door(get=nothing),
    "ill": door(get=nothing, post=nothing),
    "import": door(get=nothing, post=nothing),
    "coaching": door(get=nothing, post=nothing, put=nothing),
    "profile": door(get=nothing, post=nothing, put=nothing),
    "profile/password": door(get=nothing, post=nothing, put=nothing),
    "profile/second-factor": door(get=nothing, post=nothing),
    "profile/export": door(post=nothing),
    "profile/delete": door(get=nothing, post=nothing, put=nothing),
}

COACHES = {
    f"{API}/me/athletes": door(get=nothing, post=lambda of: {"email": "eva@example.org"}),
    "athletes": door(get=nothing),
}
STAFF = {"health/detailed": door(get=nothing), "health/system": door(get=nothing)}
PUBLIC = {
    f"{API}/auth/register": door(post=nothing),
    f"{API}/auth/token": door(post=nothing),
    f"{API}/auth/token/refresh": door(post=nothing),
    f"{API}/auth/token/revoke": door(post=nothing),
    f"{API}/auth/password/reset": door(post=nothing),
    f"{API}/auth/password/reset/confirm": door(post=nothing),
    "sign-in": door(get=nothing, post=nothing, put=nothing),
    "sign-in/code": door(get=nothing, post=nothing, put=nothing),  # for whoever has just given the right password
    "sign-out": door(post=nothing),
    "register": door(get=nothing, post=nothing, put=nothing),
    "password/forgotten": door(get=nothing, post=nothing, put=nothing),
    "password/new": door(get=nothing, post=nothing, put=nothing),  # for whoever holds the link
    "language": door(post=nothing),
    "coach/digest/off": door(get=nothing, post=nothing),
    "shared/report": door(get=nothing),  # for whoever holds the link
    "manifest.webmanifest": door(get=nothing),
    "sw.js": door(get=nothing),
    "offline": door(get=nothing),
    "health": door(get=nothing),
    "health/live": door(get=nothing),
    "health/ready": door(get=nothing),
    "metrics": door(get=nothing),
    "api/schema/": door(get=nothing),
    "api/docs/": door(get=nothing),
}

# The console. Rows of athletes are there for staff and for coaches with consent, the others for staff or superusers.
SCOPED = (
    "accounts/athleteprofile", "accounts/coachassignment", "adaptation/adaptationsuggestion",
    "adaptation/estimatepoint",
    "adaptation/liftestimate", "events/journalentry", "feedback/illnessreport", "feedback/importbatch",
    "diagnosis/execution", "feedback/performancemetrics",
    "feedback/rpefeedback", "plans/plan", "plans/planneditem", "plans/plannedsession", "plans/planrevision",
    "plans/refinement",
)  # fmt: skip
STAFF_ONLY = (
    "llm/breakerstate", "llm/budget", "llm/modelcall", "llm/providersetting",
    "coaching/coachingprompt", "coaching/decision", "coaching/duemoment",
    "coaching/message", "coaching/readmark",
    "accounts/idempotentanswer", "accounts/ratecounter", "accounts/secondfactor", "accounts/tokenfamily",
    "accounts/user", "events/duereaction",
    "events/journalack", "events/journalepoch", "events/journalhead", "events/reactioncursor", "events/streamticket",
    "feedback/correction", "plans/exercise",
)  # fmt: skip
SUPERUSERS_ONLY = (
    "coaching/safetyevent",
    "coaching/safetyhold",  # or staff with the permission
    "accounts/auditentry",
    "accounts/subject",
)
# Django's own, each held by the door of the site; the log-out and the sign-in lead to our own pages.
CONSOLE = (
    "admin/", "admin/login/", "admin/logout/", "admin/password_change/", "admin/password_change/done/",
    "admin/autocomplete/", "admin/jsi18n/", "admin/r/<path:content_type_id>/<path:object_id>/", "admin/<app_label>/",
    "admin/<url>", "admin/live/", "admin/live/figures/", "admin/effects/", "admin/effects/policy/",
    "admin/effects/export.<str:shape>",
)  # fmt: skip
OF_A_MODEL = ("", "add/", "<path:object_id>/history/", "<path:object_id>/delete/", "<path:object_id>/change/",
              "<path:object_id>/")  # fmt: skip


def console_routes() -> set[str]:
    models = (*SCOPED, *STAFF_ONLY, *SUPERUSERS_ONLY)
    return {*CONSOLE, *(f"admin/{model}/{rest}" for model in models for rest in OF_A_MODEL)}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Patterns filled with the ids of one person, or with ids that nobody has."""

    ids: Mapping[str, str] = field(default_factory=dict)

    def of(self, path: str) -> str:
        filled = "/" + path
        for kind, name in placeholders(path):
            filled = filled.replace(f"<{kind}:{name}>", self.ids.get(name) or unknown(kind), 1)
        return filled


def placeholders(path: str) -> list[tuple[str, str]]:
    return [(part.split(":")[0], part.split(":")[1].split(">")[0]) for part in path.split("<")[1:]]


def unknown(kind: str) -> str:
    return {"uuid": str(uuid4()), "int": "987654", "slug": f"no-such-{uuid4().hex[:8]}"}[kind]
