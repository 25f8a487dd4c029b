"""E11: wording arms, drawn as often as they are likely to be the best, learnt from answers and never given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.test import SimpleTestCase, TestCase

from accounts.models import User
from coaching.core.draw import EVEN_CHANCES, STYLES, pick_style
from coaching.core.effects.arms import arm_probabilities
from coaching.models import ArmVersion, CoachingPrompt, Decision, PromptInteraction
from coaching.services import arms, policy
from coaching.services.fidelity import fidelity
from coaching.services.ticking import new_seed, tick
from tests.coaching.ticking import DAY, HOUR, LONG_AGO, NOON, agreed, always, due, the_decision

NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 5, tzinfo=UTC)


def told(athlete: User, style: str, sent: int, answered: int, *, rule: str = "habit", choice: str = "done") -> None:
    """Prompts of a rule in one style, two days ago, some of them answered an hour later."""
    at = NOW - 2 * DAY
    rows = [
        Decision(
            athlete=athlete, subject=uuid4(), slot_on=at.date(), slot_index=0, decided_at=at, timezone="UTC", rule=rule,
            occurrence=f"{rule}:{uuid4()}", is_available=True, probability=0.5, u=0.1, seed=new_seed(), is_treated=True,
            arm=style, arm_probability=1 / 3,
        )
        for _each in range(sent)
    ]  # fmt: skip
    Decision.objects.bulk_create(rows)
    prompts = [
        CoachingPrompt(
            athlete=athlete, rule=rule, occurrence=row.occurrence, decision=row, style=style, status="delivered",
            not_before=at, created_at=at, delivered_at=at, expires_at=at + 4 * HOUR,
        )
        for row in rows
    ]  # fmt: skip
    CoachingPrompt.objects.bulk_create(prompts)
    PromptInteraction.objects.bulk_create(
        PromptInteraction(athlete=athlete, prompt=each, client_id=uuid4(), choice=choice, created_at=at + HOUR)
        for each in prompts[:answered]
    )


class E11DrawTests(SimpleTestCase):
    def test_e11_a_style_is_drawn_as_often_as_its_chance_says_and_replays(self) -> None:
        chances = (0.2, 0.7, 0.1)
        seeds = [f"{number:032x}" for number in range(6000)]
        drawn = [pick_style(seed, chances) for seed in seeds]
        for style, chance in zip(STYLES, chances, strict=True):
            with self.subTest(style):
                self.assertAlmostEqual(sum(each == (style, chance) for each in drawn) / 6000, chance, delta=0.025)
        self.assertEqual(drawn, [pick_style(seed, chances) for seed in seeds])

    def test_e11_no_style_is_ever_given_up_also_after_millions_of_answers(self) -> None:
        for sent in (0, 10, 1000, 3_000_000):
            with self.subTest(sent):
                found = arm_probabilities((sent // 2, sent // 3, sent // 4), (sent, sent, sent))
                self.assertAlmostEqual(sum(found), 1)
                self.assertGreaterEqual(min(found), 0.05)
        self.assertGreater(found[0], 0.89)


class E11NightTests(TestCase):
    athlete: User

    @classmethod
    def setUpTestData(cls) -> None:
        [cls.athlete] = agreed(1)

    def test_e11_the_night_learns_from_answers_and_holds_from_midnight(self) -> None:
        told(self.athlete, "neutral", 40, 10)
        told(self.athlete, "autonomy", 40, 30)
        made = arms.update(NOW)
        assert made is not None
        self.assertEqual(made.counts, {"habit": {"neutral": [10, 40], "autonomy": [30, 40]}})
        before, after = arms.active(MIDNIGHT - timedelta(seconds=1)), arms.active(MIDNIGHT)
        self.assertEqual((before.version, after.version), (0, made.number))
        plain, choice, intention = after.chances("habit")
        self.assertLess(plain, intention)  # of which nothing is known yet
        self.assertLess(intention, choice)
        self.assertEqual(after.chances("check_in"), EVEN_CHANCES)

    def test_e11_it_learns_once_a_day_and_only_from_news(self) -> None:
        told(self.athlete, "neutral", 3, 1)
        self.assertEqual(
            [arms.update(NOW + each) is not None for each in (0 * DAY, HOUR, DAY, 2 * DAY)], [True, False, False, False]
        )

    def test_e11_a_refusal_a_late_answer_and_what_was_not_drawn_are_no_success(self) -> None:
        told(self.athlete, "neutral", 4, 4, choice="stop")
        told(self.athlete, "autonomy", 4, 4)
        PromptInteraction.objects.filter(choice="done").update(created_at=NOW)
        told(self.athlete, "intention", 4, 4, rule="welcome")
        Decision.objects.filter(rule="welcome").delete()
        self.assertEqual(arms.counted(NOW), {"habit": {"neutral": [0, 4], "autonomy": [0, 4]}})

    def test_e11_what_can_still_be_answered_does_not_count_yet(self) -> None:
        told(self.athlete, "neutral", 4, 1)
        self.assertEqual(arms.counted(NOW - 1.5 * DAY), {})

    def test_e11_while_the_policy_is_in_somebodys_hand_all_are_alike(self) -> None:
        ArmVersion.objects.create(number=3, chances={}, created_at=LONG_AGO, in_force_at=LONG_AGO)
        self.assertEqual(arms.active(NOW).version, 3)
        policy.stop(actor=None, now=NOW)
        self.assertEqual(arms.active(NOW).version, 0)


class E11TickTests(TestCase):
    CHANCES = (0.05, 0.9, 0.05)

    def learnt(self) -> None:
        ArmVersion.objects.create(
            number=3, chances={"check_in": self.CHANCES}, created_at=LONG_AGO, in_force_at=LONG_AGO
        )

    def test_e11_logged_chances_version_and_seed_give_the_arm_again(self) -> None:
        self.learnt()
        due(agreed(60))
        tick(NOON)
        sent = list(Decision.objects.filter(is_treated=True))
        self.assertGreater(len(sent), 10)
        for row in sent:
            with self.subTest(row.pk):
                self.assertEqual((row.context["arms_version"], row.context["arm_chances"]), (3, list(self.CHANCES)))
                self.assertEqual(pick_style(row.seed, self.CHANCES), (row.arm, row.arm_probability))
                self.assertEqual(row.prompt.style, row.arm)
        self.assertGreater(sum(row.arm == "autonomy" for row in sent), len(sent) / 2)

    def test_e11_nothing_is_drawn_for_who_refuses_experiments(self) -> None:
        self.learnt()
        [athlete] = agreed(1, experiments=False)
        due([athlete])
        tick(NOON)
        row = the_decision(athlete)
        self.assertEqual((row.arm, row.arm_probability), ("neutral", 1.0))
        self.assertNotIn("arms_version", row.context)

    def test_e11_learnt_chances_keep_the_fidelity_light_green(self) -> None:
        self.learnt()
        always()
        [broken, *others] = agreed(60)
        due(others)
        tick(NOON)
        lamps = {lamp.which: lamp for lamp in fidelity(NOON + HOUR).lamps if lamp.by == "arm"}
        sent = Decision.objects.filter(is_treated=True).count()
        self.assertAlmostEqual(lamps["autonomy"].tally.expected, 0.9 * sent)
        self.assertEqual(sum(lamp.tally.taken for lamp in lamps.values()), sent)
        self.assertEqual(lamps["autonomy"].light, "green")
        told(broken, "neutral", 40, 0)  # more than the draw gives
        self.assertEqual(
            {lamp.light for lamp in fidelity(NOON + HOUR).lamps if lamp.by == "arm" and lamp.which == "neutral"},
            {"red"},
        )
