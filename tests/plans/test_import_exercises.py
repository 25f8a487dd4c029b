import json
import os
import tempfile
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import skipUnless

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase

from plans.core.catalogue_sources import EntryRefused, json_objects, movement_of, read_entry, slug_of
from plans.core.movements import FLAGS, MODES, MUSCLES, PATTERNS, UNKNOWN_PATTERN, Level, Movement
from plans.models import Exercise

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("SPOTTER_DATA_SETS") or ROOT.parent / "shared" / "data") / "free-exercise-db.exercises.json"


def entry(name: str, **facts: Any) -> dict[str, Any]:
    """An entry as free-exercise-db writes it; its texts are ours."""
    return {
        "id": name.replace(" ", "_"),
        "name": name,
        "force": "push",
        "level": "beginner",
        "mechanic": "compound",
        "equipment": "barbell",
        "primaryMuscles": ["quadriceps"],
        "secondaryMuscles": [],
        "instructions": ["never read"],
        "category": "strength",
        "images": ["never.jpg"],
    } | facts


def read(name: str, **facts: Any) -> Movement:
    return movement_of(read_entry(entry(name, **facts)))


class MappingTests(SimpleTestCase):
    def test_it_infers_the_pattern_from_name_and_muscle(self) -> None:
        for name, muscle, pattern in [
            ("Narrow Stance Squats", "quadriceps", "squat"),
            ("Smith Single-Leg Split Squat", "quadriceps", "lunge"),
            ("Calf Press On The Leg Press Machine", "calves", "calf"),
            ("Clean Deadlift", "hamstrings", "hinge"),
            ("Front Squat (Clean Grip)", "quadriceps", "squat"),
            ("Hang Clean", "quadriceps", "olympic"),
            ("Lying Triceps Press", "triceps", "elbow_extension"),
            ("Board Press", "triceps", "horizontal_push"),
            ("Standing Dumbbell Press", "shoulders", "vertical_push"),
            ("Barbell Rear Delt Row", "shoulders", "rear_delt"),
            ("Upright Cable Row", "traps", "shoulder_abduction"),
            ("V-Bar Pulldown", "lats", "vertical_pull"),
            ("Reverse Grip Bent-Over Rows", "middle back", "horizontal_pull"),
            ("Tuck Crunch", "abdominals", "trunk_flexion"),
            ("Cuban Press", "shoulders", UNKNOWN_PATTERN),
            ("Atlas Stones", "lower back", UNKNOWN_PATTERN),
        ]:
            with self.subTest(name):
                self.assertEqual(read(name, primaryMuscles=[muscle]).pattern, pattern)

    def test_it_splits_shoulders_by_pattern_then_by_name(self) -> None:
        for name, deltoid in [
            ("Seated Bent-Over Rear Delt Raise", "rear_delts"),
            ("One-Arm Side Laterals", "side_delts"),
            ("Front Plate Raise", "front_delts"),
            ("Cable External Rotation", "front_delts"),
        ]:
            with self.subTest(name):
                self.assertEqual(read(name, primaryMuscles=["shoulders"]).primary, (deltoid,))
        bench = read("Reverse Triceps Bench Press", primaryMuscles=["triceps"], secondaryMuscles=["chest", "shoulders"])
        self.assertEqual(bench.secondary, ("chest", "front_delts"))

    def test_it_takes_the_way_of_counting_from_the_category(self) -> None:
        counted: list[tuple[str, dict[str, Any], str, str]] = [
            ("strength", {}, "load", "rir"),
            ("strength", {"equipment": "body only"}, "bw", "rir"),
            ("strength", {"equipment": "bands"}, "reps", "rir"),
            ("strength", {"force": "static"}, "time", "quality"),
            ("plyometrics", {}, "reps", "quality"),
            ("cardio", {"equipment": None}, "time", "session"),
            ("stretching", {"equipment": None}, "time", "session"),
        ]
        for category, facts, mode, rpe_use in counted:
            with self.subTest(category=category, facts=facts):
                movement = read("Thing", category=category, **facts)
                self.assertEqual((movement.mode, movement.rpe_use), (mode, rpe_use))

    def test_it_asks_for_what_the_source_forgets(self) -> None:
        for name, equipment, needed in [
            ("Board Bench Press", "barbell", {"barbell", "bench"}),
            ("Speed Squats", "barbell", {"barbell", "rack"}),
            ("Wide-Grip Rear Pull-Up", "body only", {"pullup_bar"}),
            ("Smith Machine Upright Row", "machine", {"smith"}),
            ("Recumbent Bike", "machine", {"bike"}),
            ("Suspended Push-Up", "other", {"suspension"}),
            ("Svend Press", "other", {"other"}),
            ("Plain Squeeze", None, set()),
        ]:
            with self.subTest(name):
                self.assertEqual(read(name, equipment=equipment).equipment, (frozenset(needed),))

    def test_it_flags_what_the_safety_rules_ask_about(self) -> None:
        flagged: list[tuple[str, dict[str, Any], set[str]]] = [
            ("Speed Squats", {}, {"compound", "axial", "deep_knee"}),
            ("Box Skip", {"category": "plyometrics"}, {"compound", "impact", "fall_risk"}),
            (
                "Dips",
                {"primaryMuscles": ["triceps"], "equipment": "body only"},
                {"compound", "deep_shoulder", "overhead"},
            ),
        ]
        for name, facts, flags in flagged:
            with self.subTest(name):
                self.assertEqual(read(name, **facts).flags, flags)

    def test_it_keeps_olympic_lifts_from_beginners(self) -> None:
        self.assertIs(read("Hang Snatch", level="beginner").level, Level.ADVANCED)
        self.assertIs(read("Speed Squats", level="expert").level, Level.ADVANCED)

    def test_it_reads_one_sided_work_from_the_name(self) -> None:
        for name, is_one_sided in [
            ("One-Arm Row", True),
            ("Single Leg Curl", True),
            ("Alternate Hammer Curl", True),
            ("Hammer Curls", False),
        ]:
            with self.subTest(name):
                self.assertIs(read(name).unilateral, is_one_sided)

    def test_it_takes_no_text(self) -> None:
        movement = read("Speed Squats")
        self.assertEqual((movement.cue_en, movement.cue_zh_hans), ("", ""))

    def test_it_refuses_what_it_cannot_read(self) -> None:
        refused: list[tuple[dict[str, Any], str]] = [
            ({"id": ""}, "id"),
            ({"name": None}, "name"),
            ({"name": "x" * 121}, "name"),
            ({"category": "dance"}, "category"),
            ({"category": ["strength"]}, "category"),
            ({"equipment": "rock"}, "equipment"),
            ({"level": None}, "level"),
            ({"primaryMuscles": []}, "primary_muscles"),
            ({"primaryMuscles": "quadriceps"}, "primary_muscles"),
            ({"primaryMuscles": [{}]}, "muscle"),
            ({"secondaryMuscles": ["heart"]}, "muscle"),
            ({"secondaryMuscles": 3}, "secondary_muscles"),
        ]
        for facts, code in refused:
            with self.subTest(facts), self.assertRaises(EntryRefused) as caught:
                read_entry(entry("Thing") | facts)
            self.assertEqual(caught.exception.code, code)

    def test_it_makes_a_slug_that_none_of_ours_can_have(self) -> None:
        self.assertEqual(slug_of("Landmine_180's"), "fedb-landmine-180-s")


