"""Which items carry the mark of a language model."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from plans import services as plans
from plans.core.edits import SetSets
from plans.core.origins import Step, by_model
from plans.core.spec import Reason
from plans.models import PlannedItem, PlannedSession
from tests.base import Cast
from tests.llm import server
from tests.plans.base import NOW
from tests.plans.refining import answer, board_of, fewer_sets, modelled, run

MARK = "AI-generated"


def step(number: int, author: str, *items: str, change: str = "changed", back: int | None = None) -> Step:
    return Step(number, author, [{"change": change, "item": item, "field": "sets"} for item in items], back)


class FoldTests(SimpleTestCase):
    def test_it_marks_what_stands_as_a_model_left_it(self) -> None:
        first = step(1, "rule", "a", "b", change="added")
        model = step(2, "model", "b", "c")
        for name, steps, marked in (
            ("a draft of the rules", [first], ""),
            ("changed by a model", [first, model], "bc"),
            ("added by a model", [first, step(2, "model", "d", change="added")], "d"),
            ("taken out by a model", [first, step(2, "model", "a", change="dropped")], ""),
            ("changed by the athlete since", [first, model, step(3, "athlete", "b")], "c"),
            ("changed by the coach since", [first, model, step(3, "coach", "c")], "b"),
            ("adjusted by rules since", [first, model, step(3, "rule", "b")], "bc"),
            ("taken back", [first, model, step(3, "athlete", "b", "c", back=1)], ""),
            (
                "taken back and forth",
                [first, model, step(3, "athlete", "b", back=1), step(4, "athlete", "b", back=2)],
                "bc",
            ),
        ):
            with self.subTest(name):
                self.assertEqual("".join(sorted(by_model(steps))), marked)

    def test_a_session_that_moves_marks_no_item(self) -> None:
        moved: list[dict[str, Any]] = [{"change": "moved", "session": "s", "title": "Push"}]
        self.assertEqual(by_model([Step(1, "model", moved)]), frozenset())


class BadgeTests(Cast, TestCase):
    def test_the_items_that_a_model_changed_carry_the_mark_until_the_athlete_changes_them(self) -> None:
        self.ana.profile.autonomy = "auto"
        self.ana.profile.save()
        with modelled(self.ana) as (provider, plan, job):
            line = next(each for each in board_of(plan).lines.values() if each.first.sets > 2)
            run(provider, job, server.says(answer(fewer_sets(board_of(plan), line))))
        plan.refresh_from_db()
        marked = plans.items_by_model(plan)
        self.assertEqual(
            marked, {item.pk for item in PlannedItem.objects.filter(pk__in=[use.item.id for use in line.uses])}
        )
        item = PlannedItem.objects.get(pk=line.first.id)
        page = reverse("page-session", args=[item.session_id])
        self.client.force_login(self.ana)
        self.assertContains(self.client.get(page), MARK, count=2)  # the session's own, and this item's
        change = [SetSets(str(item.pk), item.sets + 1)]
        plans.revise(plan.pk, change, author="athlete", reason=Reason("asked"), now=NOW)
        self.assertContains(self.client.get(page), MARK, count=1)
        plan.refresh_from_db()
        self.assertEqual(plans.items_by_model(plan), marked - {item.pk})

    def test_a_plan_without_a_model_is_not_asked_about(self) -> None:
        with modelled(self.ana) as (_provider, plan, _job), self.assertNumQueries(0):
            self.assertEqual(plans.items_by_model(plan), frozenset())
        self.assertTrue(PlannedSession.objects.filter(plan=plan).exists())
