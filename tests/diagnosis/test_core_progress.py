"""Progress: what may be said of a trend, of one lift among others, and of a fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.test import SimpleTestCase

from adaptation.core.illness import Spell
from diagnosis.core import (
    lagging,
    progress,
    thresholds,
)
from diagnosis.core.facts import LiftFact, LiftPoint
from diagnosis.core.findings import Finding
from tests.diagnosis.cases import changed, fine, found


class ProgressTests(SimpleTestCase):
    def test_it_reads_no_trend_over_an_illness_or_a_break(self) -> None:
        ill = Spell("i", "fever", fine().days_ago(10), fine().days_ago(8))
        for name, case in {
            "ill": changed(spells=(ill,)),
            "break": changed(work=tuple(each for each in fine().work if each.on < fine().days_ago(11))),
        }.items():
            with self.subTest(name):
                look = progress.look(case)
                self.assertEqual((look.findings, look.missing), ((), ("steady_weeks",)))

    def falling(self, trend: float) -> dict[str, Finding]:
        """Every estimate falls by 200 g a day; what the estimator says of the trend is given."""
        lifts = tuple(
            replace(
                lift,
                weekly_trend=replace(lift.weekly_trend, value=trend),
                points=tuple(
                    replace(each, e1rm_kg=100 - 0.2 * (each.on - lift.points[0].on).days) for each in lift.points
                ),
            )
            for lift in fine().lifts
        )
        return found(progress.look(changed(lifts=lifts)))

    def test_it_calls_no_fall_a_decline_that_the_trend_does_not_show(self) -> None:
        self.assertEqual(set(self.falling(0.01)), {"progress_slowed"})

    def test_it_refers_a_fall_of_weeks_that_nothing_explains(self) -> None:
        decline = self.falling(-0.01)["decline"]
        self.assertTrue(decline.needs_professional)
        self.assertEqual(decline.severity, "act")

    def test_it_is_silent_about_a_lift_with_few_points(self) -> None:
        lifts = tuple(replace(lift, points=lift.points[-5:]) for lift in fine().lifts)
        self.assertEqual(progress.look(changed(lifts=lifts)).missing, ("lift_history",))

    def test_it_claims_a_plateau_of_one_lift_only_as_far_as_its_chance_goes(self) -> None:
        still, *others = fine().lifts
        flat = tuple(replace(each, e1rm_kg=100.0) for each in still.points)
        for claim, code in (("slowed", "lift_slowed"), ("likely", "lift_plateau"), (None, None)):
            with self.subTest(claim):
                lifts = (replace(still, points=flat, claim=claim, plateau=0.72), *others)
                codes = set(found(progress.look(changed(lifts=lifts)))) - {"progressing", "lift_behind"}
                self.assertEqual(codes, {code} if code else set())

    def behind(self, gains: tuple[float, ...]) -> set[str]:
        """The lifts that are called behind where each has gained such a share in the last eight weeks, evenly."""
        case = fine()
        lifts = tuple(
            replace(lift, claim=None, points=self.risen(lift, gain))
            for lift, gain in zip(case.lifts, gains, strict=False)
        )
        look = progress.look(changed(lifts=lifts))
        return {str(each.facts["exercise"]) for each in look.findings if each.code == "lift_behind"}

    def risen(self, lift: LiftFact, gain: float) -> tuple[LiftPoint, ...]:
        start = fine().today - timedelta(days=thresholds.PROGRESS_DAYS)
        days = thresholds.PROGRESS_DAYS
        return tuple(
            replace(each, e1rm_kg=100 * (1 + gain * max(0, (each.on - start).days) / days)) for each in lift.points
        )

    def test_it_sees_one_lift_that_stands_still_while_the_others_go_up(self) -> None:
        first, *_ = (lift.exercise for lift in fine().lifts)
        self.assertEqual(self.behind((-0.03, 0.12, 0.13, 0.11)), {first})

    def test_it_calls_no_lift_behind_that_gains_or_whose_others_do_not(self) -> None:
        for gains in ((0.04, 0.10, 0.11, 0.09), (0.0, 0.02, 0.02, 0.02), (0.0, 0.0, 0.0, 0.09), (0.0, 0.09)):
            with self.subTest(gains):
                self.assertEqual(self.behind(gains), set())

    def test_it_makes_no_claim_that_the_errors_of_the_estimates_could_make(self) -> None:
        first, *others = fine().lifts
        told = [(first, -0.03), *((lift, 0.12) for lift in others)]
        [lag] = lagging.lags(told, 0.08)
        self.assertEqual((lag.lift, lag.change), (first, -0.03))
        self.assertTrue(0.94 < lag.chance < 1)
        unsure = replace(first, e1rm=replace(first.e1rm, low=first.e1rm.value * 0.7, high=first.e1rm.value * 1.5))
        self.assertEqual(list(lagging.lags([(unsure, -0.03), *told[1:]], 0.08)), [])

    def test_it_waits_until_the_estimate_of_a_lift_has_settled(self) -> None:
        first, *others = fine().lifts
        told = [(lift, 0.12) for lift in others]
        new = replace(first, points=first.points[-16:])
        for sessions, count in ((19, 0), (20, 1)):
            with self.subTest(sessions):
                lift = replace(new, state=replace(new.state, sessions=sessions))
                self.assertEqual(len(list(lagging.lags([(lift, -0.03), *told], 0.08))), count)

    def test_it_calls_no_lift_behind_for_being_a_little_slower_than_the_others(self) -> None:
        """However well it is known: sound lifts do not gain alike."""
        told = [
            (replace(lift, e1rm=replace(lift.e1rm, low=lift.e1rm.value * 0.999, high=lift.e1rm.value * 1.001)), gain)
            for lift, gain in zip(fine().lifts, (0.05, 0.10, 0.10, 0.10), strict=True)
        ]
        self.assertEqual(list(lagging.lags(told, 0.08)), [])

    def test_it_trusts_several_lifts_more_than_one_but_not_as_if_their_errors_had_nothing_in_common(self) -> None:
        lift = fine().lifts[0]
        widths = [high - low for low, _, high in (progress.pooled([(lift, 0.05)] * count) for count in (1, 4))]
        self.assertTrue(0.5 * widths[0] < widths[1] < widths[0])

    def test_it_reads_nothing_out_of_estimates_that_may_as_well_rise_as_fall(self) -> None:
        unsure = tuple(
            replace(lift, e1rm=replace(lift.e1rm, low=lift.e1rm.value * 0.7, high=lift.e1rm.value * 1.4))
            for lift in fine().lifts
        )
        look = progress.look(changed(lifts=unsure))
        self.assertEqual((look.missing, dict(look.numbers), look.findings), (("sure_trend",), {}, ()))

    def test_it_expects_less_of_a_lift_that_has_been_trained_for_months(self) -> None:
        case = fine()
        lift = case.lifts[0]
        new = replace(lift, points=lift.points[-16:], state=replace(lift.state, sessions=16))
        old = replace(new, state=replace(lift.state, sessions=64))
        fresh, later = (progress.expected_gain(case, [(each, 0.0)]) for each in (new, old))
        self.assertGreater(fresh, 1.5 * later)
        self.assertGreater(later, 0)