def pieces(text: str, size: int) -> Iterable[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


class JsonObjectsTests(SimpleTestCase):
    def test_it_reads_the_same_objects_however_the_text_is_cut(self) -> None:
        objects = [{"a": "}],["}, {"b": [1, {"c": "汉"}]}, {}]
        for text in (json.dumps(objects), json.dumps(objects, indent=2) + "\n", "\ufeff" + json.dumps(objects)):
            for size in (1, 2, 7, 1000):
                with self.subTest(size=size):
                    self.assertEqual(list(json_objects(pieces(text, size))), objects)

    def test_it_refuses_what_is_no_list_of_objects(self) -> None:
        for text in ("", "{}", "[", "[1]", '[{"a": 1}', '[{"a": 1}] more', '[{"a": ]', "nonsense"):
            with self.subTest(text), self.assertRaises(EntryRefused):
                list(json_objects([text]))

    def test_it_holds_no_entry_of_any_length(self) -> None:
        with self.assertRaises(EntryRefused) as caught:
            list(json_objects(["[", '{"a": "' + "x" * 300_000]))
        self.assertEqual(caught.exception.code, "entry_too_long")


class ImportCommandTests(TestCase):
    def setUp(self) -> None:
        call_command("load_catalogue", verbosity=0, stdout=StringIO())

    def run_on(self, text: str, *options: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "exercises.json"
            path.write_text(text, encoding="utf-8")
            out = StringIO()
            call_command("import_exercises", str(path), *options, stdout=out)
            return out.getvalue()

    def imported(self) -> set[str]:
        return set(Exercise.objects.filter(source="free-exercise-db").values_list("pk", flat=True))

    def test_it_adds_new_ones_and_leaves_out_what_the_catalogue_has(self) -> None:
        said = self.run_on(json.dumps([entry("Speed Squats"), entry("Barbell Squat")]))
        self.assertEqual(self.imported(), {"fedb-speed-squats"})
        self.assertIn("1 left out, the catalogue has the same movement", said)

    def test_it_names_each_row_that_it_refuses_or_wants_reviewed(self) -> None:
        said = self.run_on(json.dumps([entry("Odd", level="guru"), entry("Cuban Press", primaryMuscles=["shoulders"])]))
        self.assertIn("refused: Odd (level: 'guru')", said)
        self.assertIn("review: Cuban_Press (no rule knows its movement pattern)", said)

    def test_it_adds_nothing_twice_and_undoes_no_edit(self) -> None:
        text = json.dumps([entry("Cuban Press", primaryMuscles=["shoulders"]), entry("Speed Squats")] * 2)
        self.run_on(text)
        Exercise.objects.filter(pk="fedb-cuban-press").update(pattern="vertical_push")
        self.assertIn("4 already here", self.run_on(text))
        self.assertEqual(Exercise.objects.get(pk="fedb-cuban-press").pattern, "vertical_push")

    def test_it_keeps_nothing_of_a_dry_run(self) -> None:
        said = self.run_on(json.dumps([entry("Speed Squats")]), "--dry-run")
        self.assertIn("1 added", said)
        self.assertEqual(self.imported(), set())

    def test_it_stops_at_the_limit(self) -> None:
        self.run_on(json.dumps([entry("Speed Squats"), entry("Narrow Squats")]), "--limit", "1")
        self.assertEqual(self.imported(), {"fedb-speed-squats"})

    def test_it_keeps_nothing_of_a_broken_file(self) -> None:
        with self.assertRaisesMessage(CommandError, "Nothing was imported"):
            self.run_on(json.dumps([entry("Speed Squats")])[:-1])
        self.assertEqual(self.imported(), set())

    def test_it_says_which_file_it_cannot_open(self) -> None:
        with self.assertRaisesMessage(CommandError, "/nowhere/at.json"):
            call_command("import_exercises", "/nowhere/at.json")

    def test_it_wants_the_catalogue_first(self) -> None:
        Exercise.objects.all().delete()
        with self.assertRaisesMessage(CommandError, "load_catalogue"):
            self.run_on("[]")


@skipUnless(REAL.is_file(), f"the real free-exercise-db file is not at {REAL}")
class RealFileTests(TestCase):
    def movements(self) -> list[Movement]:
        with REAL.open(encoding="utf-8") as file:
            return [movement_of(read_entry(found)) for found in json_objects([file.read()])]

    def test_it_reads_all_873_entries_into_our_vocabulary(self) -> None:
        movements = self.movements()
        self.assertEqual(len({movement.slug for movement in movements}), 873)
        for movement in movements:
            with self.subTest(movement.slug):
                self.assertIn(movement.pattern, (*PATTERNS, UNKNOWN_PATTERN))
                self.assertLessEqual({*movement.primary, *movement.secondary}, set(MUSCLES))
                self.assertIn(movement.mode, MODES)
                self.assertLessEqual(movement.flags, set(FLAGS))

    def test_it_links_our_own_movements_to_entries_that_exist(self) -> None:
        call_command("load_catalogue", verbosity=0, stdout=StringIO())
        shipped = set(
            Exercise.objects.filter(source="spotter").exclude(source_ref="").values_list("source_ref", flat=True)
        )
        self.assertLessEqual(shipped, {movement.source_ref for movement in self.movements()})

    def test_it_agrees_with_our_own_sorting_of_the_same_movements(self) -> None:
        call_command("load_catalogue", verbosity=0, stdout=StringIO())
        ours = dict(Exercise.objects.exclude(source_ref="").values_list("source_ref", "pattern"))
        theirs = {movement.source_ref: movement.pattern for movement in self.movements()}
        wrong = {ref for ref in ours if theirs[ref] not in (ours[ref], UNKNOWN_PATTERN)}
        self.assertEqual(wrong, {"Cat_Stretch", "Worlds_Greatest_Stretch", "Rope_Jumping"})

    def test_it_imports_the_whole_file_once(self) -> None:
        call_command("load_catalogue", verbosity=0, stdout=StringIO())
        out = StringIO()
        call_command("import_exercises", str(REAL), stdout=out)
        self.assertIn("873 entries", out.getvalue())
        self.assertEqual(Exercise.objects.filter(source="free-exercise-db").count(), 873 - 125)
        call_command("import_exercises", str(REAL), stdout=out)
        self.assertIn("748 already here", out.getvalue())
