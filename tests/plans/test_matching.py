import csv
import os
from pathlib import Path
from unittest import skipUnless

from django.test import SimpleTestCase

from plans.core.catalogue_file import parse_row
from plans.core.matching import AliasInvalid, NameIndex, normalised, parse_aliases
from plans.core.movements import Catalogue

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "plans" / "catalogue"
LOGS = Path(os.environ.get("SPOTTER_DATA_SETS") or ROOT.parent / "shared" / "data") / "logs"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CATALOGUE = Catalogue.of(map(parse_row, rows("exercises.csv")))
ALIASES = parse_aliases(rows("aliases.csv"), CATALOGUE)
INDEX = NameIndex.of(CATALOGUE, ALIASES)

KNOWN = {
    "Bench Press (Barbell)": "barbell-bench-press",
    "bench press (barbell)": "barbell-bench-press",
    "Bench Press (Dumbbell)": "dumbbell-bench-press",
    "Bench Press (Smith Machine)": "smith-machine-bench-press",
    "Incline Bench Press (Dumbbell)": "incline-dumbbell-bench-press",
    "Squat (Barbell)": "back-squat",
    "Squat (Smith Machine)": "smith-machine-squat",
    "Deadlift (Barbell)": "conventional-deadlift",
    "Deadlift (Trap Bar)": "trap-bar-deadlift",
    "Romanian Deadlift (Dumbbell)": "dumbbell-romanian-deadlift",
    "Pull-Ups": "pull-up",
    "PULLUPS": "pull-up",
    "Pull Up (Assisted)": "assisted-pull-up",
    "Pull Up (Weighted)": "pull-up",
    "Preacher Curl (Barbell)": "preacher-curl",
    "Skullcrusher (Barbell)": "lying-triceps-extension",
    "Lat Pulldown - Close Grip (Cable)": "close-grip-lat-pulldown",
    "Back Extension (Weighted Hyperextension)": "back-extension",
    "Hip Abduction (Machine)": "hip-abduction-machine",
    "Farmer\u2019s Walk": "farmers-carry",
    "Pec Deck (Machine)": "pec-deck-fly",
    "卧推（杠铃）": "barbell-bench-press",
    "卧推 (杠铃)": "barbell-bench-press",
    "卧推（哑铃）": "dumbbell-bench-press",
    "深蹲（史密斯机）": "smith-machine-squat",
    "高位下拉（绳索）": "lat-pulldown",
    "引体向上": "pull-up",
    "硬拉": "conventional-deadlift",
    "侧平举（绳索）": "cable-lateral-raise",
}
OTHER_TOOL = {
    "Lat Pulldown (Machine)": "machine",
    "Hammer Curl (Cable)": "cable",
    "Standing Calf Raise (Dumbbell)": "dumbbell",  # a dumbbell's load is not that of the machine
    "Preacher Curl (Machine)": "machine",
    "Overhead Press (Dumbbell)": "dumbbell",
    "Standing Calf Raise (Smith Machine)": "smith",
    "Step Up (Bodyweight)": "none",
    "划船机（哑铃）": "dumbbell",
}
UNKNOWN = (
    "",
    "()",
    "(Barbell)",
    "Warm Up",
    "Lunge (Dumbbell)",  # walking, reverse or on the spot
    "Squat (Dumbbell)",
    "Triceps Extension (Cable)",  # overhead or pressed down
    "Calf Press (Machine)",
    "Kettlebell Carry",
    "Wide Pull Up",
    "Crunch (Weighted)",
    "Hip Thrust (Machine)",
    "Cable Crossover Ladder",
    "bench",
    "press",
    "Bench Press (Barbell) paused with chains",
    "🏋️",
)


class MatchNameTests(SimpleTestCase):
    def test_it_knows_the_titles_of_the_log_apps(self) -> None:
        for title, slug in KNOWN.items():
            with self.subTest(title):
                self.assertEqual(NameIndex.of(CATALOGUE, ALIASES).match(title).slug, slug)

    def test_it_takes_no_other_tool_for_the_same_thing(self) -> None:
        for title, tool in OTHER_TOOL.items():
            with self.subTest(title):
                match = INDEX.match(title)
                self.assertEqual((match.slug, match.reason, match.equipment_hint), (None, "other_equipment", tool))

    def test_it_guesses_nothing(self) -> None:
        for title in UNKNOWN:
            with self.subTest(title):
                match = INDEX.match(title)
                self.assertEqual((match.slug, match.reason, match.confidence), (None, "unknown", 0))

    def test_it_still_names_the_tool_of_an_unknown_title(self) -> None:
        self.assertEqual(INDEX.match("Concentration Curl (Dumbbell)").equipment_hint, "dumbbell")

    def test_it_knows_every_name_of_our_own(self) -> None:
        for movement in CATALOGUE:
            for name in (movement.name_en, movement.name_zh_hans, movement.slug, movement.name_en.upper()):
                with self.subTest(name):
                    self.assertEqual(INDEX.match(name).slug, movement.slug)

    def test_it_is_less_sure_of_a_name_and_tool_found_apart(self) -> None:
        self.assertEqual(INDEX.match("Lat Pulldown").confidence, 1)
        self.assertEqual(INDEX.match("Lat Pulldown (Cable)").confidence, 0.9)


class AliasTests(SimpleTestCase):
    def test_it_lists_only_what_the_rules_cannot_find(self) -> None:
        bare = NameIndex.of(CATALOGUE, {})
        self.assertEqual([alias for alias in ALIASES if bare.match(alias).slug], [])

    def test_it_leads_every_alias_to_its_movement(self) -> None:
        for row in rows("aliases.csv"):
            with self.subTest(row["alias"]):
                self.assertEqual(INDEX.match(row["alias"]).slug, row["slug"])

    def test_it_refuses_an_alias_without_a_movement_or_with_two(self) -> None:
        for faulty in (
            [{"alias": "Squat", "slug": "no-such"}],
            [{"alias": " - ", "slug": "plank"}],
            [{"alias": "Squat", "slug": "plank"}, {"alias": "squat!", "slug": "crunch"}],
        ):
            with self.subTest(faulty), self.assertRaises(AliasInvalid):
                parse_aliases(faulty, CATALOGUE)

    def test_it_makes_one_spelling_of_many(self) -> None:
        for title in ("Dumbbell Flyes", "dumbbell  fly", "Ｄｕｍｂｂｅｌｌ－Ｆｌｙ", "DUMBBELL_FLIES"):
            with self.subTest(title):
                self.assertEqual(normalised(title), "dumbbell fly")


@skipUnless(LOGS.is_dir(), f"the real training logs are not in {LOGS}")
class RealLogTests(SimpleTestCase):
    def test_it_knows_two_thirds_of_the_sets_of_a_real_hevy_log(self) -> None:
        with (LOGS / "hevy_rpe_dakheera.csv").open(encoding="utf-8-sig", newline="") as file:
            titles = [row["exercise_title"] for row in csv.DictReader(file)]
        known = [title for title in titles if INDEX.match(title).slug]
        self.assertEqual((len(known), len(titles)), (4697, 7211))

    def test_it_knows_four_fifths_of_the_sets_of_a_real_strong_log(self) -> None:
        with (LOGS / "strong_dakheera.csv").open(encoding="utf-8-sig", newline="") as file:
            titles = [row["Exercise Name"] for row in csv.DictReader(file)]
        known = [title for title in titles if INDEX.match(title).slug]
        self.assertEqual((len(known), len(titles)), (201, 250))
