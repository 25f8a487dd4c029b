"""Answers that are the same for everybody, and what is asked of one exercise."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.core.facts import AskedFacts, TopicFacts
from coaching.wording import replies
from coaching.wording.blocks import Block, Reply, link, prescription, quick_replies, text
from coaching.wording.days import choices, named, no_plan, plan_link
from plans.wording import quantities

SAID: Mapping[str, Promise] = {
    "rpe": gettext_lazy(
        "RPE says how hard a set was, from 1 to 10. At 10 nothing was left; at 8 two more repetitions would have been"
        " possible. Rate a set right after it: your loads follow that."
    ),
    "rir": gettext_lazy(
        "RIR means repetitions in reserve: how many more would have been possible. Two in reserve is the same as RPE 8."
    ),
    "deload": gettext_lazy(
        "A deload is an easier week: the same exercises with fewer sets and less effort, so that you recover. It is"
        " part of the plan, and nothing is lost by it."
    ),
    "e1rm": gettext_lazy(
        "The estimated one-rep max is the load that you could probably lift once. It is computed from the sets that you"
        " log and shown with a range; nobody has to test it."
    ),
    "warm_up": gettext_lazy(
        "Move easily for a few minutes, then do one to three light sets of your first exercise, each a little heavier"
        " than the one before. Where an exercise is heavy, its warm-up sets stand beside it in the session."
    ),
    "technique": gettext_lazy(
        "How an exercise is done I can neither show nor see. Begin with a light load, and have somebody who knows it"
        " watch your first sets. Where you are not sure, take another exercise instead."
    ),
    "food": gettext_lazy(
        "About food and supplements I say nothing: I know your training, not what you need. A doctor or a registered"
        " dietitian can advise you."
    ),
    "data": gettext_lazy(
        "Your data are yours: you can take all of them with you, or delete your account, at any time and without"
        " asking anybody."
    ),
    "log": gettext_lazy(
        "From the chat I write no sets down, so that nothing wrong gets into your log. Log them in the session: it"
        " takes a tap or two for each."
    ),
    "heavier": gettext_lazy(
        "Good to hear! Keep to the loads of the plan today and rate each set as it felt. Where a set was easier than"
        " asked for, the next loads go up."
    ),
    "tired": gettext_lazy(
        "Then go easy on yourself today. Warm up and see how the first set feels. Where it feels harder than"
        " planned, take less load or skip a set, and rate it as it felt: your plan follows. Moving the session is"
        " fine as well."
    ),
    "short": gettext_lazy(
        "Do the exercises from the top: what matters most comes first. Stop when your time is up. What is left does no"
        " harm; log what you did and finish the session."
    ),
    "away": gettext_lazy(
        "Then your training waits for you. Sessions that fall into that time can be moved or skipped. After two"
        " weeks or more, ask for a new plan: it starts easier. Enter a holiday in your preferences, and I keep"
        " quiet meanwhile."
    ),
}
ASKED_NEXT: Mapping[str, tuple[Reply, ...]] = {
    "e1rm": (replies.PROGRESS, replies.TODAY),
    "technique": (replies.SWAP, replies.TODAY),
    "tired": (replies.SKIP, replies.TODAY),
    "rpe": (replies.TODAY, replies.WHY),
    "deload": (replies.WEEK, replies.WHY),
}
OF_SESSION = frozenset({"tired", "heavier", "log", "short"})


def answer(facts: AskedFacts | TopicFacts, units: str) -> list[Block]:
    return lift(facts, units) if isinstance(facts, AskedFacts) else topic(facts)


def topic(facts: TopicFacts) -> list[Block]:
    match facts.topic:
        case "ai":
            return [text(_origin(facts))] if facts.has_plan else no_plan()
        case "rest_day" | "day_off":
            return _day(facts)
        case _:
            return [text(str(SAID[facts.topic])), *_ways(facts)]


def _ways(facts: TopicFacts) -> list[Block]:
    """Where the thing itself is done."""
    ways: list[Block] = []
    if facts.topic in OF_SESSION and facts.session is not None:
        ways.append(link(reverse("page-session", args=[facts.session.id]), _("Open the session")))
    if facts.topic == "data":
        ways += [link(reverse("page-export"), _("Take my data with me"))]
        ways += [link(reverse("page-delete"), _("Delete my account"))]
    if facts.topic == "away":
        ways += [plan_link()] if facts.has_plan else []
        ways.append(link(reverse("page-prompt-preferences"), _("Open your preferences")))
    if asked := ASKED_NEXT.get(facts.topic):
        ways.append(quick_replies(*asked))
    return ways


def _origin(facts: TopicFacts) -> str:
    if facts.is_ai:
        return _(
            "Rules wrote your plan. A language model suggested some of its changes, and the rules checked them; what it"
            " changed is marked as AI-generated."
        )
    return _("Rules wrote your plan from what you told me and what you logged. No language model had a hand in it.")


def _day(facts: TopicFacts) -> list[Block]:
    if not facts.has_plan:
        return no_plan()
    if facts.topic == "rest_day":
        if facts.rest_on is None:
            return [text(_("Each of the next seven days has a session. You can move one.")), plan_link()]
        return [text(_("Your next rest day is %(day)s.") % {"day": quantities.day(facts.rest_on)}), plan_link()]
    if facts.on is None:
        return [text(_("You can move a session to another day, or skip it.")), plan_link()]
    if facts.session is None:
        return [text(_("On %(day)s nothing is planned.") % {"day": quantities.day(facts.on)}), plan_link()]
    told = _("On %(day)s there is %(title)s. You can move it or skip it; nothing changes until you tap.")
    return [text(told % named(facts.session)), choices(facts.session)]


def lift(facts: AskedFacts, units: str) -> list[Block]:
    """`Back Squat, next on Sunday: 3 × 3–6 · 112.5 kg · RPE 8`."""
    if not facts.has_plan:
        return no_plan()
    if not facts.found:
        return [text(_("I do not see that exercise ahead in your plan.")), quick_replies(replies.WEEK, replies.TODAY)]
    told = _("%(name)s, next on %(day)s: %(asked)s")
    lines = (
        told % {"name": item.name, "day": quantities.day(session.on), "asked": prescription(item, units)}
        for session, item in facts.found
    )
    session, _item = facts.found[0]
    return [
        text("\n".join(lines)),
        link(reverse("page-session", args=[session.id]), _("Open the session")),
        quick_replies(replies.PROGRESS, replies.SWAP),
    ]
