"""The page of changes: many suggestions at once, in words, and what was done without asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import TestCase as PlainCase

from django.urls import reverse
from django.utils import timezone

from accounts import services as accounts
from accounts.models import CoachAssignment, User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from adaptation.pages.cards import label_of
from plans import services as plans
from plans.models import PlannedItem, PlanRevision
from tests.adaptation.test_pages import PageCase

CHANGES = reverse("page-changes")


class SuggestionCase(PageCase):
    """Squats of Ana's coming sessions, and suggestions about them."""

    items: list[PlannedItem]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        squats = PlannedItem.objects.filter(session__plan=cls.plan, exercise="back-squat")
        cls.items = list(squats.select_related("session").order_by("session__on"))

    def suggest(self, place: int, step_kg: float = -2.5, **changes: Any) -> AdaptationSuggestion:
        """About the squat of one session: as a rule would store it."""
        item = self.items[place]
        assert item.load_kg is not None
        to_kg = item.load_kg + step_kg
        on = item.session.on.isoformat()
        facts: dict[str, Any] = {
            "kind": "load", "rule": "load_down", "topic": f"lift:{place}", "occurrence": f"test:{place}",
            "target": {"exercise": item.exercise_id, "item": str(item.pk), "on": on},
            "before": {"load_kg": item.load_kg}, "after": {"load_kg": to_kg},
            "edits": [{"op": "set_load", "item": str(item.pk), "load_kg": to_kg}],
            "expects": [[str(item.pk), "load_kg", item.load_kg]],
            "evidence": {"exercise": item.exercise_id, "done_kg": item.load_kg, "to_kg": to_kg, "failed_running": 2},
            "confidence": 0.8, "requires": "athlete", "base_revision": 1,
            "expires_at": timezone.now() + timedelta(days=14),
        }  # fmt: skip
        return AdaptationSuggestion.objects.create(plan=self.plan, **{**facts, **changes})

    def apply_all(self, *rows: AdaptationSuggestion, address: str = "") -> Any:
        ids = [str(row.pk) for row in rows]
        address = address or reverse("page-apply-all", args=[self.plan.pk])
        return self.client.post(address, {"ids": ids}, follow=True)

    def statuses(self) -> list[str]:
        return list(AdaptationSuggestion.objects.order_by("created_at").values_list("status", flat=True))

    def changes(self) -> Any:
        return self.client.get(CHANGES).context


class ApplyAllTests(SuggestionCase):
    def test_it_lists_what_one_yes_would_change(self) -> None:
        rows = [self.suggest(place) for place in (0, 1)]
        answer = self.client.get(CHANGES)
        self.assertEqual([each.suggestion.pk for each in answer.context["together"]], [row.pk for row in rows[::-1]])
        self.assertContains(answer, 'name="ids"', count=2)

    def test_it_keeps_questions_for_themselves(self) -> None:
        asked = self.suggest(0, kind="deload")
        self.suggest(1)
        self.assertEqual(self.changes()["together"], [])
        self.apply_all(asked)
        self.assertEqual(self.statuses(), ["proposed", "proposed"])

    def test_it_applies_each_as_a_change_of_its_own(self) -> None:
        rows = [self.suggest(place) for place in (0, 1, 2)]
        answer = self.apply_all(*rows)
        self.assertContains(answer, "3 changes applied")
        self.assertEqual(self.statuses(), ["applied"] * 3)
        self.plan.refresh_from_db()
        self.assertEqual(self.plan.revision, 4)

    def test_it_does_the_others_when_one_no_longer_fits(self) -> None:
        stale, fresh = self.suggest(0, expects=[[str(self.items[0].pk), "load_kg", 1.0]]), self.suggest(1)
        answer = self.apply_all(stale, fresh)
        self.assertContains(answer, "Not applied: Back Squat")
        self.assertEqual(self.statuses(), ["proposed", "applied"])

    def test_it_applies_nothing_that_was_not_listed(self) -> None:
        listed, _other = self.suggest(0), self.suggest(1)
        self.apply_all(listed)
        self.assertEqual(self.statuses(), ["applied", "proposed"])

    def test_it_takes_ids_of_this_plan_only(self) -> None:
        row = self.suggest(0)
        self.client.force_login(self.ben)
        self.assertEqual(self.apply_all(row).status_code, 404)
        self.client.force_login(self.ana)
        answer = self.client.post(reverse("page-apply-all", args=[self.plan.pk]), {"ids": ["", "x", str(self.ben.pk)]})
        self.assertRedirects(answer, CHANGES)
        self.assertEqual(self.statuses(), ["proposed"])


class OrderTests(SuggestionCase):
    def test_it_groups_by_the_day_that_changes_first(self) -> None:
        for place in (2, 0, 1):
            self.suggest(place)
        days = [on for on, _views in self.changes()["groups"]]
        self.assertEqual(days, [item.session.on for item in self.items[:3]])

    def test_it_puts_the_newest_first_within_a_day(self) -> None:
        first = self.suggest(0)
        second = self.suggest(0, topic="again", occurrence="again")
        ((_on, views),) = self.changes()["groups"]
        self.assertEqual([each.suggestion.pk for each in views], [second.pk, first.pk])

    def test_it_leads_to_older_revisions(self) -> None:
        for place in range(4):
            for step in (1, 2, 3):
                self.apply_all(self.suggest(place, -step, occurrence=f"{place}/{step}", expects=[]))
        page = self.client.get(CHANGES)
        newest = page.context
        self.assertEqual([each.revision.number for each in newest["revisions"]], list(range(13, 3, -1)))
        self.assertContains(page, 'class="more is-line"', count=7)  # the three newest are told in full
        self.assertContains(page, 'id="revision-4"', count=1)  # and each can be linked to
        older = self.client.get(CHANGES, {"before": newest["next_before"]})
        self.assertEqual([each.revision.number for each in older.context["revisions"]], [3, 2, 1])
        self.assertIsNone(older.context["next_before"])


