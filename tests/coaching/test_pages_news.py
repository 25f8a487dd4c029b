"""What happened to a plan stands in the chat as cards, each as things are now."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.models import AthleteProfile
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from coaching import services as coaching
from coaching.models import Message
from events.models import JournalEntry
from plans import services as plans
from tests.adaptation.test_pages import DAY, PageCase

Block = dict[str, Any]


class NewsCase(PageCase):
    def suggested(self) -> AdaptationSuggestion:
        """The squat was far too easy, and a suggestion follows."""
        self.log_all(rpe="6")
        adaptation.react(self.ana.pk)
        return AdaptationSuggestion.objects.get(plan=self.plan, kind="load")

    def cards(self, kind: str) -> list[Block]:
        """The blocks of the newest entry of a kind, as the page's scripts get them."""
        entry = JournalEntry.objects.filter(athlete=self.ana, kind=kind).latest("seq")
        told = self.client.get("/chat/cards", {"seq": entry.seq}).json()["cards"]
        return [block for card in told for block in card["content"]["blocks"]]

    def decide(self, suggestion: AdaptationSuggestion, decision: str) -> None:
        self.client.post(reverse(f"page-{decision}", args=[self.plan.pk, suggestion.pk]))


class SuggestionCardTests(NewsCase):
    def card(self) -> Block:
        (card,) = self.cards("adaptation.suggestion_proposed")
        return card

    def test_it_offers_what_is_suggested_with_its_reason(self) -> None:
        suggestion = self.suggested()
        card = self.card()
        self.assertEqual((card["state"], card["suggestion_ids"]), ("open", [str(suggestion.pk)]))
        self.assertEqual([each["id"] for each in card["actions"]], ["apply", "dismiss"])
        self.assertEqual(card["title"], self.squat.exercise.name("en"))
        (change,) = card["changes"]
        self.assertEqual(change["before"], f"{suggestion.before['load_kg']:g} kg")
        self.assertEqual(change["after"], f"{suggestion.after['load_kg']:g} kg")
        self.assertIn("RPE 6", change["why"])

    def test_it_can_be_undone_until_the_plan_moves_on(self) -> None:
        self.decide(self.suggested(), "apply")
        self.assertEqual((self.card()["state"], self.card()["revision"]), ("applied", 2))
        later = self.session.items.exclude(pk=self.squat.pk).select_related("exercise").first()
        assert later is not None
        option = plans.swap_options(later, now=timezone.now())[0]
        plans.swap_exercise(
            later, exercise=option.movement.slug, author="athlete", actor_id=self.ana.pk, now=timezone.now()
        )
        card = self.card()
        self.assertEqual((card["state"], card["actions"], card["suggestion_ids"]), ("kept", [], []))

    def test_it_says_that_it_was_left_or_ran_out(self) -> None:
        suggestion = self.suggested()
        self.decide(suggestion, "dismiss")
        self.assertEqual(self.card()["state"], "dismissed")
        AdaptationSuggestion.objects.filter(pk=suggestion.pk).update(status="proposed", expires_at=timezone.now())
        self.assertEqual(self.card()["state"], "closed")

    def test_it_leaves_to_the_coach_what_the_coach_confirms(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(autonomy="coach")
        self.suggested()
        card = self.card()
        self.assertEqual((card["state"], card["actions"]), ("open", []))
        self.assertTrue(card["note"])

    def test_it_shows_an_offer_of_a_former_answer_as_it_stands_now(self) -> None:
        suggestion = self.suggested()
        offer = {
            "type": "plan_diff", "plan_id": str(self.plan.pk), "title": "Squat", "changes": [], "revision": None,
            "suggestion_ids": [str(suggestion.pk)], "actions": [{"id": "apply", "label": "Apply"}],
        }  # fmt: skip
        Message.objects.create(
            athlete=self.ana, author="coach", origin="rule", text="Squat", content={"blocks": [offer]},
            created_at=timezone.now(),
        )  # fmt: skip
        self.decide(suggestion, "apply")
        flow = self.client.get("/").context["flow"]
        said = [entry for day in flow.days for entry in day.entries if entry.seq is None]
        self.assertEqual([(each.block["state"], each.block["revision"]) for each in said[-1].blocks], [("applied", 2)])


class PlanCardTests(NewsCase):
    def test_it_tells_of_a_new_plan(self) -> None:
        (card,) = self.cards("plans.plan_generated")
        self.assertEqual((card["state"], card["href"]), ("none", reverse("page-plan")))

    def test_it_tells_what_the_coach_changed_and_offers_the_way_back(self) -> None:
        option = plans.swap_options(self.squat, now=timezone.now())[0]
        plans.swap_exercise(
            self.squat, exercise=option.movement.slug, author="coach", actor_id=self.cleo.pk, now=timezone.now()
        )
        (card,) = self.cards("plans.plan_revised")
        self.assertEqual(
            (card["kicker"], card["state"], card["revision"]), ("Your coach changed your plan", "changed", 2)
        )
        self.assertEqual(card["changes"][0]["before"], self.squat.exercise.name("en"))

    def test_it_is_silent_about_what_the_athlete_changed(self) -> None:
        option = plans.swap_options(self.squat, now=timezone.now())[0]
        plans.swap_exercise(
            self.squat, exercise=option.movement.slug, author="athlete", actor_id=self.ana.pk, now=timezone.now()
        )
        self.assertEqual(self.cards("plans.plan_revised"), [])


class MilestoneTests(NewsCase):
    def finish(self) -> None:
        self.client.post(reverse("page-finish", args=[self.session.pk]), {**DAY, "client_id": str(uuid4())})

    def test_it_tells_of_a_finished_session_in_its_numbers(self) -> None:
        self.log_all()
        self.finish()
        (card,) = self.cards("feedback.performance_recorded")
        self.assertEqual((card["type"], card["title"]), ("milestone", "Session finished"))
        self.assertIn("55 minutes", card["detail"])
        self.assertIn(f"{100 * 5 * self.squat.sets:,} kg".replace(",", ""), card["detail"].replace(",", ""))

    def test_it_stands_in_the_flow_between_what_was_said(self) -> None:
        coaching.post(athlete=self.ana, text="Now", client_id=uuid4(), now=timezone.now())
        self.log_all()
        self.finish()
        flow = self.client.get("/").context["flow"]
        kinds = [entry.blocks[0].kind for day in flow.days for entry in day.entries]
        self.assertEqual(kinds[:2] + kinds[-1:], ["plan_diff", "text", "milestone"])
