"""The console's page about what prompts do: causal estimates, answers, lights, the policy. For staff."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from accounts import services as accounts
from coaching.core.policy import EVEN
from coaching.models import PolicyVersion
from coaching.services import arms
from coaching.services import export as exports
from coaching.services import policy as policies
from coaching.wording import effects as wording

WINDOWS = {"4": 4, "12": 12, "52": 52, "all": None}
POLICIES_SHOWN = 12
SHAPES = {"csv": "text/csv", "json": "application/json"}
# The picture's measures: one line a row, a scale that is the same to both sides of no effect.
WIDTH, LEFT, ROW, TOP = 640, 190, 28, 30
LEAST_REACH = 0.1


@dataclass(frozen=True, slots=True)
class Mark:
    """One interval of the picture, in its units, as a browser reads numbers; `label` is what stands beside it."""

    label: str
    y: str
    text_y: str
    x: str
    low: str
    high: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Picture:
    marks: list[Mark]
    height: str
    zero: str
    reach_percent: int


def refuse_all_but_staff(request: HttpRequest) -> None:
    """Coaches come into the console too."""
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    refuse_all_but_staff(request)
    # The estimates load numpy, which no other page needs: not before somebody of the staff looks.
    from coaching.services import effects

    now = timezone.now()
    window = request.GET.get("weeks", "12")
    chosen = request.GET.get("rule", "")
    found = effects.report(
        now, weeks=WINDOWS.get(window, effects.WEEKS_SHOWN), rule=chosen if chosen in wording.RULES else ""
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Effects of prompts"),
        "report": found,
        "sections": [
            (_("Registered questions"), [line(each) for each in found.primary]),
            (_("Each rule over all weeks"), [line(each) for each in found.rules]),
            (_("Each rule, week by week in the programme"), [line(each) for each in found.weeks]),
        ],
        "picture": picture(found.weeks if chosen else found.rules, by_week=bool(chosen)),
        "lamps": [
            (wording.SLICES[lamp.by], wording.slice_name(lamp.by, lamp.which), lamp, wording.LIGHTS[lamp.light])
            for lamp in found.lights.alarms
        ],
        "light": wording.LIGHTS[found.lights.light],
        "missing_light": wording.LIGHTS[found.lights.missing_light],
        "answer_percent": percent(found.answers.rate),
        "windows": [("4", _("4 weeks")), ("12", _("12 weeks")), ("52", _("a year")), ("all", _("everything"))],
        "window": window if window in WINDOWS else "12",
        "rules": wording.RULES.items(),
        "rule": chosen,
        "arms": [
            (wording.rule_name(each["rule"]), [(wording.STYLES[style], *told) for style, *told in each["styles"]])
            for each in arms.shown()
        ],
        "policy": policies.active(now),
        "is_pinned": policies.is_pinned(now),
        "versions": [
            (version, wording.against(version.report.get("refused", [])))
            for version in PolicyVersion.objects.order_by("-number")[:POLICIES_SHOWN]
        ],
    }
    return TemplateResponse(request, "admin/effects.html", context)


def line(told: Any) -> dict[str, Any]:
    """A row of a table: worded, in percent points and times as likely."""
    change, relative = told.change, told.ratio
    weeks = f"{told.first_week}" if told.first_week == told.last_week else f"{told.first_week}–{told.last_week}"
    return {
        "effect": told,
        "rule": wording.rule_name(told.rule),
        "outcome": wording.outcome_name(told.outcome),
        "weeks": weeks,
        "why_not": wording.why_not(told.why_not),
        "change": None if change is None else tuple(100 * each for each in (change.value, change.low, change.high)),
        "undone": None if told.change_if_missing_undone is None else 100 * told.change_if_missing_undone.value,
        "ratio": None
        if relative is None
        else tuple(exp(each) for each in (relative.value, relative.low, relative.high)),
        "answered": percent(told.answers.rate),
        "p": "" if change is None else chance(change.p),
        "p_adjusted": "" if told.p_adjusted is None else chance(told.p_adjusted),
    }


def chance(p: float) -> str:
    """A p-value; what rounds to nothing is not nothing."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def picture(rows: Any, by_week: bool) -> Picture | None:
    """The intervals one under the other, or nothing to draw."""
    some = [each for each in rows if each.change is not None]
    if not some:
        return None
    reach = max(LEAST_REACH, *(abs(end) for each in some for end in (each.change.low, each.change.high)))
    middle, half = (LEFT + WIDTH) / 2, (WIDTH - LEFT) / 2 - 10

    def at(value: float) -> str:
        return f"{middle + half * value / reach:.1f}"

    marks = [
        Mark(
            str(_("week %(number)d") % {"number": each.first_week} if by_week else wording.rule_name(each.rule)),
            str(TOP + ROW * place),
            str(TOP + ROW * place + 4),
            at(each.change.value),
            at(each.change.low),
            at(each.change.high),
            each.is_enough,
        )
        for place, each in enumerate(some)
    ]
    return Picture(marks, str(TOP + ROW * len(marks)), at(0), round(100 * reach))


@require_GET
def export(request: HttpRequest, shape: str) -> HttpResponse:
    """The trial as a file. Written into the audit."""
    refuse_all_but_staff(request)
    if shape not in SHAPES:
        raise Http404
    now = timezone.now()
    exports.audited(accounts.signed_in(request.user), shape)
    body = exports.as_csv() if shape == "csv" else exports.as_json(now)
    name = f"spotter-trial-{now:%Y-%m-%d}.{shape}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=f"{SHAPES[shape]}; charset=utf-8", headers=headers)


@require_POST
def change_policy(request: HttpRequest) -> HttpResponse:
    """One click: stop, resume, or go back to an earlier version."""
    refuse_all_but_staff(request)
    actor, now = accounts.signed_in(request.user), timezone.now()
    what = request.POST.get("what", "")
    try:
        if what == "stop":
            policies.stop(actor=actor, now=now, p=EVEN)
        elif what == "rules_only":
            policies.stop(actor=actor, now=now, rules_only=True)
        elif what == "resume":
            policies.resume(actor=actor, now=now)
        else:
            policies.roll_back(int(what), actor=actor, now=now)
    except (ValueError, policies.PolicyUnknown):
        messages.error(request, _("There is no such policy."))
    else:
        messages.success(request, _("Done. This applies from now on."))
    return HttpResponseRedirect(reverse("effects"))
