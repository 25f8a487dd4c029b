from datetime import date, timedelta

from django.test import SimpleTestCase

from adaptation.core import policy, signals
from adaptation.core.facts import DayReadiness, Recent, SessionRecord
from adaptation.core.lift import load_proposal
from adaptation.core.proposals import Proposal
from plans.core.edits import InsertDeload, SetSets, SetTargetRpe
from science import readiness
from tests.adaptation.cases import MONDAY, asked, case, done, sets

WEEK = (3, date(2026, 3, 16))


def sessions(*completions: float, gap: float | None = None) -> tuple[SessionRecord, ...]:
    return tuple(
        SessionRecord(f"session-{place}", MONDAY + timedelta(days=place), completion, gap)
        for place, completion in enumerate(completions)
    )


class DeloadTests(SimpleTestCase):
    tired = Recent(sessions=sessions(80.0, 70.0), innovations=(-1.0,) * 8)

    def test_it_calls_for_an_easier_week_on_two_signs(self) -> None:
        proposal = signals.deload(self.tired, WEEK)
        assert proposal is not None
        self.assertEqual(
            (proposal.rule, proposal.edits, proposal.always_asks), ("deload_by_signs", (InsertDeload(3),), False)
        )
        self.assertEqual(proposal.evidence["signs"], ["weaker_than_expected", "low_completion"])
        self.assertEqual((proposal.evidence["mean_surprise"], proposal.evidence["completion"]), (-1.0, [80, 70]))

    def test_it_knows_all_four_signs(self) -> None:
        days = tuple(DayReadiness(MONDAY + timedelta(days=day), -1.5) for day in range(5))
        proposal = signals.deload(Recent(readiness=days, session_rpe_change=1.0), WEEK)
        assert proposal is not None
        self.assertEqual(proposal.evidence["signs"], ["harder_sessions", "low_readiness"])
        self.assertEqual(proposal.evidence["session_rpe_change"], 1.0)

    def test_it_waits_for_a_second_sign_and_for_three_weeks_since_the_last_one(self) -> None:
        one = Recent(sessions=sessions(80.0, 70.0))
        soon = Recent(sessions=self.tired.sessions, innovations=self.tired.innovations, days_since_deload=20.0)
        due = Recent(sessions=self.tired.sessions, innovations=self.tired.innovations, days_since_deload=21.0)
        self.assertIsNone(signals.deload(one, WEEK))
        self.assertIsNone(signals.deload(soon, WEEK))
        self.assertIsNotNone(signals.deload(due, WEEK))

    def test_it_only_asks_after_eight_weeks_without_one(self) -> None:
        self.assertIsNone(signals.deload(Recent(days_without_deload=55.0), WEEK))
        proposal = signals.deload(Recent(days_without_deload=56.0), WEEK)
        assert proposal is not None
        self.assertEqual((proposal.rule, proposal.always_asks), ("deload_due", True))
        self.assertEqual(proposal.evidence["weeks_without"], 8)

    def test_it_asks_once_for_a_week_whatever_lift_has_failed(self) -> None:
        causes = {signals.deload_question(slug, 2, WEEK).cause for slug in ("squat", "bench")}
        self.assertEqual(len(causes), 1)


