from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.test import SimpleTestCase

from plans.core.intent import REGIONS, Health, LiftKnowledge, Limitation, NeedsClearance
from plans.core.rules import care
from plans.core.rules.base import Case
from plans.core.rules.judge import judge
from plans.core.rules.screening import screen
from plans.core.spec import Reason, Session
from tests.plans.rules.athletes import ATHLETES, GYM, catalogue, intent, lift, run, session
from tests.plans.rules.breaking import Change, RuleTests, add, asked, edited, item, items, of, only, sessions, spec


def instead(slug: str, name: str, place: int = 0) -> Case:
    """The sound plan of an athlete with another exercise in its first place."""
    return of(name, item(1, place, 0, exercise=slug))


class EquipmentTests(RuleTests):
    def test_it_refuses_what_cannot_be_done_with_the_equipment(self) -> None:
        lacking = lambda name, *things: of(name, asked(equipment=GYM - set(things)))  # noqa: E731
        self.assert_caught(
            "E01",
            {
                "no barbell": lacking("lifter", "barbell"),
                "no rack": lacking("lifter", "rack"),
                "no machines": lacking("grower", "machine"),
                "no cable": lacking("beginner", "cable"),
                "no bench": lacking("grower", "bench"),
                "nothing": of("beginner", asked(equipment=frozenset())),
                "one exercise": instead("ab-wheel-rollout", "beginner"),
            },
        )
        self.assert_silent(
            "E01", {"only dumbbells": of("beginner", items(lambda each: replace(each, exercise="goblet-squat")))}
        )

    def test_it_refuses_excluded_exercises(self) -> None:
        slugs = ("goblet-squat", "plank", "leg-press", "lat-pulldown", "seated-cable-row")
        self.assert_caught("E02", {slug: of("beginner", asked(excluded_exercises=frozenset({slug}))) for slug in slugs})
        self.assert_silent("E02", {"another": of("beginner", asked(excluded_exercises=frozenset({"back-squat"})))})

    def test_it_refuses_what_asks_for_more_skill(self) -> None:
        slugs = ("power-clean", "back-squat", "chin-up", "hollow-hold", "turkish-get-up")
        self.assert_caught("E03", {slug: instead(slug, "beginner") for slug in slugs})
        self.assert_silent("E03", {"a trained athlete": of("lifter")})

    def test_it_refuses_days_that_are_not_there(self) -> None:
        at = sessions(lambda each: replace(each, at="18:30"))
        self.assert_caught(
            "E04",
            {
                "weekends only": of("beginner", asked(available_days=frozenset({5, 6}))),
                "all but one day": of("beginner", asked(available_days=frozenset({0, 2, 3, 5, 6}))),
                "blocked weekday": of("beginner", asked(blocked_days=frozenset({2}))),
                "blocked date": of("beginner", asked(blocked_days=frozenset({date(2026, 11, 13)}))),
                "another time": of("beginner", at, asked(training_times={0: "07:00"})),
                "moved by a rule": of("beginner", asked(available_days=frozenset({0, 2, 4})), edited(_moved)),
            },
        )
        self.assert_silent(
            "E04",
            {
                "at the time asked for": of("beginner", at, asked(training_times={0: "18:30", 6: "07:00"})),
                "no time written": of("beginner", asked(training_times={0: "18:30"})),
                "moved by the athlete": of(
                    "beginner", asked(available_days=frozenset({0, 2, 4})), edited(_moved, author="athlete")
                ),
                "another time by the coach": of(
                    "beginner", asked(training_times={0: "07:00"}), edited(at, author="coach")
                ),
            },
        )


_moved = sessions(lambda each: replace(each, on=each.on + timedelta(days=1)), 1, 1)