class DoneWithoutAskingTests(SuggestionCase):
    def carry_out(self, place: int) -> AdaptationSuggestion:
        """As the engine does what needs nobody."""
        row = self.suggest(place)
        adaptation.apply(plan_id=self.plan.pk, ids=[row.pk], actor_id=self.ana.pk, as_coach=False, now=timezone.now())
        AdaptationSuggestion.objects.filter(pk=row.pk).update(requires="none")
        return row

    def test_it_shows_it_with_a_way_back(self) -> None:
        self.carry_out(0)
        (done,) = self.changes()["by_itself"]
        self.assertEqual((done.undo_to, done.later), (1, 0))
        self.client.post(reverse("page-restore", args=[self.plan.pk, 1]), {"base_revision": "2"})
        (done,) = self.changes()["by_itself"]
        self.assertIsNone(done.undo_to)

    def test_it_says_how_much_the_way_back_takes_along(self) -> None:
        self.carry_out(0)
        self.apply_all(self.suggest(1))
        self.assertContains(self.client.get(CHANGES), "takes back 1 later change as well")

    def test_it_shows_a_hold_that_changed_nothing(self) -> None:
        self.suggest(0, kind="hold", status="applied", requires="none", edits=[], decided_at=timezone.now())
        (done,) = self.changes()["by_itself"]
        self.assertEqual((done.card.label, done.undo_to), ("No increase", None))

    def test_it_forgets_what_is_long_past(self) -> None:
        row = self.carry_out(0)
        AdaptationSuggestion.objects.filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(days=15))
        self.assertEqual(self.changes()["by_itself"], [])


class WhoTests(SuggestionCase):
    def who(self, viewer: User | None = None) -> str:
        self.client.force_login(viewer or self.ana)
        text: str = self.changes()["revisions"][0].who
        return text

    def test_it_says_who_wrote_the_plan(self) -> None:
        self.assertEqual(self.who(), "Spotter, automatically")

    def test_it_says_who_made_a_change(self) -> None:
        row = self.suggest(0)
        adaptation.apply(plan_id=self.plan.pk, ids=[row.pk], actor_id=self.cleo.pk, as_coach=True, now=timezone.now())
        self.assertEqual(self.who(), "Spotter's suggestion, Cleo agreed")
        author, number = PlanRevision.Author, self.plan.revision
        for who, person, text in (
            (author.ATHLETE, self.ana, "you"),
            (author.COACH, self.cleo, "Cleo, as coach"),
        ):
            with self.subTest(text):
                plans.restore(self.plan.pk, number, author=who, actor_id=person.pk, now=timezone.now())
                self.assertEqual(self.who(), text)
                number = 2 if number == 1 else 1

    def test_it_names_nobody_who_is_gone(self) -> None:
        row = self.suggest(0)
        adaptation.apply(plan_id=self.plan.pk, ids=[row.pk], actor_id=self.cleo.pk, as_coach=True, now=timezone.now())
        accounts.erase(self.cleo)
        self.assertEqual(self.who(), "Spotter's suggestion, someone agreed")

    def test_it_lets_the_athlete_decide_when_the_coach_has_left(self) -> None:
        self.suggest(0, requires="coach")
        self.assertFalse(self.changes()["groups"][0][1][0].may_decide)
        CoachAssignment.objects.filter(athlete=self.ana).update(until=timezone.now())
        self.assertTrue(self.changes()["groups"][0][1][0].may_decide)

    def test_it_owns_up_to_the_unit_inside_sentences(self) -> None:
        self.assertFalse(self.changes()["says_kg"])
        accounts.update_profile(self.ana, units="imperial")
        self.assertTrue(self.changes()["says_kg"])


class LabelTests(PlainCase):
    def test_it_calls_each_change_by_its_direction(self) -> None:
        cases: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
            ("load", {"load_kg": 100}, {"load_kg": 102.5}, "More load"),
            ("load", {"load_kg": 100}, {"load_kg": 95}, "Less load"),
            ("load", {"load_kg": None}, {"load_kg": 40}, "First load"),
            ("volume", {"reps_min": 6, "reps_max": 8}, {"reps_min": 8, "reps_max": 10}, "More reps"),
            ("volume", {"sets": 4}, {"sets": 3}, "Fewer sets"),
            ("intensity", {"target_rpe": 8}, {"target_rpe": 7}, "Less effort"),
            ("deload", {"is_deload": False}, {"is_deload": True}, "Easier week"),
            ("hold", {"load_kg": 100}, {"load_kg": 100}, "No increase"),
            ("swap", {"exercise": "a"}, {"exercise": "b"}, "Another exercise"),
        ]
        for kind, before, after, label in cases:
            with self.subTest(label):
                self.assertEqual(label_of(AdaptationSuggestion(kind=kind, before=before, after=after)), label)
