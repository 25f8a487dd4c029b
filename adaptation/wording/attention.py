"""Why a coach should look at an athlete, in a few words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adaptation.core import attention
from adaptation.core.attention import Need
from plans.wording import quantities
from plans.wording.words import REGIONS


def said(need: Need) -> str:
    """`pain: knee, 6 of 10`"""
    if need.code in (attention.PAIN, attention.TWINGE):
        facts = {"region": REGIONS.get(need.region, need.region), "severity": need.count}
        return _("pain: %(region)s, %(severity)s of 10") % facts
    if need.code in _COUNTED:
        return _COUNTED[need.code](need.count)
    if need.code == attention.NO_PLAN:
        return _("no plan")
    day = quantities.short_day(need.on) if need.on else ""
    if need.code == attention.ILL:
        return _("ill since %(day)s") % {"day": day}
    if need.code == attention.ENDS:
        return _("plan ends on %(day)s") % {"day": day}
    return _("plan ended on %(day)s") % {"day": day}


def _waiting(count: int) -> str:
    told = ngettext("%(count)d suggestion waits for you", "%(count)d suggestions wait for you", count)
    return told % {"count": count}


def _missed(count: int) -> str:
    return ngettext("missed %(count)d session", "missed %(count)d sessions", count) % {"count": count}


def _silent(count: int) -> str:
    return ngettext("nothing for %(count)d day", "nothing for %(count)d days", count) % {"count": count}


_COUNTED = {attention.WAITING: _waiting, attention.MISSED: _missed, attention.SILENT: _silent}
