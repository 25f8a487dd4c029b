"""What a coach decides about an athlete's suggestions, sessions and plan, and the word that goes with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.core.refusals import ConsentOver
from accounts.models import AthleteProfile, CoachAssignment, User
from adaptation import services as adaptation
from adaptation.core.refusals import SuggestionNeeds
from adaptation.models import AdaptationSuggestion
from coaching.models import Message
from plans.models import PlannedItem, PlanRevision
from tests.adaptation.test_coach_pages import CoachCase

WORD = "Only if the knee is calm."


class WordCase(CoachCase):
    def send(self, decision: str, row: AdaptationSuggestion, **told: Any) -> Any:
        return self.client.post(self.of_ana(decision, self.plan.pk, row.pk), told, follow=True)

    def said(self) -> list[str]:
        return list(
            Message.objects.filter(athlete=self.ana, author="coach", origin="person").values_list("text", flat=True)
        )


class WordTests(WordCase):
    def test_it_brings_the_word_into_the_athletes_chat_as_the_coachs(self) -> None:
        for place, decision in enumerate(("apply", "dismiss")):
            self.assertContains(
                self.send(decision, self.suggest(place, requires="coach"), word=f" {WORD} "), "their chat"
            )
        self.assertEqual(self.statuses(), ["applied", "dismissed"])
        self.assertEqual(self.said(), [f"Back Squat: {WORD}"] * 2)
        self.assertEqual(
            set(Message.objects.filter(text__contains=WORD).values_list("author_user", flat=True)), {self.cleo.pk}
        )

    def test_it_says_it_once(self) -> None:
        row = self.suggest(0, requires="coach")
        for word in (WORD, WORD, "Something else"):
            self.send("apply", row, word=word)
        self.assertEqual(len(self.said()), 1)

    def test_it_names_the_exercise_in_the_athletes_language(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(locale="zh-hans")
        self.send("apply", self.suggest(0, requires="coach"), word=WORD)
        self.assertRegex(self.said()[0], "^[\u4e00-\u9fff]+: ")

    def test_it_says_one_word_about_all_that_is_applied_at_once(self) -> None:
        rows = [self.suggest(place, requires="coach") for place in (0, 1)]
        address = self.of_ana("apply-all", self.plan.pk)
        for word in (WORD, "Something else"):
            self.client.post(address, {"ids": [str(row.pk) for row in rows], "word": word})
        self.assertEqual((self.statuses(), self.said()), (["applied"] * 2, [f"Back Squat: {WORD}"]))

    def test_it_says_nothing_with_a_decision_that_is_refused(self) -> None:
        row = self.suggest(0, requires="coach", expires_at=timezone.now() - timedelta(days=1))
        self.assertContains(self.send("apply", row, word=WORD), "Their plan has changed")
        self.assertEqual(self.said(), [])

    def test_it_sends_a_word_over_the_api_too(self) -> None:
        row = self.suggest(0, requires="coach")
        body = {"ids": [str(row.pk)], "word": WORD}
        answer = self.client_for(self.cleo).post(f"/api/v1/plans/{self.plan.pk}/adaptations/apply", body, format="json")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.said(), [f"Back Squat: {WORD}"])

    def test_it_leaves_what_is_the_athletes_over_the_api_too(self) -> None:
        body = {"ids": [str(self.suggest(0).pk)]}
        answer = self.client_for(self.cleo).post(f"/api/v1/plans/{self.plan.pk}/adaptations/apply", body, format="json")
        self.assertEqual((answer.status_code, answer.json()["code"]), (403, "suggestion_needs_athlete"))


class OtherLoadTests(WordCase):
    def load_kg(self) -> float | None:
        return PlannedItem.objects.get(pk=self.items[1].pk).load_kg

    def test_it_sets_another_load_as_the_coachs_change(self) -> None:
        row = self.suggest(1, requires="coach")
        suggested = row.after["load_kg"]
        self.send("apply", row, load=suggested - 5, suggested=suggested)
        self.assertEqual((self.load_kg(), self.statuses()), (suggested - 5, ["dismissed"]))
        revision = PlanRevision.objects.get(plan=self.plan, number=2)
        self.assertEqual((revision.author, revision.author_id_hint), ("coach", self.cleo.pk))
        self.assertContains(self.client.get(self.of_ana("changes")), "Your coach has set Back Squat")

    def test_it_reads_the_load_in_the_unit_of_the_coach(self) -> None:
        AthleteProfile.objects.filter(user=self.cleo).update(units="imperial")
        row = self.suggest(1, requires="coach")
        self.send("apply", row, load="200", suggested="215.5")
        self.assertEqual(self.load_kg(), 90.72)

    def test_it_applies_what_was_suggested_where_the_load_is_left_as_it_was(self) -> None:
        row = self.suggest(1, requires="coach")
        self.send("apply", row, load=str(row.after["load_kg"]), suggested=str(row.after["load_kg"]))
        self.assertEqual((self.load_kg(), self.statuses()), (row.after["load_kg"], ["applied"]))

    def test_it_refuses_what_is_no_load(self) -> None:
        row = self.suggest(1, requires="coach")
        for load in ("heavy", "1e9", "nan"):
            self.assertContains(self.send("apply", row, load=load), "That is no load")
        self.assertEqual(self.statuses(), ["proposed"])


class ConsentTests(CoachCase):
    def decide(self, coach: User, row: AdaptationSuggestion) -> None:
        adaptation.decide_as_coach(
            coach=coach, plan_id=self.plan.pk, ids=[row.pk], accepts=True, word=WORD, now=timezone.now()
        )

    def test_it_takes_nothing_from_anybody_but_a_coach_in_force(self) -> None:
        row = self.suggest(0, requires="coach")
        for who in (self.ana, self.ben, self.dan, self.ola):
            with self.subTest(str(who)), self.assertRaises(ConsentOver):
                self.decide(who, row)
        now = timezone.now()
        for ended in ({"until": now + timedelta(seconds=1)}, {"until": None, "consented_at": None}):
            CoachAssignment.objects.filter(coach=self.cleo).update(**ended)
            with self.subTest(ended), self.assertRaises(ConsentOver):
                self.decide(self.cleo, row)
        self.assertEqual((self.statuses(), Message.objects.filter(author_user=self.cleo).count()), (["proposed"], 0))

    def test_it_leaves_what_is_the_athletes_to_decide(self) -> None:
        with self.assertRaises(SuggestionNeeds):
            self.decide(self.cleo, self.suggest(0))

    def test_it_refuses_staff_who_coach_somebody_else(self) -> None:
        row = self.suggest(0, requires="coach")
        User.objects.filter(pk=self.ola.pk).update(is_coach=True)
        self.client.force_login(User.objects.get(pk=self.ola.pk))
        answer = self.client.post(self.of_ana("apply", self.plan.pk, row.pk))
        self.assertEqual((answer.status_code, self.statuses()), (403, ["proposed"]))

    def test_a_tap_after_the_end_changes_nothing_and_says_so(self) -> None:
        row, later = self.suggest(0, requires="coach"), self.items[1].session
        CoachAssignment.objects.filter(coach=self.cleo).update(until=timezone.now())
        taps = {
            self.of_ana("apply", self.plan.pk, row.pk): {},
            self.of_ana("apply-all", self.plan.pk): {"ids": [str(row.pk)]},
            self.of_ana("session-change", later.pk): {"action": "skip"},
            self.of_ana("restore", self.plan.pk, 1): {},
            self.of_ana("message"): {"text": "Hello"},
        }
        for address, body in taps.items():
            with self.subTest(address):
                self.assertContains(self.client.post(address, body), "This coaching has ended", status_code=403)
        later.refresh_from_db()
        self.assertEqual((self.statuses(), later.status), (["proposed"], "planned"))
        self.assertFalse(Message.objects.filter(author_user=self.cleo).exists())


class SessionTests(CoachCase):
    def test_it_moves_a_session_as_the_coach(self) -> None:
        session = self.items[1].session
        page = self.client.get(self.of_ana("session-change", session.pk))
        self.assertNotContains(page, "<change-offline")
        on = page.context["move"].fields["on"].choices[-1][0]
        answer = self.client.post(self.of_ana("session-change", session.pk), {"action": "move", "on": on})
        self.assertEqual(answer["Location"], f"{self.of_ana('plan')}?week={session.week}")
        session.refresh_from_db()
        revision = PlanRevision.objects.get(plan=self.plan, number=2)
        self.assertEqual(
            (session.on.isoformat(), revision.author, revision.author_id_hint), (on, "coach", self.cleo.pk)
        )

    def test_it_skips_a_session_and_takes_it_up_again(self) -> None:
        session = self.items[1].session
        for action, status in (("skip", "skipped"), ("resume", "planned")):
            self.client.post(self.of_ana("session-change", session.pk), {"action": action})
            session.refresh_from_db()
            self.assertEqual(session.status, status)

    def test_it_swaps_an_exercise_as_the_coach(self) -> None:
        item = self.items[1]
        address = self.of_ana("swap", item.session_id, item.pk)
        slug = self.client.get(address).context["choices"][0]["slug"]
        self.assertTrue(self.client.post(address, {"exercise": slug})["Location"].startswith(self.of_ana("plan")))
        item.refresh_from_db()
        self.assertEqual((item.exercise_id, PlanRevision.objects.first().author), (slug, "coach"))  # type: ignore[union-attr]

    def test_it_brings_an_earlier_state_back(self) -> None:
        row = self.suggest(1, requires="coach")
        self.client.post(self.of_ana("apply", self.plan.pk, row.pk))
        self.assertContains(self.client.get(self.of_ana("changes")), self.of_ana("restore", self.plan.pk, 1))
        self.client.post(self.of_ana("restore", self.plan.pk, 1))
        self.assertEqual(PlannedItem.objects.get(pk=row.target["item"]).load_kg, row.before["load_kg"])
        revision = PlanRevision.objects.get(plan=self.plan, number=3)
        self.assertEqual((revision.author, revision.author_id_hint), ("coach", self.cleo.pk))

    def test_it_knows_no_session_of_anybody_else(self) -> None:
        CoachAssignment.objects.create(coach=self.cleo, athlete=self.ben, consented_at=timezone.now())
        session = self.items[1].session
        for page, more in (("session-change", ()), ("swap", (self.items[1].pk,))):
            address = reverse(f"page-athlete-{page}", args=[self.ben.pk, session.pk, *more])
            self.assertEqual(self.client.get(address).status_code, 404)
