"""The geometry of the pictures."""

from datetime import UTC, date, datetime, timedelta

from django.test import SimpleTestCase

from adaptation.pages.picture import HEIGHT, LEFT, WIDTH, Point, bars, curve, steps

START = datetime(2026, 3, 1, tzinfo=UTC)


def points(*values: float) -> list[Point]:
    return [Point(START + timedelta(days=3 * n), value, value - 5, value + 5) for n, value in enumerate(values)]


class StepTests(SimpleTestCase):
    def test_it_covers_the_values_with_round_numbers(self) -> None:
        cases = [((95, 112), (95, 100, 105, 110, 115)), ((0, 590), (0, 200, 400, 600)), ((7, 7), None)]
        for (low, high), expected in cases:
            with self.subTest(low=low, high=high):
                marks = steps(low, high)
                if expected:
                    self.assertEqual(marks, expected)
                self.assertLessEqual(marks[0], low)
                self.assertGreaterEqual(marks[-1], high)
                self.assertGreater(len(marks), 1)


class CurveTests(SimpleTestCase):
    def test_it_draws_nothing_without_points(self) -> None:
        self.assertIsNone(curve([]))

    def test_it_draws_higher_values_higher(self) -> None:
        picture = curve(points(100, 110))
        assert picture is not None
        (_, low), (_, high) = picture.dots
        self.assertGreater(low, high)

    def test_it_keeps_everything_inside_the_box(self) -> None:
        for series in (points(100), points(100, 100.4), points(40, 200, 90, 130)):
            picture = curve(series)
            assert picture is not None
            pairs = [tuple(map(int, pair.split(","))) for pair in f"{picture.band} {picture.line}".split()]
            for x, y in pairs:
                self.assertTrue(LEFT - 12 <= x <= WIDTH and 0 <= y <= HEIGHT, (x, y))

    def test_it_puts_the_line_inside_its_band(self) -> None:
        picture = curve(points(100, 104, 103))
        assert picture is not None
        band = [int(pair.split(",")[1]) for pair in picture.band.split()]
        highs, lows = band[:3], band[3:][::-1]
        for (_, y), high, low in zip(picture.dots, highs, lows, strict=True):
            self.assertTrue(high < y < low)

    def test_it_shows_one_session_as_a_band_of_some_width(self) -> None:
        picture = curve(points(100))
        assert picture is not None
        self.assertEqual(len({pair.split(",")[0] for pair in picture.band.split()}), 2)


class BarTests(SimpleTestCase):
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(10)]

    def test_it_draws_nothing_for_rest_only(self) -> None:
        self.assertIsNone(bars([], [], 7))
        self.assertIsNone(bars([0.0] * 10, self.days, 7))

    def test_it_marks_the_recent_days(self) -> None:
        picture = bars([100.0] * 10, self.days, 7)
        assert picture is not None
        self.assertEqual([bar.is_recent for bar in picture.bars], [False] * 3 + [True] * 7)

    def test_it_makes_bars_as_high_as_their_share(self) -> None:
        picture = bars([100.0, 0.0, 200.0] + [0.0] * 7, self.days, 7)
        assert picture is not None
        self.assertEqual(picture.bars[1].height, 0)
        self.assertAlmostEqual(picture.bars[2].height, 2 * picture.bars[0].height, delta=1)
