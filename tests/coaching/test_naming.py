"""Which exercise somebody means."""

from __future__ import annotations

from django.test import SimpleTestCase

from coaching.core.naming import Named, named_in

SESSION = [
    Named("back-squat", "Back Squat", "杠铃深蹲"),
    Named("barbell-bench-press", "Barbell Bench Press", "杠铃卧推"),
    Named("dumbbell-bench-press", "Dumbbell Bench Press", "哑铃卧推"),
    Named("leg-press", "Leg Press", "腿举"),
    Named("romanian-deadlift", "Romanian Deadlift", "罗马尼亚硬拉"),
    Named("pull-up", "Pull-Up", "引体向上"),
    Named("seated-cable-row", "Seated Cable Row", "坐姿绳索划船"),
    Named("own-1", "Mystery Lift", ""),
]


class NamingTests(SimpleTestCase):
    def test_it_finds_the_exercise_by_its_name_or_a_part_of_it(self) -> None:
        for text, slugs in (
            ("swap back squat", ["back-squat"]),
            ("swap squats please", ["back-squat"]),
            ("the SQAUT is too heavy", ["back-squat"]),
            ("why did my dumbbell bench press go down", ["dumbbell-bench-press"]),
            ("bench", ["barbell-bench-press", "dumbbell-bench-press"]),
            ("leg press", ["leg-press"]),
            ("romanian deadlifts", ["romanian-deadlift"]),
            ("deadlift", ["romanian-deadlift"]),
            ("pull ups", ["pull-up"]),
            ("pullups", ["pull-up"]),
            ("no cable for the rows", ["seated-cable-row"]),
            ("mystery lift", ["own-1"]),
            ("换掉卧推", ["barbell-bench-press", "dumbbell-bench-press"]),
            ("哑铃卧推", ["dumbbell-bench-press"]),
            ("硬拉", ["romanian-deadlift"]),
            ("深 蹲", ["back-squat"]),
        ):
            with self.subTest(text):
                self.assertEqual(list(named_in(text, SESSION)), slugs)

    def test_a_tool_or_a_posture_names_nothing(self) -> None:
        for text in ("the cable is taken", "barbell", "my leg", "seated", "", "绳索", "today", "坐"):
            with self.subTest(text):
                self.assertEqual(named_in(text, SESSION), ())

    def test_without_candidates_there_is_nothing_to_find(self) -> None:
        self.assertEqual(named_in("squat", []), ())
