"""A number that stands in no fact is found, however it is written."""

from __future__ import annotations

from decimal import Decimal

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from llm.core.grounding import numbers_in, ungrounded


class NumberTests(SimpleTestCase):
    def test_it_finds_numbers_in_digits_and_words(self) -> None:
        for text, numbers in (
            ("3 x 10 at 62.5 kg", {"3", "10", "62.5"}),
            ("3x10@62.5kg", {"3", "10", "62.5"}),
            ("62,5 kg", {"62.5"}),
            ("1,200 m", {"1200"}),
            ("Well done.5 sets more, v1.2.3", {"5", "1.2", "3"}),
            ("RPE8, 100%", {"8", "100"}),
            ("２０公斤", {"20"}),
            ("five sets, twenty-two reps", {"5", "22"}),
            ("Forty kilos, twice", {"40", "2"}),
            ("do this one more time", set()),
            ("it often weighs anyone down at a height", set()),
            ("the sixth time, your twentieth, a quarter more", {"6", "20", "0.25"}),
            ("dozens of sets, hundreds of reps", {"12", "100"}),
            ("做到三分之二，少了一半", {"2", "3", "0.5"}),
            ("8，60公斤", {"8", "60"}),
            ("做三组，每组十二次", {"3", "12"}),
            ("二十五公斤，一百二十公斤", {"25", "120"}),
            ("休息两天", {"2"}),
            ("三角肌和二头肌一起练一次", set()),
            ("2026-11-22", {"2026", "11", "22"}),
        ):
            with self.subTest(text):
                self.assertEqual(numbers_in(text), {Decimal(number) for number in numbers})

    def test_it_names_what_no_fact_says(self) -> None:
        facts = ["squat 3 x 5 at 80 kg", "last rated 9.0"]
        self.assertEqual(ungrounded("Your squat: three sets of 5 at 80.0 kg, rated 9.", facts), ())
        self.assertEqual(ungrounded("Add 5 kg: 85 kg for four sets.", facts), (Decimal(4), Decimal(85)))
        self.assertEqual(ungrounded("Nothing to count.", []), ())

    @given(st.text())
    def test_it_reads_any_text(self, text: str) -> None:
        self.assertEqual(ungrounded(text, [text]), ())

    @given(st.integers(0, 999), st.integers(0, 999))
    def test_a_number_in_digits_is_always_found(self, known: int, said: int) -> None:
        self.assertEqual(bool(ungrounded(f"Lift {said} kg.", [f"{known} kg"])), known != said)
