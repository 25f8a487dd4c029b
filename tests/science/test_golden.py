"""The golden vectors: one number each, from a printed table, a definition or an independent calculation."""

from collections.abc import Callable
from math import exp, log
from unittest import TestCase

from science.effort import rir_from_rpe
from science.endurance import polarisation_index
from science.forecast import chance_trend_below
from science.health import mvpa_min
from science.load import (
    acwr,
    acwr_ewma,
    banister_break_even_days,
    banister_peak_days,
    chronic_load_au,
    ewma_weight,
    fitness_minus_fatigue,
    monotony,
    session_load_au,
    strain_au,
    weekly_load_au,
)
from science.readiness import z_score
from science.recovery import taper_mean_ratio
from science.strength import (
    CHART_PERCENT,
    brzycki_kg,
    chart_load_kg,
    chart_percent,
    e1rm_kg,
    epley_kg,
    reps_to_failure,
)
from science.volume import MuscleWork, fractional_sets, growth_percent

FOSTER_DAYS = (940, 50, 1120, 180, 390, 50, 670)
FOSTER_SESSIONS = (940, 50, 840, 280, 180, 390, 50, 390, 280)
UNEVEN_DAYS = (600, 200, 400, 500, 100, 650, 0)
STEP_UP = (100,) * 21 + (200,) * 7
SLEEP = (7, 8, 6, 7, 9, 7, 6, 8, 7, 7, 8, 6, 7, 7)
TRICEPS = (MuscleWork(4, ("chest",), ("triceps", "front_delts")), MuscleWork(3, ("triceps",)))

Golden = tuple[str, Callable[[], float | None], float, float]

# name, calculation, expected, half a unit of the last printed decimal
VECTORS: tuple[Golden, ...] = (
    ("G01 RIR of RPE 8.5", lambda: rir_from_rpe(8.5), 1.5, 0.05),
    ("G02 chart, 5 at RPE 8", lambda: chart_percent(5, rir_from_rpe(8)), 81.1, 0.05),
    ("G03 chart, 1 at RPE 8", lambda: chart_percent(1, rir_from_rpe(8)), 92.2, 0.05),
    ("G03 chart, 3 at RPE 10", lambda: chart_percent(3, rir_from_rpe(10)), 92.2, 0.05),
    ("G04 chart row 10.5", lambda: CHART_PERCENT[8 + rir_from_rpe(7.5)], 72.3, 0.05),
    ("G05 Epley", lambda: epley_kg(100, 5), 116.6667, 0.00005),
    ("G06 Epley with RIR", lambda: epley_kg(100, 5, rir_from_rpe(8)), 123.3333, 0.00005),
    ("G07 Brzycki", lambda: brzycki_kg(100, 10), 133.3333, 0.00005),
    ("G08 Brzycki with RIR", lambda: brzycki_kg(100, 5, rir_from_rpe(8)), 120.0, 0.05),
    ("G09 own curve", lambda: e1rm_kg(100, 5, rir_from_rpe(8)), 119.98, 0.005),
    ("G10 reps at 80 %", lambda: reps_to_failure(0.80), 8.5075, 0.00005),
    ("G11 reps at 70 %", lambda: reps_to_failure(0.70), 13.8700, 0.00005),
    ("G12 load by the chart", lambda: chart_load_kg(150, 5, rir_from_rpe(8), 2.5), 122.5, 0.05),
    ("G13 session load", lambda: session_load_au(7, 120), 840, 0.5),
    ("G14 weekly load", lambda: sum(FOSTER_SESSIONS), 3400, 0.5),
    ("G14 weekly load of the days", lambda: weekly_load_au(FOSTER_DAYS), 3400, 0.5),
    ("G15 strain", lambda: strain_au(3400, 1.26), 4284, 0.5),
    ("G16 monotony", lambda: monotony(FOSTER_DAYS), 1.1217, 0.00005),
    ("G17 monotony, ddof 0", lambda: monotony(FOSTER_DAYS, ddof=0), 1.2116, 0.00005),
    ("G18 strain", lambda: strain_au(weekly_load_au(UNEVEN_DAYS), monotony(UNEVEN_DAYS)), 3385.1615, 0.00005),
    ("G19 ACWR coupled", lambda: acwr(STEP_UP), 1.6, 0.05),
    ("G20 ACWR uncoupled", lambda: acwr(STEP_UP, coupled=False), 2.0, 0.05),
    ("G21 EWMA weight", lambda: ewma_weight(28), 0.0690, 0.00005),
    ("G22 ACWR by EWMA", lambda: acwr_ewma(STEP_UP), 1.3394, 0.00005),
    ("G23 Banister peak", banister_peak_days, 20.8732, 0.00005),
    ("G24 Banister break-even", banister_break_even_days, 5.8224, 0.00005),
    ("G25 Banister response", lambda: fitness_minus_fatigue([100, *[0] * 10]), 30.8826, 0.00005),
    ("G26 chronic load", lambda: chronic_load_au([100] * 42), 63.6544, 0.00005),
    ("G27 fractional sets", lambda: fractional_sets(TRICEPS)["triceps"], 5.0, 0.05),
    ("G28 growth", lambda: growth_percent(10), 3.7, 0.05),
    ("G29 mean taper", taper_mean_ratio, 0.5410, 0.00005),
    ("G30 polarisation", lambda: polarisation_index(0.80, 0.05, 0.15), 2.3802, 0.00005),
    ("G31 MVPA", lambda: mvpa_min(60, 45), 150, 0.5),
    ("G32 z of sleep", lambda: z_score(5, SLEEP), -2.4789, 0.00005),
    ("G33 plateau", lambda: chance_trend_below(0.0005, 0.0007), 0.2375, 0.00005),
)


