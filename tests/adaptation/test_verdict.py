from django.test import SimpleTestCase

from adaptation.core import verdict
from adaptation.core.verdict import Verdict
from tests.adaptation.cases import asked, done, sets


class JudgeTests(SimpleTestCase):
    def test_it_reads_failure_first_then_effort_then_completeness(self) -> None:
        table = [
            ("as asked for", done(), "on_target"),
            ("half a point over", done(sets((8, 8, 8), rpe=8.5)), "on_target"),
            ("a point over", done(sets((8, 8, 8), rpe=9.0)), "grinding"),
            ("a point under", done(sets((8, 8, 8), rpe=7.0)), "on_target"),
            ("a point and a half under", done(sets((8, 8, 8), rpe=6.5)), "easy"),
            ("nothing left, all reps", done(sets((8, 8, 8), rpe=10.0)), "grinding"),
            ("all sets short", done(sets((4, 4, 4), rpe=10.0)), "failed"),
            ("all sets flagged", done(sets((8, 8, 8), rpe=8.0, failed=True)), "failed"),
            ("one good set of three", done(sets((8,)) + sets((5, 4), rpe=10.0)), "partly_failed"),
            ("cut short with reps left", done(sets((4, 4, 4), rpe=8.0)), "incomplete"),
            ("two sets of three", done(sets((8, 8))), "incomplete"),
            ("says itself that little was done", done(completion=80.0), "incomplete"),
            ("nothing done", done(sets(()), completion=0.0), "incomplete"),
            ("easy but unfinished", done(sets((8,), rpe=6.0)), "incomplete"),
            ("no rating at all", done(sets((8, 8, 8), rpe=None), rpe=None), "unjudged"),
            ("not in the plan", done(asked=None), "unjudged"),
            ("failed outside the plan", done(sets((3,), rpe=10.0, failed=True), asked=None), "unjudged"),
            ("no effort asked for", done(asked=asked(target_rpe=None)), "unjudged"),
        ]
        for name, work, expected in table:
            with self.subTest(name):
                self.assertEqual(verdict.judge(work).code, expected)

    def test_it_takes_the_rating_of_the_exercise_for_sets_without_one(self) -> None:
        self.assertEqual(verdict.judge(done(sets((8, 8, 8), rpe=None), rpe=6.0)).code, "easy")
        self.assertEqual(verdict.judge(done(sets((4, 4, 4), rpe=None), rpe=10.0)).code, "failed")

    def test_it_reads_a_beginners_ten_as_nine_but_never_a_failed_set(self) -> None:
        judged = verdict.judge(done(sets((8, 8, 8), rpe=10.0), level="beginner"))
        self.assertEqual((judged.effort, judged.gap, judged.code), (9.0, 1.0, "grinding"))
        judged = verdict.judge(done(sets((8,), rpe=10.0, failed=True), level="beginner"))
        self.assertEqual(judged.effort, 10.0)

    def test_it_leaves_warm_ups_out(self) -> None:
        judged = verdict.judge(done(sets((3,), 60.0, 10.0, warm_up=True) + sets((8, 8, 8))))
        self.assertEqual((judged.code, judged.sets_done, judged.sets_failed), ("on_target", 3, 0))

    def test_it_calls_unfinished_work_with_nothing_left_a_failure_when_no_sets_were_told(self) -> None:
        table = [(50.0, 10.0, "failed"), (60.0, 9.5, "failed"), (67.0, 10.0, "partly_failed"), (90.0, 10.0, "grinding")]
        for completion, rpe, expected in table:
            with self.subTest(completion=completion, rpe=rpe):
                work = done(sets((8, 4), rpe=rpe), rpe=rpe, completion=completion, is_assumed=True)
                if completion == 90.0:
                    work = done(sets((8, 8, 8), rpe=rpe), rpe=rpe, completion=completion, is_assumed=True)
                self.assertEqual(verdict.judge(work).code, expected)

    def test_it_asks_for_the_lower_end_of_a_range_and_is_full_from_its_middle(self) -> None:
        ranged = asked(reps_min=6, reps_max=10)
        for reps, code, is_full in ((6, "on_target", False), (8, "on_target", True), (5, "incomplete", False)):
            with self.subTest(reps=reps):
                judged = verdict.judge(done(sets((reps,) * 3), asked=ranged))
                self.assertEqual((judged.code, judged.is_full), (code, is_full))

    def test_it_lets_the_load_rise_only_after_work_on_target_or_easy(self) -> None:
        codes = {verdict.ON_TARGET: True, verdict.EASY: True, **dict.fromkeys(verdict.HELD_BACK, False)}
        for code, may_rise in codes.items():
            with self.subTest(code):
                self.assertEqual(Verdict(code, None, None, 0, 0).may_rise, may_rise)

    def test_it_counts_failures_in_a_row_and_lets_half_failures_neither_add_nor_clear(self) -> None:
        table = [
            ("", 0),
            ("failed", 1),
            ("failed failed", 2),
            ("failed partly_failed failed", 2),
            ("failed unjudged failed", 2),
            ("failed on_target failed", 1),
            ("failed failed grinding", 0),
            ("failed failed partly_failed", 2),
        ]
        for codes, expected in table:
            with self.subTest(codes):
                judged = [Verdict(code, None, None, 0, 0) for code in codes.split()]
                self.assertEqual(verdict.failures_running(judged), expected)
