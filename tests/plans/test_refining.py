"""What a model may ask for, and what becomes of it: pure, without any model."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.test import SimpleTestCase
from pydantic import ValidationError

from plans.core import patch_data, replies
from plans.core.edits import OPS, AddItem, InsertDeload, MoveSession, SetLoad, SetSets, SwapExercise
from plans.core.intent import Intent, KnownLift, Limitation
from plans.core.refining import Judged, Reader, judge_all, judge_next, repair_codes, requires, still_fits, summary_of
from plans.core.refining_board import Board, Line, board_of, facts_of, plan_text, shorter
from plans.core.refining_edits import USED, RecordUnfit, edits_of
from plans.core.rules.base import Case
from plans.core.rules.judge import hard, judge
from plans.core.spec import PlanSpec
from tests.plans.generate.base import CATALOGUE, intent, plan
from tests.plans.refining import EMPTY, answer, parsed, record

READER = Reader("en", "metric")


def new_id() -> str:
    return str(uuid4())


class Refining(SimpleTestCase):
    wanted: ClassVar[Intent]
    spec: ClassVar[PlanSpec]
    board: ClassVar[Board]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.wanted = intent(
            experience_level="intermediate",
            days_per_week=3,
            weeks=6,
            focus=("biceps",),
            limitations=(Limitation("knee", 2, "stairs"),),
            known_lifts=(KnownLift("barbell-bench-press", 80, 5, 8),),
        )
        cls.spec = plan(cls.wanted)
        cls.board = board_of(cls.spec, cls.wanted, CATALOGUE)

    def line(self, exercise: str) -> Line:
        return next(line for line in self.board.lines.values() if line.exercise == exercise)

    def read(self, *records: Any, board: Board | None = None, reader: Reader = READER) -> Judged:
        return judge_all(records, board or self.board, reader, new_id)

    def dropped(self, *records: Any, **options: Any) -> list[str]:
        return [each.code for each in self.read(*records, **options).dropped]


class WireTests(Refining):
    def test_the_operations_are_those_of_the_patch_language(self) -> None:
        schema = replies.schema(sessions=["s1"], items=["s1i1"], exercises=["plank"])
        fields = schema["properties"]["edits"]["items"]["properties"]
        self.assertEqual(fields["op"]["enum"], list(OPS))
        self.assertEqual(set(USED), set(OPS))
        self.assertEqual(set(fields), set(replies.EditRecord.model_fields))

    def test_it_takes_no_more_than_four_and_nothing_unknown(self) -> None:
        answers: tuple[Any, ...] = (
            {"edits": [record("drop_item")] * 5},
            {"edits": [{**EMPTY, "id": "7"}]},
            {"edits": [{"op": "drop_item"}]},
            {"edits": [record("set_load", load_kg=float("inf"))]},
            {"edits": [record("set_sets", sets=-1)]},
            {"edits": {}},
            {"edits": [], "plan": []},
            [],
        )
        for told in answers:
            with self.subTest(told), self.assertRaises(ValidationError):
                replies.read(told)

    def test_each_record_is_read_as_soon_as_it_is_whole(self) -> None:
        text = "<think>{</think>" + answer(record("drop_item", why='A "quoted" } word.'), record("set_sets"))
        seen = [len(replies.begun_records(text[:end])) for end in range(len(text) + 1)]
        self.assertEqual((seen[-1], sorted(seen)), (2, seen))
        first = next(end for end, count in enumerate(seen) if count)
        self.assertEqual(text[first - 1], "}")

    def test_what_is_no_answer_has_no_records(self) -> None:
        for text in (
            "",
            "edits",
            '{"edits": [',
            '{"edits": ["a"]}',
            '{"edits": [{"op": 1}]}',
            '{"edits":' + "[" * 9999,
        ):
            with self.subTest(text[:30]):
                self.assertEqual(replies.begun_records(text), ())


class BoardTests(Refining):
    def test_one_line_stands_for_the_exercise_of_every_week(self) -> None:
        line = self.line("barbell-bench-press")
        self.assertEqual([use.week.number for use in line.uses], [1, 2, 3, 4, 5, 6])

    def test_it_tells_no_id_and_nothing_of_health(self) -> None:
        told = plan_text(self.board, "en") + json.dumps(facts_of(self.board))
        self.assertFalse([item.id for item in self.spec.items() if f"{item.id} " in told])
        self.assertNotIn("conditions", told)
        self.assertIn("barbell-bench-press", told)
        self.assertIn("杠铃卧推", plan_text(self.board, "zh-hans"))

    def test_what_is_over_or_done_has_no_handle(self) -> None:
        third = self.spec.week_starts_on(3)
        later = replace(self.wanted, today=third)
        done = next(session.id for session in self.spec.sessions() if session.on >= third)
        board = board_of(self.spec, later, CATALOGUE, [done])
        sessions = {session.id for place in board.places.values() for _week, session in place.uses}
        self.assertNotIn(done, sessions)
        self.assertEqual(min(self.spec.find_session(key).on for key in sessions) >= third, True)  # type: ignore[union-attr]

    def test_it_is_told_shorter_step_by_step_with_the_same_handles(self) -> None:
        told = [self.board, *shorter(self.board)]
        sizes = [len(plan_text(board, "en")) for board in told]
        self.assertEqual(sizes, sorted(set(sizes), reverse=True))
        self.assertLess(sizes[-1], sizes[0] / 3)
        for board in told[1:]:
            self.assertLessEqual(set(board.lines), set(self.board.lines))
            self.assertLessEqual(set(board.exercises), set(self.board.exercises))
            self.assertEqual({line.place for line in board.lines.values()}, set(board.places))
        self.assertEqual([list(told[3].places), told[2].exercises], [list(self.board.places)[:-1], ()])

    def test_a_plan_that_is_over_has_nothing_to_ask_for(self) -> None:
        over = replace(self.wanted, today=self.spec.ends_on() + timedelta(days=1))
        self.assertEqual(board_of(self.spec, over, CATALOGUE).lines, {})


class EditTests(Refining):
    def test_it_says_each_operation_in_the_patch_language(self) -> None:
        bench, session = self.line("barbell-bench-press"), self.board.places["s1"]
        load, more = bench.first.load_kg or 0, self.board.additions[0]
        for asked, kind, count in (
            (parsed("set_load", item=bench.handle, load_kg=load - 2.5), SetLoad, 6),
            (parsed("set_sets", item=bench.handle, sets=bench.first.sets - 1), SetSets, 5),
            (parsed("swap_exercise", item=bench.handle, exercise=bench.options[0]), SwapExercise, 6),
            (parsed("move_session", session="s1", weekday=2), MoveSession, 6),
            (parsed("insert_deload", week=3), InsertDeload, 1),
            (parsed("add_item", session="s1", exercise=more, sets=2, reps_min=10, reps_max=12, rpe=7), AddItem, 5),
        ):  # fmt: skip
            with self.subTest(asked.op):
                edits = edits_of(asked, self.board, new_id)
                self.assertEqual([type(edit) for edit in edits], [kind] * count)
                self.assertEqual(patch_data.parse_edits(patch_data.to_data(edits)), edits)
        self.assertEqual(len(session.uses), 6)

    def test_it_keeps_the_share_of_a_load_and_the_steps_of_the_bar(self) -> None:
        bench = self.line("barbell-bench-press")
        edits = edits_of(
            parsed("set_load", item=bench.handle, load_kg=(bench.first.load_kg or 0) * 0.9), self.board, new_id
        )
        for edit, use in zip(edits, bench.uses, strict=True):
            assert isinstance(edit, SetLoad)
            self.assertAlmostEqual((edit.load_kg or 0) / (use.item.load_kg or 1), 0.9, delta=0.03)
            self.assertEqual((edit.load_kg or 0) % 2.5, 0)

    def test_it_refuses_what_does_not_fit_or_goes_too_far(self) -> None:
        bench, squat = self.line("barbell-bench-press"), self.line("bodyweight-squat")
        kg, sets, rpe = bench.first.load_kg or 0, bench.first.sets, bench.first.target_rpe or 0
        more = self.board.additions[0]
        cases = (
            ("unknown_op", record("rewrite_plan", item=bench.handle)),
            ("unknown_item", record("drop_item", item="s9i9")),
            ("unknown_item", record("drop_item", item=bench.uses[0].item.id)),
            ("unknown_session", record("move_session", session="s9", weekday=2)),
            ("unknown_exercise", record("swap_exercise", item=bench.handle, exercise="back-squat-of-doom")),
            ("unknown_exercise", record("swap_exercise", item=bench.handle, exercise="back-squat")),
            (
                "unknown_exercise",
                record("add_item", session="s1", exercise="snatch", sets=1, reps_min=8, reps_max=8, rpe=7),
            ),
            ("too_far", record("set_load", item=bench.handle, load_kg=kg * 10)),
            ("too_far", record("set_load", item=bench.handle, load_kg=kg * 0.2)),
            ("too_far", record("set_sets", item=bench.handle, sets=sets + 6)),
            ("too_far", record("set_target_rpe", item=bench.handle, rpe=rpe + 4)),
            ("too_far", record("set_reps", item=squat.handle, reps_min=1, reps_max=40)),
            ("too_far", record("add_item", session="s1", exercise=more, sets=9, reps_min=8, reps_max=8, rpe=7)),
            ("fields", record("set_load", item=bench.handle)),
            ("fields", record("set_load", item=squat.handle, load_kg=20)),
            ("fields", record("set_reps", item=squat.handle, reps_min=14, reps_max=12)),
            ("fields", record("set_sets", item=bench.handle, sets=sets - 1, week=2)),
            ("fields", record("set_sets", item=bench.handle, sets=sets - 1, note="And more.")),
            ("fields", record("move_session", session="s1", weekday=9)),
            ("fields", record("insert_deload", week=99)),
        )
        for code, told in cases:
            with self.subTest(code, **{key: value for key, value in told.items() if value}):
                with self.assertRaises(RecordUnfit) as unfit:
                    edits_of(replies.EditRecord.model_validate(told), self.board, new_id)
                self.assertEqual(unfit.exception.code, code)

    def test_a_number_a_little_out_of_bounds_is_cut_to_them(self) -> None:
        bench, more = self.line("barbell-bench-press"), self.board.additions[0]
        kg, sets, rpe = bench.first.load_kg or 0, bench.first.sets, bench.first.target_rpe or 0
        for asked, cut in (
            (
                parsed("set_sets", item=bench.handle, sets=sets + 4),
                parsed("set_sets", item=bench.handle, sets=sets + 1),
            ),
            (
                parsed("set_target_rpe", item=bench.handle, rpe=rpe - 3.3),
                parsed("set_target_rpe", item=bench.handle, rpe=rpe - 2),
            ),
            (
                parsed("set_load", item=bench.handle, load_kg=kg * 0.5),
                parsed("set_load", item=bench.handle, load_kg=kg * 0.7),
            ),
            (
                parsed("set_reps", item=bench.handle, reps_min=1, reps_max=(bench.first.reps_max or 0) + 9),
                parsed("set_reps", item=bench.handle, reps_min=1, reps_max=(bench.first.reps_max or 0) + 4),
            ),
        ):  # fmt: skip
            with self.subTest(asked.op):
                self.assertEqual(edits_of(asked, self.board, new_id), edits_of(cut, self.board, new_id))
        added = edits_of(
            parsed("add_item", session="s1", exercise=more, sets=5, reps_min=4, reps_max=30, rpe=9), self.board, new_id
        )
        assert isinstance(added[0], AddItem)
        self.assertEqual((added[0].sets, added[0].reps_min, added[0].reps_max, added[0].target_rpe), (3, 6, 20, 8.0))

    def test_a_field_that_repeats_what_stands_there_does_no_harm(self) -> None:
        bench = self.line("barbell-bench-press")
        item = bench.first
        asked = parsed(
            "set_target_rpe", item=bench.handle, session=bench.place, exercise=bench.exercise, sets=item.sets,
            reps_min=item.reps_min, reps_max=item.reps_max, load_kg=item.load_kg, rpe=7,
        )  # fmt: skip
        self.assertEqual(len(edits_of(asked, self.board, new_id)), 5)


class SummaryTests(Refining):
    def summary(self, text: str, locale: str = "en", terms: tuple[str, ...] = ("Muscle gain",)) -> str:
        row = self.line("barbell-row")
        judged = self.read(parsed("set_target_rpe", item=row.handle, rpe=(row.first.target_rpe or 0) - 0.5))
        return summary_of(text, judged, self.board, Reader(locale, "metric", "", terms))

    def test_it_shows_one_that_rests_on_a_fact_of_the_athlete(self) -> None:
        for text in (
            "For muscle gain, the rows feel a little easier now.",
            "Your rows come at RPE {rpe:g}.".format(rpe=(self.line("barbell-row").first.target_rpe or 0) - 0.5),
        ):
            with self.subTest(text):
                self.assertEqual(self.summary(text), text)

    def test_it_leaves_out_one_that_could_be_anybodys_or_is_not_true_or_hard_to_read(self) -> None:
        for text in (
            "These changes will suit you well.",
            "For muscle gain, you lift 500 kg now.",
            "为了增肌，划船轻松一点。",
            "For muscle gain, this individualised periodisation methodology facilitates considerably superior "
            "neuromuscular adaptation.",
            "For muscle gain, see www.example.com now.",
            "",
        ):
            with self.subTest(text):
                self.assertEqual(self.summary(text), "")

    def test_where_nothing_was_kept_there_is_nothing_to_say(self) -> None:
        self.assertEqual(
            summary_of("For muscle gain.", Judged(self.spec), self.board, Reader("en", "metric", "", ("Muscle gain",))),
            "",
        )


class JudgeTests(Refining):
    def test_it_keeps_what_leaves_the_plan_as_good_as_it_was(self) -> None:
        row = self.line("barbell-row")
        judged = self.read(parsed("set_target_rpe", item=row.handle, rpe=(row.first.target_rpe or 0) - 0.5))
        self.assertEqual([each.number for each in judged.kept], [1])
        self.assertEqual(hard(judge(Case(judged.spec, self.wanted, CATALOGUE, before=self.spec, author="model"))), ())
        self.assertTrue(still_fits(self.spec, judged.edits, judged.kept[0].diff, CATALOGUE))
        self.assertFalse(still_fits(judged.spec, judged.edits, judged.kept[0].diff, CATALOGUE))

    def test_it_drops_an_edit_that_brings_a_finding_which_the_draft_lacked(self) -> None:
        squats = parsed("swap_exercise", item=self.line("bodyweight-squat").handle, exercise="sumo-deadlift")
        self.assertEqual(self.dropped(squats), ["B02"])

    def test_it_counts_how_far_a_model_goes_over_all_its_edits(self) -> None:
        rated = [each for each in self.board.lines.values() if each.first.target_rpe and each.first.reps_min]
        whys = ("You are here to get strong.", "You train with weights.", "You like the gym.", "You asked for biceps.")
        many = sorted(rated, key=lambda each: -each.first.sets)
        asked = [
            parsed("set_target_rpe", item=each.handle, rpe=7, why=why)
            for each, why in zip(many, whys * 3, strict=False)
        ]
        judged = Judged(self.spec)
        for number, one in enumerate(asked):
            judged = judge_next(
                judged, one.model_copy(update={"why": f"{one.why[:-1]}{'!' * number}"}), self.board, READER, new_id
            )
        self.assertIn("X03", [each.code for each in judged.dropped])
        self.assertGreater(len(judged.kept), 1)

    def test_nothing_and_the_same_thing_twice_are_dropped(self) -> None:
        bench = self.line("barbell-bench-press")
        same = parsed("set_target_rpe", item=bench.handle, rpe=bench.first.target_rpe)
        less = parsed("set_target_rpe", item=bench.handle, rpe=7)
        self.assertEqual(self.dropped(same, less, less), ["changes_nothing", "said_twice"])
        self.assertEqual(self.dropped(parsed("set_target_rpe", item=bench.handle, rpe=7, why=" ")), ["no_reason"])

    def test_it_asks_once_more_only_where_nothing_could_be_kept(self) -> None:
        bad, good = (
            parsed("drop_item", item="s9i9"),
            parsed("set_target_rpe", item=self.line("barbell-row").handle, rpe=7),
        )
        self.assertEqual(repair_codes([bad], self.read(bad)), ("edit 1: unknown_item",))
        self.assertEqual(repair_codes([bad, good], self.read(bad, good)), ())
        self.assertEqual(repair_codes([], self.read()), ())

    def test_who_agrees_follows_the_athletes_choice(self) -> None:
        for autonomy, has_coach, who in (
            ("ask", False, "athlete"), ("ask", True, "athlete"), ("auto", True, "none"), ("coach", True, "coach"),
            ("coach", False, "athlete"),
        ):  # fmt: skip
            with self.subTest(autonomy, has_coach=has_coach):
                self.assertEqual(requires(autonomy, has_coach), who)