class HealthTests(RuleTests):
    def test_it_refuses_what_a_sore_region_rules_out(self) -> None:
        table = {
            "knee": ("goblet-squat", "leg-press", "box-jump", "outdoor-run", "walking-lunge"),
            "back": ("back-squat", "conventional-deadlift", "barbell-row", "farmers-carry", "kettlebell-swing"),
            "shoulder": ("overhead-press", "parallel-bar-dip", "lat-pulldown", "dumbbell-fly", "push-press"),
        }
        for region, slugs in table.items():
            self.assert_caught("C01", {slug: instead(slug, f"sore_{region}") for slug in slugs})

    def test_it_leaves_out_more_when_it_hurts_more(self) -> None:
        extension = catalogue()["leg-extension"]
        self.assertIsNone(care.is_contraindicated(extension, intent(limitations=(Limitation("knee", 3),))))
        self.assertEqual(
            care.is_contraindicated(extension, intent(limitations=(Limitation("knee", 4),))), "injury_knee"
        )
        self.assertEqual(
            care.is_contraindicated(extension, intent(limitations=(Limitation("knee", 7),))), "severe_pain"
        )

    def test_it_has_a_row_for_every_region(self) -> None:
        self.assertEqual(set(care.INJURIES), set(REGIONS))
        for region in REGIONS:
            for severity in (1, 4, 7):
                sore = intent(limitations=(Limitation(region, severity),))
                self.assertTrue(any(care.is_contraindicated(each, sore) for each in catalogue()), (region, severity))
        well = intent(limitations=(Limitation("knee", 0), Limitation("mood", 9)))
        self.assertEqual([each.slug for each in catalogue() if care.is_contraindicated(each, well)], [])

    def test_it_tells_the_flags_that_are_out(self) -> None:
        self.assertEqual(care.banned_flags(intent()), frozenset())
        self.assertEqual(care.banned_flags(intent(limitations=(Limitation("knee", 2),))), {"deep_knee", "impact"})
        fragile = intent(health=Health(frozenset({"osteoporosis"})))
        self.assertEqual(care.banned_flags(fragile), {"impact", "fall_risk"})
        self.assertEqual(care.is_contraindicated(catalogue()["crunch"], fragile), "osteoporosis")

    def test_it_knows_the_limits_of_health(self) -> None:
        self.assertEqual(
            (care.highest_percent(intent()), care.lowest_rir(intent()), care.lowest_reps(intent())), (None, 0, 1)
        )
        strained = intent(health=Health(frozenset({"hypertension"})), age_years_low=66, age_years_high=67)
        self.assertEqual((care.highest_percent(strained), care.lowest_rir(strained)), (80, 2))
        self.assertEqual(care.lowest_reps(intent(age_years_low=16, age_years_high=17)), 6)

    def test_it_spares_high_blood_pressure(self) -> None:
        self.assert_caught(
            "C02",
            {
                "heavy": of("hypertensive", item(1, 0, 1, reps_min=5, reps_max=6)),
                "one rep left": of("hypertensive", item(1, 0, 1, target_rpe=9.0)),
                "heavy by its load": of(
                    "hypertensive", _knows("machine-row", 100), items(only(("machine-row",), load_kg=85.0))
                ),
                "a long hold": of(
                    "hypertensive", item(1, 0, 4, exercise="plank", reps_min=None, reps_max=None, duration_s=60)
                ),
                "a trunk exercise to failure": of("hypertensive", item(1, 0, 4, exercise="dead-bug", target_rpe=10.0)),
            },
        )

    def test_it_refuses_a_plan_before_clearance(self) -> None:
        for because in ("heart_condition", "kidney_disease", "diabetes", "recent_surgery", "hypertension_uncontrolled"):
            self.assertEqual(_found(of("beginner", asked(health=Health(frozenset({because}))))), {because})
        self.assert_caught(
            "C03",
            {
                "a yes": of("beginner", asked(health=Health(screening_yes=("chest_pain",)))),
                "pregnancy": of("beginner", asked(health=Health(pregnancy_week=6))),
                "a child": of("beginner", asked(age_years_low=13, age_years_high=14)),
                "great age": of(
                    "gentle" if "gentle" in ATHLETES else "older", asked(age_years_low=84, age_years_high=85)
                ),
                "no plan to lose weight": of("beginner", asked(health=Health(frozenset({"eating_disorder"})))),
            },
        )

    def test_it_spares_late_pregnancy(self) -> None:
        supine, impact, falling = "glute-bridge", "outdoor-run", "step-up"
        self.assert_caught(
            "C04",
            {slug: instead(slug, "pregnant") for slug in (supine, impact, falling, "barbell-bench-press")}
            | {"heavy": of("pregnant", item(1, 0, 1, reps_min=4, reps_max=6, target_rpe=8.0))},
        )
        early = of(
            "pregnant",
            asked(health=Health(pregnancy_week=13, cleared_by_professional=True)),
            item(1, 0, 0, exercise=supine),
        )
        self.assert_silent("C04", {"before week 14": early})

    def test_it_spares_minors(self) -> None:
        self.assert_caught(
            "C05",
            {
                "few reps": of("minor", item(1, 0, 1, reps_min=5)),
                "heavy": of("minor", item(1, 0, 1, reps_min=6, reps_max=6, target_rpe=9.5)),
                "a test": of("minor", item(4, 0, 1, role="test")),
                "four days": of("minor", _four_days),
                "two days in a row": of(
                    "minor", sessions(lambda each: replace(each, on=each.on + timedelta(days=-3)), 1, 2)
                ),
            },
        )

    def test_it_spares_the_old(self) -> None:
        self.assert_caught(
            "C06",
            {slug: instead(slug, "older") for slug in ("outdoor-run", "box-jump", "jump-rope", "burpee")}
            | {"heavy": of("older", item(1, 0, 1, reps_min=3, reps_max=4, target_rpe=8.5))},
        )
        self.assert_caught(
            "C06",
            {
                "four days": of("older", _four_days),
                "one day": of("older", lambda case: _first_week(case, case.spec.weeks[0].sessions[:2])),
                "no balance": of("older", items(only(("single-leg-calf-raise",), exercise="seated-calf-raise"))),
                "many sets at first": of("older", item(1, 0, 0, sets=4)),
            },
            severity="warning",
        )

    def test_it_keeps_weight_out_of_an_eating_disorder(self) -> None:
        name = "eating_disorder"
        self.assert_caught(
            "C07",
            {
                "note": of(name, item(1, 0, 0, notes="burn off that dinner")),
                "Chinese": of(name, item(1, 0, 0, notes="多消耗热量")),
                "title": of(name, sessions(lambda each: replace(each, title="fat-burning"), 2, 1)),
                "reason": of(name, spec(rationale=(Reason("goal", {"text": "lose weight"}),))),
                "more walking": of(name, edited(item(1, 1, 0, distance_m=6000))),
                "one more walk": of(name, edited(add(1, 0, run(2000, slug="brisk-walk")))),
            },
        )
        self.assert_silent(
            "C07",
            {
                "someone else": of("beginner", item(1, 0, 0, notes="300 kcal")),
                "less walking": of(name, edited(item(1, 1, 0, distance_m=2000))),
            },
        )

    def test_it_warns_of_diabetes_without_care(self) -> None:
        self.assert_caught(
            "C08",
            {
                "no notice": of("diabetic", spec(rationale=())),
                "before breakfast": of("diabetic", sessions(lambda each: replace(each, at="06:00"), 1, 0)),
            },
        )
        self.assert_silent("C08", {"in the evening": of("diabetic", sessions(lambda each: replace(each, at="18:00")))})

    def test_it_keeps_away_from_severe_pain(self) -> None:
        hurts = asked(limitations=(Limitation("knee", 8),))
        self.assert_caught(
            "C09",
            {
                "no referral": of("severe_pain", spec(rationale=())),
                "squats": of("severe_pain", hurts),
                "shrugs": instead("dumbbell-shrug", "severe_pain"),
                "rows": of("severe_pain", asked(limitations=(Limitation("upper_back", 7),))),
                "presses": of("severe_pain", asked(limitations=(Limitation("chest", 10),))),
            },
        )
        self.assert_silent("C09", {"moderate pain": of("beginner", asked(limitations=(Limitation("knee", 6),)))})

    def test_it_refuses_medical_claims(self) -> None:
        texts = ("take 400 mg of ibuprofen", "you have a hernia", "creatine works", "服用止痛药", "diagnosed as weak")
        self.assert_caught("C10", {text: of("beginner", item(2, 1, 0, notes=text)) for text in texts})


