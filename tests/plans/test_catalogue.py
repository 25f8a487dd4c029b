import csv
import re
from collections import Counter
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.core.catalogue_file import parse_row
from plans.core.movements import (
    EQUIPMENT,
    FAMILY_PATTERNS,
    FAMILY_PURPOSE,
    FAMILY_REGION,
    FLAGS,
    MUSCLES,
    PATTERN_FAMILY,
    PATTERNS,
    UNKNOWN_PATTERN,
    Catalogue,
    Level,
    Movement,
    MovementInvalid,
    from_facts,
    to_facts,
)
from plans.models import Exercise

FOLDER = Path(__file__).resolve().parents[2] / "plans" / "catalogue"
HAN = re.compile(r"[\u3400-\u9fff]")
with (FOLDER / "exercises.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CATALOGUE = Catalogue.of(map(parse_row, ROWS))
EQUIPMENT_SETS = st.frozensets(st.sampled_from(EQUIPMENT))
LEVELS = st.sampled_from(list(Level))
MOVEMENTS = st.sampled_from(list(CATALOGUE))
SLUGS = st.frozensets(st.sampled_from(sorted(CATALOGUE.movements)), max_size=20)
BANNED = st.frozensets(st.sampled_from(FLAGS), max_size=3)


def slugs_with(flag: str) -> set[str]:
    return {movement.slug for movement in CATALOGUE if flag in movement.flags}


class ShippedFileTests(SimpleTestCase):
    def test_it_has_161_movements(self) -> None:
        self.assertEqual(len(CATALOGUE), 161)

    def test_it_names_every_movement_once_in_both_languages(self) -> None:
        for names in (Counter(m.name_en for m in CATALOGUE), Counter(m.name_zh_hans for m in CATALOGUE)):
            self.assertEqual([name for name, count in names.items() if count > 1], [])

    def test_it_speaks_chinese_in_the_chinese_columns_only(self) -> None:
        for movement in CATALOGUE:
            with self.subTest(movement.slug):
                self.assertRegex(movement.name_zh_hans, HAN)
                self.assertRegex(movement.cue_zh_hans, HAN)
                self.assertNotRegex(movement.name_en + movement.cue_en, HAN)

    def test_it_keeps_cues_short(self) -> None:
        for movement in CATALOGUE:
            with self.subTest(movement.slug):
                self.assertLessEqual(len(movement.cue_en), 160)
                self.assertLessEqual(max(map(len, movement.cue_zh_hans.split("。"))), 40)

    def test_it_gives_every_movement_its_own_cue(self) -> None:
        self.assertEqual(len({m.cue_en for m in CATALOGUE}), 161)
        self.assertEqual(len({m.cue_zh_hans for m in CATALOGUE}), 161)

    def test_it_sorts_every_movement(self) -> None:
        self.assertEqual({movement.pattern for movement in CATALOGUE}, set(PATTERNS))

    def test_it_links_each_foreign_entry_once(self) -> None:
        links = Counter(movement.source_ref for movement in CATALOGUE if movement.source_ref)
        self.assertEqual([ref for ref, count in links.items() if count > 1], [])
        self.assertEqual(CATALOGUE["calf-stretch"].source_ref, "Calf_Stretch_Hands_Against_Wall")

    def test_it_has_an_option_without_a_gym_for_all_but_six_patterns(self) -> None:
        at_home = [frozenset[str](), frozenset({"dumbbell"}), frozenset({"band"})]
        possible = {m.pattern for m in CATALOGUE if any(m.is_possible_with(owned) for owned in at_home)}
        without = {"chest_fly", "hip_adduction", "knee_extension", "olympic", "vertical_pull"}
        self.assertEqual(set(PATTERNS) - possible, without)

    def test_it_has_a_beginner_option_for_every_pattern_but_the_skilled_ones(self) -> None:
        easy = {movement.pattern for movement in CATALOGUE if movement.level is Level.BEGINNER}
        self.assertEqual(set(PATTERNS) - easy, {"olympic", "full_body"})

    def test_it_knows_a_first_load_wherever_a_load_is_asked(self) -> None:
        self.assertEqual([m.slug for m in CATALOGUE if m.mode == "load" and m.start_ratio is None], [])

    def test_it_starts_nobody_above_their_own_weight(self) -> None:
        self.assertLess(max(m.start_ratio for m in CATALOGUE if m.start_ratio is not None), 1)

    def test_it_knows_the_share_of_body_weight_wherever_load_is_added_to_it(self) -> None:
        lifted = {movement.slug for movement in CATALOGUE if movement.mode in ("bw+", "assist")}
        self.assertEqual({m.slug for m in CATALOGUE if m.bodyweight_share is not None}, lifted)
        self.assertEqual(CATALOGUE["push-up"].bodyweight_share, 0.64)

    def test_it_estimates_a_maximum_only_where_reps_in_reserve_are_rated(self) -> None:
        self.assertEqual([m.slug for m in CATALOGUE if m.e1rm_use and m.rpe_use != "rir"], [])

    def test_it_marks_what_an_injury_must_keep_out(self) -> None:
        for flag, slugs in {
            "impact": {"box-jump", "outdoor-run", "jump-rope"},
            "supine": {"barbell-bench-press", "dead-bug", "glute-bridge"},
            "overhead": {"overhead-press", "pull-up", "dead-hang", "handstand-push-up"},
            "axial": {"back-squat", "conventional-deadlift", "good-morning"},
            "deep_knee": {"back-squat", "leg-press", "walking-lunge", "pistol-squat"},
            "deep_shoulder": {"parallel-bar-dip", "bench-dip", "upright-row"},
            "fall_risk": {"pistol-squat", "box-jump", "power-snatch"},
            "isometric": {"plank", "dead-hang"},
            "hinge_loaded": {"romanian-deadlift", "kettlebell-swing", "barbell-row"},
        }.items():
            with self.subTest(flag):
                self.assertLessEqual(slugs, slugs_with(flag))

    def test_it_leaves_a_knee_an_unloaded_squat_and_an_old_athlete_some_balance_work(self) -> None:
        self.assertNotIn("deep_knee", CATALOGUE["bodyweight-squat"].flags)
        safe = slugs_with("balance") - slugs_with("fall_risk") - slugs_with("impact")
        self.assertLessEqual({"bird-dog", "reverse-lunge", "single-leg-calf-raise"}, safe)


class ParseRowTests(SimpleTestCase):
    def test_it_names_the_field_that_is_wrong(self) -> None:
        for field, value in {
            "slug": "",
            "name_zh": " ",
            "pattern": "squatting",
            "primary": "",
            "secondary": "quads,heart",
            "equipment": "barbell,rock",
            "unilateral": "yes",
            "level": "expert",
            "mode": "kg",
            "rpe": "10",
            "supine": "",
            "increment_kg": "-1",
            "start_ratio": "inf",
            "bodyweight_share": "half",
        }.items():
            with self.subTest(field), self.assertRaises(MovementInvalid) as caught:
                parse_row({**ROWS[0], field: value})
            self.assertEqual(caught.exception.facts["field"], field)

    def test_it_reads_commas_as_and_and_slashes_as_or(self) -> None:
        for text, alternatives in {
            "none": (frozenset(),),
            "dumbbell/none": (frozenset({"dumbbell"}), frozenset()),
            "barbell,rack/suspension": (frozenset({"barbell", "rack"}), frozenset({"suspension"})),
        }.items():
            with self.subTest(text):
                self.assertEqual(parse_row({**ROWS[0], "equipment": text}).equipment, alternatives)

    def test_it_refuses_a_slug_that_comes_twice(self) -> None:
        with self.assertRaises(MovementInvalid):
            Catalogue.of([CATALOGUE["plank"], CATALOGUE["plank"]])

    def test_it_refuses_a_level_it_does_not_know(self) -> None:
        with self.assertRaises(MovementInvalid):
            Level.named("expert")

    @given(MOVEMENTS)
    def test_it_stores_a_movement_and_gets_the_same_one_back(self, movement: Movement) -> None:
        self.assertEqual(from_facts(to_facts(movement) | {"owner": None}), movement)


class VocabularyTests(SimpleTestCase):
    def test_it_puts_every_pattern_into_one_family_region_and_purpose(self) -> None:
        self.assertEqual(len(PATTERNS), 33)
        self.assertEqual(set(PATTERN_FAMILY), set(PATTERNS))
        self.assertEqual(set(FAMILY_REGION), set(FAMILY_PATTERNS))
        self.assertEqual(set(FAMILY_PURPOSE), set(FAMILY_PATTERNS))

    def test_it_counts_no_muscle_twice(self) -> None:
        self.assertEqual(len(MUSCLES), len(set(MUSCLES)))


class MovementTests(SimpleTestCase):
    def test_it_counts_a_set_once_for_a_group_and_half_for_helpers(self) -> None:
        self.assertEqual(
            CATALOGUE["pull-up"].group_credit(),
            {"back": 1.0, "biceps": 0.5},
        )
        self.assertEqual(
            CATALOGUE["barbell-bench-press"].set_credit(), {"chest": 1, "front_delts": 0.5, "triceps": 0.5}
        )

    def test_it_knows_family_region_and_purpose(self) -> None:
        for slug, expected in {
            "barbell-row": ("pull", "upper", "resistance"),
            "leg-extension": ("lower_isolation", "lower", "resistance"),
            "plank": ("core", "trunk", "resistance"),
            "box-jump": ("power", "whole", "resistance"),
            "burpee": ("conditioning", "whole", "endurance"),
            "cat-cow": ("mobility", "whole", "mobility"),
        }.items():
            with self.subTest(slug):
                movement = CATALOGUE[slug]
                self.assertEqual((movement.family, movement.region, movement.purpose), expected)

    def test_it_calls_several_joints_compound(self) -> None:
        self.assertTrue(CATALOGUE["back-squat"].is_compound)
        self.assertFalse(CATALOGUE["leg-extension"].is_compound)

    def test_it_asks_for_kilograms_only_where_something_is_weighed(self) -> None:
        for slug, owned, is_weighed in [
            ("split-squat", {"dumbbell"}, True),
            ("split-squat", set(), False),
            ("pallof-press", {"band"}, False),
            ("pallof-press", {"cable", "band"}, True),
            ("back-squat", {"barbell"}, False),
            ("plank", {"barbell"}, False),
        ]:
            with self.subTest(slug=slug, owned=owned):
                self.assertIs(CATALOGUE[slug].is_weighed_with(owned), is_weighed)

    def test_it_prefers_the_first_way_that_is_possible(self) -> None:
        movement = CATALOGUE["inverted-row"]
        self.assertEqual(movement.setup({"barbell", "rack", "suspension"}), {"barbell", "rack"})
        self.assertEqual(movement.setup({"rack", "suspension"}), {"suspension"})
        self.assertIsNone(movement.setup({"rack"}))


class LookUpTests(SimpleTestCase):
    def test_it_finds_by_slug_and_by_pattern(self) -> None:
        self.assertEqual(CATALOGUE.get("plank"), CATALOGUE["plank"])
        self.assertIsNone(CATALOGUE.get("no-such"))
        self.assertNotIn("no-such", CATALOGUE)
        self.assertEqual([movement.slug for movement in CATALOGUE.by_pattern("knee_extension")], ["leg-extension"])


class UsableTests(SimpleTestCase):
    @given(EQUIPMENT_SETS, LEVELS, SLUGS)
    @settings(max_examples=200, deadline=None)
    def test_it_offers_only_what_is_at_hand_allowed_and_not_too_hard(
        self, owned: frozenset[str], level: Level, excluded: frozenset[str]
    ) -> None:
        usable = CATALOGUE.usable(owned, level, excluded)
        for movement in CATALOGUE:
            possible = any(needed <= owned for needed in movement.equipment)
            expected = possible and movement.level <= level and movement.slug not in excluded
            self.assertIs(movement in usable, expected, movement.slug)

    def test_it_never_offers_a_movement_that_nobody_has_sorted(self) -> None:
        facts = to_facts(CATALOGUE["plank"]) | {"pattern": UNKNOWN_PATTERN}
        self.assertEqual(Catalogue.of([from_facts(facts)]).usable(EQUIPMENT, Level.ADVANCED), ())


class SubstituteTests(SimpleTestCase):
    @given(MOVEMENTS, EQUIPMENT_SETS, LEVELS, SLUGS, BANNED)
    @settings(max_examples=300, deadline=None)
    def test_it_stays_inside_every_limit(
        self,
        movement: Movement,
        owned: frozenset[str],
        level: Level,
        excluded: frozenset[str],
        banned: frozenset[str],
    ) -> None:
        for other in CATALOGUE.substitutes(movement, owned, level, excluded, banned):
            self.assertNotEqual(other.slug, movement.slug)
            self.assertTrue(any(needed <= owned for needed in other.equipment))
            self.assertLessEqual(other.level, level)
            self.assertNotIn(other.slug, excluded)
            self.assertFalse(other.flags & banned)
            self.assertEqual(other.purpose, movement.purpose)

    @given(MOVEMENTS, EQUIPMENT_SETS, LEVELS)
    @settings(max_examples=200, deadline=None)
    def test_it_puts_the_same_pattern_first_then_a_shared_primary_muscle(
        self, movement: Movement, owned: frozenset[str], level: Level
    ) -> None:
        def tier(other: Movement) -> int:
            if other.pattern == movement.pattern:
                return 0
            return 1 if set(other.primary) & set(movement.primary) else 2

        tiers = [tier(other) for other in CATALOGUE.substitutes(movement, owned, level)]
        self.assertEqual(tiers, sorted(tiers))

    @given(MOVEMENTS, EQUIPMENT_SETS, LEVELS)
    @settings(max_examples=50, deadline=None)
    def test_it_does_not_depend_on_the_order_of_the_catalogue(
        self, movement: Movement, owned: frozenset[str], level: Level
    ) -> None:
        backwards = Catalogue.of(reversed(list(CATALOGUE)))
        self.assertEqual(backwards.substitutes(movement, owned, level), CATALOGUE.substitutes(movement, owned, level))

    def test_it_finds_what_a_coach_would_name_first(self) -> None:
        everything, level = frozenset(EQUIPMENT), Level.BEGINNER
        for slug, owned, expected in [
            ("back-squat", {"dumbbell"}, "goblet-squat"),
            ("barbell-bench-press", {"dumbbell", "bench"}, "dumbbell-bench-press"),
            ("barbell-bench-press", set(), "push-up"),
            ("outdoor-run", set(), "brisk-walk"),
            ("leg-extension", {"machine"}, "hack-squat-machine"),
            ("pull-up", {"cable"}, "lat-pulldown"),
        ]:
            with self.subTest(slug=slug, owned=owned):
                self.assertEqual(CATALOGUE.substitutes(CATALOGUE[slug], owned, level)[0].slug, expected)
        swaps = CATALOGUE.substitutes(CATALOGUE["outdoor-run"], everything, level, banned_flags={"impact"})
        self.assertNotIn("treadmill-run", [swap.slug for swap in swaps])


class LoadCatalogueTests(TestCase):
    def test_it_stores_every_movement_as_it_is_in_the_file(self) -> None:
        run("load_catalogue")
        self.assertEqual(Exercise.objects.filter(owner=None).count(), 161)
        squat = Exercise.objects.get(pk="inverted-row")
        self.assertEqual(squat.equipment, [["barbell", "rack"], ["suspension"]])
        self.assertEqual(squat.name_zh_hans, "反式划船")

    def test_it_changes_nothing_when_run_again_and_heals_what_differs(self) -> None:
        run("load_catalogue")
        self.assertIn("161 exercises, 0 of them", run("load_catalogue"))
        Exercise.objects.filter(pk="plank").update(pattern="squat")
        self.assertIn("161 exercises, 1 of them", run("load_catalogue"))
        self.assertEqual(Exercise.objects.get(pk="plank").pattern, "anti_extension")


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()