class VolumeTests(SimpleTestCase):
    coming = (asked(1), asked(2, session="session-1", sets=2), asked(3, session="session-1", exercise="row"))

    def test_it_takes_a_set_after_two_unfinished_sessions(self) -> None:
        proposal = signals.less_volume(Recent(sessions=sessions(84.0, 70.0)), self.coming, "session-1", ())
        assert proposal is not None
        self.assertEqual(
            (proposal.rule, proposal.edits), ("unfinished_sessions", (SetSets("item-1", 2), SetSets("item-3", 2)))
        )

    def test_it_takes_a_set_after_three_sessions_that_were_too_hard(self) -> None:
        hard = Recent(sessions=sessions(100.0, 100.0, 100.0, gap=1.0))
        proposal = signals.less_volume(hard, self.coming, "session-1", ())
        self.assertEqual(proposal.rule if proposal else None, "effort_drift")

    def test_it_leaves_lifts_alone_that_were_eased_by_themselves(self) -> None:
        recent = Recent(sessions=sessions(70.0, 70.0))
        proposal = signals.less_volume(recent, self.coming, "session-1", {asked().exercise})
        self.assertEqual(proposal.edits if proposal else (), (SetSets("item-3", 2),))
        self.assertIsNone(signals.less_volume(recent, self.coming[:2], "session-1", {asked().exercise}))

    def test_it_leaves_the_sets_alone_when_sessions_were_fine(self) -> None:
        for recent in (
            Recent(sessions=sessions(100.0, 70.0)),
            Recent(sessions=sessions(70.0)),
            Recent(sessions=sessions(100.0, 100.0, 100.0, gap=0.9)),
            Recent(sessions=sessions(100.0, 100.0, gap=2.0)),
        ):
            self.assertIsNone(signals.less_volume(recent, self.coming, "session-1", ()))

    def test_it_offers_a_set_more_on_a_plateau_that_may_be_claimed(self) -> None:
        fine = sessions(100.0, 100.0)
        for now, before, claim in ((0.5, 0.5, "slowed"), (0.7, None, "likely"), (0.69, None, None), (0.6, 0.4, None)):
            with self.subTest(now=now, before=before):
                proposal = signals.more_volume(case(done()), now, before, fine)
                self.assertEqual(proposal.evidence["claim"] if proposal else None, claim)

    def test_it_offers_no_set_more_where_the_work_does_not_go_well(self) -> None:
        fine = sessions(100.0, 100.0)
        table = {
            "grinding": (case(done(sets((8, 8, 8), rpe=10.0))), fine),
            "pain": (case(done(), is_held=True), fine),
            "unfinished": (case(done()), sessions(100.0, 90.0)),
            "enough sets": (case(done(), [asked(1, sets=5)]), fine),
            "easier week": (case(done(), [asked(1, is_deload=True)]), fine),
        }
        for name, (found, last) in table.items():
            with self.subTest(name):
                self.assertIsNone(signals.more_volume(found, 0.9, 0.9, last))


class EasierDayTests(SimpleTestCase):
    facts = {"reported_on": MONDAY.isoformat()}

    def test_it_offers_a_set_less_and_a_rep_more_in_reserve(self) -> None:
        proposal = signals.easier_day(readiness.advice(-1.5), -1.5, (asked(1), asked(2)), self.facts)
        assert proposal is not None
        self.assertEqual(proposal.edits, (SetSets("item-1", 2), SetTargetRpe("item-1", 7.0)))
        self.assertEqual((proposal.rule, proposal.kind, proposal.always_asks), ("readiness_ease", "intensity", True))

    def test_it_offers_an_easy_session_or_rest_when_readiness_is_very_low(self) -> None:
        proposal = signals.easier_day(readiness.advice(-2.5), -2.5, (asked(1, sets=4),), self.facts)
        assert proposal is not None
        self.assertEqual(proposal.edits, (SetSets("item-1", 2), SetTargetRpe("item-1", 5.0)))
        self.assertEqual((proposal.rule, proposal.kind), ("readiness_rest", "rest"))

    def test_it_leaves_an_ordinary_day_and_easy_work_alone(self) -> None:
        low = readiness.advice(-1.5)
        self.assertIsNone(signals.easier_day(readiness.advice(-0.9), -0.9, (asked(1),), self.facts))
        self.assertIsNone(signals.easier_day(low, -1.5, (), self.facts))
        self.assertIsNone(signals.easier_day(low, -1.5, (asked(1, target_rpe=None),), self.facts))
        self.assertIsNone(signals.easier_day(low, -1.5, (asked(1, sets=1, target_rpe=4.0),), self.facts))


class PolicyTests(SimpleTestCase):
    def test_it_asks_whoever_has_to_agree(self) -> None:
        step = load_proposal(case(done()))
        caution = load_proposal(case(done(sets((8, 8, 8), rpe=10.0))))
        question = signals.deload_question("squat", 2, WEEK)
        assert step is not None and caution is not None
        table: list[tuple[Proposal, str, bool, str]] = [
            (step, "ask", True, "athlete"),
            (step, "auto", False, "none"),
            (step, "coach", True, "coach"),
            (step, "coach", False, "athlete"),
            (caution, "ask", False, "none"),
            (caution, "coach", True, "none"),
            (question, "auto", False, "athlete"),
            (question, "coach", True, "coach"),
        ]
        for proposal, autonomy, has_coach, expected in table:
            with self.subTest(rule=proposal.rule, autonomy=autonomy, has_coach=has_coach):
                self.assertEqual(policy.requires(proposal, autonomy, has_coach), expected)
