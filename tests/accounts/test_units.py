"""Kilograms and pounds."""

from django.test import SimpleTestCase

from accounts.core.units import in_kg, shown


class UnitTests(SimpleTestCase):
    def test_it_leaves_kilograms_as_they_are(self) -> None:
        self.assertEqual((shown(82.5, "metric"), in_kg(82.5, "metric")), (82.5, 82.5))

    def test_it_shows_pounds_to_the_half(self) -> None:
        for load_kg, pounds in [(100.0, 220.5), (20.0, 44.0), (102.06, 225.0), (0.0, 0.0)]:
            with self.subTest(load_kg=load_kg):
                self.assertEqual(shown(load_kg, "imperial"), pounds)

    def test_it_gives_back_what_was_typed(self) -> None:
        for halves in range(0, 1001):
            self.assertEqual(shown(in_kg(halves / 2, "imperial"), "imperial"), halves / 2)
