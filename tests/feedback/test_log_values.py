"""Cells of training logs: numbers, durations, dates and units of many hands."""

from __future__ import annotations

from datetime import datetime

from django.test import SimpleTestCase

from feedback.core.logs.values import CellInvalid, duration_s, infer_load_unit, moment, number, puts_day_first, whole


class NumberTests(SimpleTestCase):
    def test_it_reads_points_and_commas(self) -> None:
        cases = {
            "82.5": 82.5, "82,5": 82.5, "1,082.5": 1082.5, "1.082,5": 1082.5, " 13.0 ": 13, "1 082,5": 1082.5,
            "１００": 100, "": None, "-20": -20, ".5": 0.5,
        }  # fmt: skip
        for cell, expected in cases.items():
            with self.subTest(cell):
                self.assertEqual(number(cell), expected)

    def test_it_refuses_what_is_no_number(self) -> None:
        for cell in ("abc", "1e5", "nan", "inf", "1,2,3", "--1", "5 kg", "9" * 40):
            with self.subTest(cell), self.assertRaises(CellInvalid):
                number(cell)

    def test_it_counts_whole_things_only(self) -> None:
        self.assertEqual(whole("13.0"), 13)
        with self.assertRaises(CellInvalid):
            whole("5.5")


class DurationTests(SimpleTestCase):
    def test_it_reads_what_apps_write(self) -> None:
        cases = {
            "1h 5m": 3900, "35m": 2100, "1h": 3600, "45s": 45, "1小时13分钟": 4380, "13分钟": 780, "90秒": 90,
            "1:05:00": 3900, "1:05": 3900, "3900": 3900, "65": 65, "1 Std. 5 Min.": 3900, "1 h 5 min": 3900,
            "1時間5分": 3900, "0": 0, "": None,
        }  # fmt: skip
        for cell, seconds in cases.items():
            with self.subTest(cell):
                self.assertEqual(duration_s(cell), seconds)

    def test_it_refuses_other_words(self) -> None:
        for cell in ("soon", "5 parsecs", "1h and more", "::"):
            with self.subTest(cell), self.assertRaises(CellInvalid):
                duration_s(cell)


class MomentTests(SimpleTestCase):
    def test_it_reads_dates_of_many_languages(self) -> None:
        expected = datetime(2025, 9, 15, 7, 48)  # noqa: DTZ001  logs tell local times
        for cell in (
            "2025-09-15 07:48:00", "2025-09-15T07:48", "2025-09-15 7:48:00\u202fAM", "2025/9/15 7:48",
            "15 Sep 2025, 07:48", "Sep 15, 2025, 7:48 AM", "Sep 15, 2025, 7:48\u202fAM",
            "September 15, 2025 at 7:48 AM",
            "15. Sept. 2025, 07:48", "15 sept. 2025, 07:48", "15 de septiembre de 2025, 7:48", "15 set 2025, 07:48",
            "15 сент. 2025, 07:48", "2025年9月15日 07:48", "2025年9月15日 上午7:48", "2025年9月15日 7时48分",
            "2025년 9월 15일 오전 7:48", "15.09.2025 07:48", "15/09/2025 07:48", "15-09-2025 07:48:00",
        ):  # fmt: skip
            with self.subTest(cell):
                self.assertEqual(moment(cell), expected)

    def test_it_reads_the_afternoon(self) -> None:
        for cell in ("Sep 15, 2025, 6:05 PM", "2025年9月15日 下午6:05", "2025-09-15 18:05", "2025-09-15 6:05:00 p.m."):
            with self.subTest(cell):
                self.assertEqual(moment(cell).hour, 18)
        self.assertEqual(moment("Sep 15, 2025, 12:10 AM").hour, 0)
        self.assertEqual(moment("2025-09-15 12:10 pm").hour, 12)

    def test_it_knows_all_months_of_the_languages(self) -> None:
        months = {
            "janv": 1, "ene": 1, "févr": 2, "März": 3, "mrt": 3, "avr": 4, "mayo": 5, "мая": 5, "giu": 6, "июня": 6,
            "juil": 7, "août": 8, "Okt": 10, "dic": 12, "dez": 12,
        }  # fmt: skip
        for name, month in months.items():
            with self.subTest(name):
                self.assertEqual(moment(f"2 {name}. 2025, 10:00").month, month)

    def test_it_asks_the_column_which_number_is_the_day(self) -> None:
        self.assertTrue(puts_day_first(["3/4/2025 10:00", "13/4/2025 10:00"]))
        self.assertFalse(puts_day_first(["3/4/2025 10:00", "3/14/2025 10:00"]))
        self.assertFalse(puts_day_first(["3/4/2025 7:48 AM"]))
        self.assertTrue(puts_day_first(["03.04.2025 10:00"]))
        self.assertEqual(moment("3/4/2025 10:00", day_first=False).month, 3)

    def test_it_refuses_what_is_no_date(self) -> None:
        for cell in ("yesterday", "2025-13-01", "2025-02-30 10:00", "15 Foo 2025", "1825-01-01", "2025-09-15 25:00",
                     "2025-09-15 10:61", "9999999", "2025-09-15 noon", "15 ju 2025", "31.04.2025"):  # fmt: skip
            with self.subTest(cell), self.assertRaises(CellInvalid):
                moment(cell)


class LoadUnitTests(SimpleTestCase):
    def test_it_knows_plates_that_were_converted_to_pounds(self) -> None:
        self.assertEqual(infer_load_unit([44.09, 88.18, 137.79, 0], "kg"), "lbs")
        self.assertEqual(infer_load_unit([44.1, 88.2, 137.8], "kg"), "lbs")

    def test_it_goes_by_the_athletes_habit_where_numbers_say_nothing(self) -> None:
        for loads in ([60, 62.5, 100], [45, 135, 225], [5.7, 7.9, 10.2, 73], [], [0.0]):
            for usual in ("kg", "lbs"):
                with self.subTest(loads=loads, usual=usual):
                    self.assertEqual(infer_load_unit(loads, usual), usual)