class GoldenVectorTests(TestCase):
    def test_it_meets_every_printed_number(self) -> None:
        for name, calculate, expected, tolerance in VECTORS:
            with self.subTest(name):
                value = calculate()
                assert value is not None
                self.assertAlmostEqual(value, expected, delta=tolerance)


class IndependentCheckTests(TestCase):
    """The same numbers by another road."""

    def test_it_agrees_with_brzyckis_decimal_form(self) -> None:
        decimal = 100 / (1.0278 - 0.0278 * 10)
        self.assertAlmostEqual((brzycki_kg(100, 10) or 0) / decimal, 1, delta=5e-4)

    def test_it_finds_the_banister_peak_that_a_search_finds(self) -> None:
        def gain(day: float) -> float:
            return exp(-day / 42) - 2 * exp(-day / 7)

        best = max((step / 1000 for step in range(60_000)), key=gain)
        self.assertAlmostEqual(banister_peak_days() / best, 1, delta=1e-4)
        self.assertAlmostEqual(gain(banister_break_even_days()), 0, delta=1e-12)

    def test_it_agrees_with_the_daily_recursion_of_banister(self) -> None:
        loads = (100.0, 0.0, 40.0, 60.0, 0.0, 0.0, 90.0, 10.0)
        fitness = fatigue = 0.0
        for load_au in loads[:-1]:
            fitness = (fitness + load_au) * exp(-1 / 42)
            fatigue = (fatigue + load_au) * exp(-1 / 7)
        self.assertAlmostEqual(fitness_minus_fatigue(loads, start=500), 500 + fitness - 2 * fatigue, places=9)

    def test_it_agrees_with_the_closed_form_of_the_chronic_load(self) -> None:
        self.assertAlmostEqual(chronic_load_au([100] * 42), 100 * (1 - (41 / 42) ** 42), places=9)

    def test_it_agrees_with_quadrature_over_the_taper(self) -> None:
        steps = 20_000
        tau = 14 / log(4)
        middle = sum(exp(-(i + 0.5) * 14 / steps / tau) for i in range(steps)) / steps
        self.assertAlmostEqual(taper_mean_ratio(), middle, places=8)
