"""The rules of moments: on and just below each threshold, with their keys, their ends, and silence where data lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from django.test import SimpleTestCase

from adaptation.core.illness import Spell
from coaching.core.moments.detector import one, wanted
from coaching.core.moments.life import Life, Lift, Offer
from coaching.core.moments.rules import RULES
from tests.coaching.lives import DAY, NOW, PLAN, TODAY, at, found, habit, keys, life, lift, night, rated, session

HOUR = timedelta(hours=1)
HARD = tuple(rated(TODAY - n * DAY, 9.0) for n in (5, 3, 1))
WEEK = frozenset({TODAY + n * DAY for n in range(-1, 9)})
ILL = Spell("i", "fever", TODAY - 2 * DAY)


class ThresholdsTest(SimpleTestCase):
    """R1."""

    def test_it_r1_speaks_on_a_threshold_and_not_just_below_it(self) -> None:
        for rule, on_it, below in (*self.of_training(), *self.of_days()):
            with self.subTest(rule):
                self.assertTrue(found(on_it, rule))
                self.assertEqual(found(below, rule), [])

    def of_training(self) -> list[tuple[str, Life, Life]]:
        """A life on the threshold of a rule, and one just below it."""
        timed = (session(TODAY, time(9), estimated_min=60),)
        three, four = lift(100, 101, 102, 110.0), lift(100, 101, 102, 100, 110)
        return [
            ("missed_session", life(sessions=timed), life(sessions=(replace(timed[0], status="done"),))),
            ("high_rpe", life(ratings=HARD), life(ratings=(*HARD[:2], rated(TODAY - DAY, 8.5)))),
            ("high_rpe", life(ratings=HARD), life(ratings=HARD[:2])),
            (
                "high_rpe",
                life(ratings=tuple(rated(TODAY - n * DAY, 9.0) for n in (15, 8, 1))),
                life(ratings=tuple(rated(TODAY - n * DAY, 9.0) for n in (16, 8, 1))),
            ),
            (
                "poor_sleep",
                life(nights=(night(TODAY - 2 * DAY, 5.9), night(TODAY, 5.9))),
                life(nights=(night(TODAY - 2 * DAY, 5.9), night(TODAY, 6.0))),
            ),
            (
                "poor_sleep",
                life(nights=(night(TODAY - 2 * DAY, 5.0), night(TODAY, 5.0))),
                life(nights=(night(TODAY - 3 * DAY, 5.0), night(TODAY, 5.0))),
            ),
            (
                "milestone",
                life(lifts=(lift(100, 101, 102, 100, 107.2),)),
                life(lifts=(lift(100, 101, 102, 100, 107),)),
            ),
            ("milestone", life(lifts=(four,)), life(lifts=(three,))),
            (
                "milestone",
                life(ratings=(rated(TODAY),), done_before=9),
                life(ratings=(rated(TODAY),), done_before=8),
            ),
        ]  # fmt: skip

    def of_days(self) -> list[tuple[str, Life, Life]]:
        stands = lift(90, 90, 90, 100, 99, 98, 97, 96, days=4, last=TODAY)  # best 16 days ago
        old = lift(90, 90, 90, 100, 99, 98, 97, 96, days=6, last=TODAY)  # best 24 days ago
        return [
            ("stalled", life(lifts=(old,)), life(lifts=(stands,))),
            ("stalled", life(lifts=(old,)), life(lifts=(lift(90, 90, 90, 100, 99, 98, 97, days=8),))),
            ("habit", life(habits=(habit(),)), life(habits=(habit(done_on=WEEK),))),
            ("check_in", life(), life(checked_in_on=WEEK)),
            (
                "pain_follow_up",
                life(ratings=(rated(TODAY - DAY, pain_region="knee", pain=3),)),
                life(ratings=(rated(TODAY - DAY, pain_region="knee", pain=2),)),
            ),
            (
                "comeback",
                life(last_on=TODAY - 11 * DAY, sessions=(session(TODAY + DAY),)),
                life(last_on=TODAY - 2 * DAY, sessions=(session(TODAY + DAY),)),
            ),
            (
                "plan_finished",
                life(plan=replace(PLAN, ends_on=TODAY - DAY, done=15)),
                life(plan=replace(PLAN, ends_on=TODAY - DAY, done=14)),
            ),
            (
                "deload_due",
                life(sessions=(session(TODAY), session(TODAY + DAY, is_deload=True))),
                life(sessions=(session(TODAY, is_deload=True), session(TODAY + DAY, is_deload=True))),
            ),
            (
                "stay_quiet",
                life(unanswered=7, first_unanswered_at=NOW - 9 * DAY, last_told_at=NOW - DAY),
                life(unanswered=6, first_unanswered_at=NOW - 9 * DAY, last_told_at=NOW - DAY),
            ),
            ("welcome", life(enabled_at=NOW - 23 * HOUR), life(enabled_at=NOW - 24 * HOUR)),
        ]  # fmt: skip

    def test_it_has_thresholds_as_versioned_data_with_distinct_priorities(self) -> None:
        self.assertEqual(len({rule.priority for rule in RULES.values()}), len(RULES))
        self.assertTrue(all(rule.version >= 1 for rule in RULES.values()))
        order = ["milestone", "missed_session", "high_rpe", "poor_sleep", "habit", "stalled", "check_in"]
        self.assertEqual(sorted(order, key=lambda name: RULES[name].priority), order)

    def test_it_names_occurrences_as_other_parts_expect_them(self) -> None:
        self.assertEqual(
            keys(life(sessions=(session(TODAY, time(9), id="123"),)), "missed_session"), ["missed:session:123"]
        )
        self.assertIn(f"checkin:{TODAY}", keys(life(), "check_in"))
        self.assertEqual(keys(life(ratings=HARD), "high_rpe"), [f"rpe:session:s-{TODAY - DAY}"])
        short = (night(TODAY - DAY, 5.0), night(TODAY, 5.0))
        self.assertEqual(keys(life(nights=short), "poor_sleep"), [f"sleep:{TODAY - DAY}"])
        self.assertIn(f"habit:h:{TODAY}", keys(life(habits=(habit(),)), "habit"))

    def test_it_r2_wants_the_same_however_often_it_is_asked(self) -> None:
        full = life(ratings=HARD, habits=(habit(),), sessions=(session(TODAY, time(9)),), lifts=(lift(1, 1, 1, 1, 2),))
        first = wanted(full, NOW)
        self.assertTrue(all(wanted(full, NOW) == first for _ in range(100)))
        occurrences = [(moment.rule, moment.occurrence) for moment in first]
        self.assertEqual(len(set(occurrences)), len(occurrences))

    def test_it_makes_one_moment_of_a_longer_row_until_it_is_as_long_again(self) -> None:
        row = tuple(rated(TODAY - n * DAY, 9.5) for n in (5, 4, 3, 2, 1, 0))
        now = at(TODAY, 18) + HOUR / 2
        self.assertEqual(
            keys(life(ratings=row[:5], sessions=()), "high_rpe", at(TODAY - 3 * DAY, 19)),
            [f"rpe:session:{row[2].session}"],
        )
        self.assertEqual(keys(life(ratings=row), "high_rpe", now), [f"rpe:session:{row[5].session}"])


class SilenceTest(SimpleTestCase):
    """D7: what is not known is no reason to speak."""

    def test_it_d7_says_nothing_of_nights_that_nobody_told(self) -> None:
        self.assertEqual(found(life(nights=(night(TODAY, 5.0),)), "poor_sleep"), [])
        self.assertEqual(found(life(nights=()), "poor_sleep"), [])

    def test_it_takes_a_tap_that_only_says_short_for_what_it_says(self) -> None:
        tapped = (night(TODAY - DAY, None, is_short=True), night(TODAY, None, is_short=True))
        self.assertEqual(len(found(life(nights=tapped), "poor_sleep")), 1)

    def test_it_d7_counts_no_unrated_session_as_easy_or_hard(self) -> None:
        unrated = (*HARD[:2], rated(TODAY - 2 * DAY, None), HARD[2])
        self.assertEqual(len(found(life(ratings=unrated), "high_rpe")), 1)

    def test_it_d7_claims_no_standstill_without_earlier_work_to_compare(self) -> None:
        young = lift(100, 99, 99, 99, 99, 99, 99, days=4)  # its first weeks are all there is
        self.assertEqual(found(life(lifts=(young,)), "stalled"), [])

    def test_it_takes_weeks_without_a_lift_for_no_standstill(self) -> None:
        for gap, count in ((14, 1), (15, 0)):
            before = lift(90, 90, 90, 100, 99, 98, 97, days=6, last=TODAY - gap * DAY)
            after = lift(97, last=TODAY)
            with self.subTest(gap):
                back = Lift("squat", (*before.points, *after.points))
                self.assertEqual(len(found(life(lifts=(back,)), "stalled")), count)

    def test_it_offers_no_easier_week_to_who_has_just_rested(self) -> None:
        offer = Offer("o", "plan", True, NOW - HOUR, NOW + 5 * DAY)
        for days_off, back_for, count in ((10, 3, 1), (11, 3, 0), (11, 21, 0), (11, 22, 1)):
            trained = [*range(back_for, -1, -3), back_for + days_off, back_for + days_off + 2]
            ratings = tuple(rated(TODAY - days * DAY) for days in sorted({*trained, back_for}, reverse=True))
            with self.subTest(days_off=days_off, back_for=back_for):
                self.assertEqual(len(found(life(ratings=ratings, offers=(offer,)), "deload_due")), count)
        self.assertEqual(len(found(life(offers=(offer,)), "deload_due")), 1)  # nothing is known of a break

    def test_it_is_silent_for_whoever_did_not_agree(self) -> None:
        self.assertEqual(wanted(life(enabled_at=None, habits=(habit(),)), NOW), ())

    def test_it_does_not_speak_of_what_was_before_the_athlete_agreed(self) -> None:
        self.assertEqual(found(life(ratings=HARD, enabled_at=NOW - HOUR), "high_rpe"), [])

    def test_it_says_nothing_of_sessions_missed_in_illness_holiday_or_absence(self) -> None:
        gone = (session(TODAY, time(9)),)
        for changes in ({"spells": (ILL,)}, {"holiday": (TODAY, TODAY)}, {"last_on": TODAY - 11 * DAY}):
            with self.subTest(changes):
                self.assertEqual(found(life(sessions=gone, **changes), "missed_session"), [])

    def test_it_no_longer_asks_about_pain_that_was_told_of_again(self) -> None:
        first = rated(TODAY - DAY, pain_region="knee", pain=5)
        again = rated(TODAY, pain_region="knee", pain=1, at=at(TODAY, 10))
        self.assertEqual(found(life(ratings=(first, again)), "pain_follow_up"), [])


class SpansTest(SimpleTestCase):
    """C6: how long each moment may be spoken of."""

    def test_it_c6_ends_when_its_rule_says(self) -> None:
        soon = life(ratings=(*HARD[1:], rated(TODAY, 9.0, at=at(TODAY, 10))), sessions=(session(TODAY + DAY),))
        short = life(nights=(night(TODAY - DAY, 5.0), night(TODAY, 5.0)))
        round_count = life(ratings=(rated(TODAY, at=at(TODAY, 10)),), done_before=24)
        cases = [
            ("check_in", life(), at(TODAY, 12, 30), at(TODAY, 16, 30)),
            ("missed_session", life(sessions=(session(TODAY, time(9)),)), at(TODAY, 11), at(TODAY, 17)),
            ("habit", life(habits=(habit(),)), at(TODAY, 20), at(TODAY + DAY, 0)),
            ("high_rpe", life(ratings=HARD), at(TODAY - DAY), at(TODAY)),
            ("high_rpe", soon, at(TODAY, 10), at(TODAY + DAY, 0)),
            ("poor_sleep", short, at(TODAY, 9), at(TODAY + DAY, 0)),
            ("milestone", round_count, at(TODAY, 10), at(TODAY + 2 * DAY, 10)),
        ]  # fmt: skip
        for rule, one_life, due_at, expires_at in cases:
            with self.subTest(rule):
                moment = next(each for each in found(one_life, rule) if each.due_at <= at(TODAY, 23))
                self.assertEqual((moment.due_at, moment.expires_at), (due_at, expires_at))

    def test_it_waits_for_the_morning_where_a_session_has_no_time(self) -> None:
        [moment] = found(life(sessions=(session(TODAY),)), "missed_session")
        self.assertEqual(moment.due_at, at(TODAY + DAY, 9))

    def test_it_plans_habits_over_a_change_of_the_clock_by_the_wall(self) -> None:
        before = date(2026, 3, 28)  # the clocks of Berlin go forward in the night to the 29th
        now = at(before, 8)
        walls = {each.due_at.astimezone(life().zone).time() for each in found(life(habits=(habit(),)), "habit", now)}
        self.assertEqual(walls, {time(20)})

    def test_it_moves_a_comeback_behind_holiday_and_illness(self) -> None:
        back = {"last_on": TODAY - 11 * DAY, "sessions": (session(TODAY + 4 * DAY),)}
        [moment] = found(life(**back, holiday=(TODAY, TODAY + DAY)), "comeback")
        self.assertEqual(moment.due_at, at(TODAY + 2 * DAY, 10))

    def test_it_answers_for_one_occurrence_only_while_it_is_due(self) -> None:
        missed = life(sessions=(session(TODAY, time(9), id="1"),))
        self.assertIsNotNone(one(missed, "missed_session", "missed:session:1", NOW))
        for now in (at(TODAY, 10), at(TODAY, 17)):
            self.assertIsNone(one(missed, "missed_session", "missed:session:1", now))
        self.assertIsNone(one(life(), "missed_session", "missed:session:1", NOW))

    def test_it_speaks_of_the_oldest_suggestion_for_all_that_wait(self) -> None:
        offers = tuple(Offer(f"o{n}", "plan", False, NOW - (30 - n) * HOUR, NOW + 9 * DAY) for n in range(3))
        [moment] = found(life(offers=offers), "unread_suggestion")
        self.assertEqual((moment.occurrence, moment.facts["count"]), ("suggestion:o0", 3))

    def test_it_f4_asks_whether_to_stay_quiet_when_the_next_week_begins(self) -> None:
        silent = life(unanswered=7, first_unanswered_at=NOW - 9 * DAY, last_told_at=NOW - DAY)
        [moment] = found(silent, "stay_quiet")
        self.assertEqual((moment.due_at, moment.facts["count"]), (at(date(2026, 3, 9), 10), 7))

    def test_it_speaks_of_one_lift_of_a_day_and_of_one_standstill_in_two_weeks(self) -> None:
        rises = tuple(lift(100, 101, 102, 100, kg, slug=slug) for slug, kg in (("row", 110), ("squat", 115)))
        self.assertEqual([each.facts["exercise"] for each in found(life(lifts=rises), "milestone")], ["squat"])
        flat = tuple(lift(90, 90, 90, 100, 99, 98, 97, 96, days=6, slug=slug) for slug in ("row", "squat"))
        self.assertEqual([each.facts["exercise"] for each in found(life(lifts=flat), "stalled")], ["row"])