def _found(case: Case) -> set[str]:
    return {finding.facts["because"] for finding in judge(case) if finding.rule == "C03"}


def _knows(slug: str, e1rm_kg: float) -> Change:
    return asked(lifts={slug: LiftKnowledge(e1rm_kg, e1rm_kg, e1rm_kg, 0.0333)})


def _first_week(case: Case, made: tuple[Session, ...]) -> Case:
    first = replace(case.spec.weeks[0], sessions=made)
    return replace(case, spec=replace(case.spec, weeks=(first, *case.spec.weeks[1:])))


def _four_days(case: Case) -> Case:
    extra = tuple(session(day, lift("machine-row", 2, id=f"extra{day}")) for day in (1, 6))
    return _first_week(case, (*case.spec.weeks[0].sessions, *extra))


class ScreeningTests(SimpleTestCase):
    def test_it_lets_the_healthy_pass(self) -> None:
        for name, make in ATHLETES.items():
            with self.subTest(name):
                screen(make().intent)

    def test_it_names_every_reason(self) -> None:
        health = Health(frozenset({"diabetes", "heart_condition"}), 20, ("chest_pain", "dizziness"))
        with self.assertRaises(NeedsClearance) as refused:
            screen(intent(health=health))
        wanted = ["heart_condition", "diabetes", "screening_chest_pain", "screening_dizziness", "pregnancy"]
        self.assertEqual(refused.exception.facts["because"], wanted)

    def test_it_takes_the_word_of_a_professional_but_not_for_uncontrolled_pressure(self) -> None:
        cleared = Health(frozenset({"diabetes", "hypertension_uncontrolled"}), 20, ("chest_pain",), True)
        with self.assertRaises(NeedsClearance) as refused:
            screen(intent(health=cleared))
        self.assertEqual(refused.exception.facts["because"], ["hypertension_uncontrolled"])
        screen(intent(health=replace(cleared, conditions=frozenset({"diabetes"}))))

    def test_it_reads_an_uncertain_age_both_ways(self) -> None:
        screen(intent(age_years_low=15, age_years_high=16))
        screen(intent(age_years_low=79, age_years_high=80))
        for low, high, because in ((14, 15, "age_below_range"), (80, 81, "age_above_range")):
            with self.subTest(because), self.assertRaises(NeedsClearance) as refused:
                screen(intent(age_years_low=low, age_years_high=high))
            self.assertEqual(refused.exception.facts["because"], [because])

    def test_it_tells_which_notices_a_plan_owes(self) -> None:
        self.assertEqual(care.required_notices(intent()), ())
        owed = intent(health=Health(frozenset({"diabetes"})), limitations=(Limitation("knee", 7),))
        self.assertEqual(care.required_notices(owed), ("diabetes_notice", "see_professional"))
