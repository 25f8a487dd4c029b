"""Training logs of other apps: every row has an answer."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import SimpleTestCase

from feedback.core.logs.columns import detect
from feedback.core.logs.outcomes import RowOutcome, counts, packed, reasons
from feedback.core.logs.reading import Log, read_log
from feedback.core.logs.rows import LeftRow, SetRow
from feedback.core.logs.sessions import by_exercise, client_id, inert, mode_of
from feedback.core.logs.table import BROKEN_MAX, RECORDS_MAX, decode, records
from feedback.core.refusals import LogUnreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "logs"
REAL = Path(os.environ.get("SPOTTER_DATA_SETS") or Path(__file__).resolve().parents[3] / "shared" / "data") / "logs"
LATEST = datetime(2026, 3, 2, 18, 0)  # noqa: DTZ001  logs tell local times
HEVY_HEADER = (
    "title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
)


def fixture(name: str, **options: str) -> Log:
    return read_log(decode((FIXTURES / name).read_bytes()), latest=LATEST, **options)


def hevy(*rows: str) -> Log:
    return read_log(HEVY_HEADER + "\n".join(rows), latest=LATEST)


def row(**changes: str) -> str:
    cells = {
        "title": "Legs", "start": "2026-02-02 10:00", "end": "2026-02-02 11:00", "exercise": "Squat (Barbell)",
        "index": "0", "kind": "normal", "load": "100", "reps": "5", "distance": "", "seconds": "", "rpe": "8",
    }  # fmt: skip
    return ",".join({**cells, **changes}.values())


def done(log: Log) -> list[dict[str, Any]]:
    return [dict(each.done) for each in log.rows if isinstance(each, SetRow)]


def left(log: Log) -> list[tuple[int, str, str]]:
    return [(each.line, each.outcome, each.reason) for each in log.rows if isinstance(each, LeftRow)]


class FormatTests(SimpleTestCase):
    def test_it_reads_hevy_in_american_pounds(self) -> None:
        log = fixture("hevy_us.csv")
        self.assertEqual((log.source, log.unit, log.is_unit_inferred), ("hevy", "lbs", False))
        self.assertEqual(
            done(log),
            [
                {"reps": 10, "load_kg": 20.41, "rpe": 6.0, "warm_up": True},
                {"reps": 5, "load_kg": 102.06, "rpe": 8.0},
                {"reps": 4, "load_kg": 102.06, "rpe": 9.5, "failed": True},
                {"reps": 12, "load_kg": 61.23},
                {"duration_s": 2100, "distance_m": 4989, "rpe": 4.0},
            ],
        )
        run = log.rows[-1]
        assert isinstance(run, SetRow)
        self.assertEqual((run.started, run.workout_s), (datetime(2025, 9, 14, 18, 5), 35 * 60))  # noqa: DTZ001

    def test_it_reads_strong_in_german_with_decimal_commas(self) -> None:
        log = fixture("strong_de.csv")
        self.assertEqual((log.source, log.unit, log.is_unit_inferred), ("strong", "kg", False))
        self.assertEqual([each["load_kg"] for each in done(log)], [40.0, 82.5, 82.5, 0.0])
        self.assertEqual(done(log)[0]["warm_up"], True)
        self.assertEqual(done(log)[2], {"reps": 4, "load_kg": 82.5, "rpe": 9.0, "failed": True})
        self.assertEqual(done(log)[3], {"load_kg": 0.0, "duration_s": 60})
        self.assertEqual(left(log), [(4, "skipped", "rest_timer")])
        self.assertEqual({each.workout for each in log.rows if isinstance(each, SetRow)}, {"Oberkörper; A"})

    def test_it_reads_strong_in_chinese(self) -> None:
        log = fixture("strong_zh.csv")
        self.assertEqual(log.source, "strong")
        self.assertEqual([each.title for each in log.rows if isinstance(each, SetRow)],
                         ["深蹲（杠铃）", "深蹲（杠铃）", "=我的动作()"])  # fmt: skip
        self.assertEqual(left(log), [(4, "skipped", "rest_timer")])
        first = log.rows[0]
        assert isinstance(first, SetRow)
        self.assertEqual((first.started, first.workout_s), (datetime(2025, 9, 15, 18, 5), 4380))  # noqa: DTZ001

    def test_it_reads_the_newest_strong_layout(self) -> None:
        log = fixture("strong_new.csv")
        self.assertEqual((log.source, log.unit, log.is_unit_inferred), ("strong", "kg", False))
        self.assertEqual(left(log), [(3, "skipped", "note")])
        self.assertEqual(done(log)[2], {"duration_s": 480, "distance_m": 2000, "rpe": 7.0})

    def test_it_infers_pounds_that_a_lifter_of_kilograms_never_chose(self) -> None:
        log = fixture("strong_pounds_unmarked.csv")
        self.assertEqual((log.unit, log.is_unit_inferred), ("lbs", True))
        self.assertEqual([each["load_kg"] for each in done(log)], [20.0, 40.0, 62.5, 100.0])

    def test_it_believes_the_athlete_about_the_unit(self) -> None:
        self.assertEqual(done(fixture("strong_pounds_unmarked.csv", unit="kg"))[0]["load_kg"], 44.09)

    def test_it_reads_every_encoding_that_spreadsheets_write(self) -> None:
        chinese, german = (FIXTURES / "strong_zh.csv").read_text(), (FIXTURES / "strong_de.csv").read_text()
        for content, text in (
            (chinese.encode("utf-8-sig"), chinese), (chinese.encode("utf-16"), chinese),
            (chinese.encode("gb18030"), chinese), (german.encode("cp1252"), german),
            (german.replace("\n", "\r\n").encode(), german.replace("\n", "\r\n")),
        ):  # fmt: skip
            with self.subTest(content[:12]):
                self.assertEqual(decode(content), text)
                self.assertEqual(len(read_log(decode(content), latest=LATEST).rows), 4 if text == chinese else 5)

    def test_it_reads_bytes_that_no_code_page_knows(self) -> None:
        self.assertEqual(decode(b"\x81 caf\xe9"), "\x81 café")

    def test_it_reads_a_file_that_a_spreadsheet_has_saved(self) -> None:
        german = (FIXTURES / "strong_de.csv").read_text()
        self.assertEqual(len(read_log("sep=;\n" + german, latest=LATEST).rows), 5)
        self.assertEqual(len(read_log(german.replace(";", "\t"), latest=LATEST).rows), 5)


class RefusedFileTests(SimpleTestCase):
    def test_it_names_the_reason(self) -> None:
        for content, because in {
            b"": "empty", b"\n\n": "empty", b"a,b,c\n1,2,3\n": "unknown_columns", b"\x89PNG\x00\x00": "binary",
            b"date,reps\n": "unknown_columns", "a\x00b".encode("utf-16"): "binary",
        }.items():  # fmt: skip
            with self.subTest(content), self.assertRaises(LogUnreadable) as caught:
                detect(decode(content))
            self.assertEqual(caught.exception.facts["because"], because)

    def test_it_refuses_another_app_than_the_athlete_said(self) -> None:
        with self.assertRaises(LogUnreadable):
            detect((FIXTURES / "strong_de.csv").read_text(), "hevy")

    def test_it_refuses_more_rows_than_anyone_trains(self) -> None:
        with self.assertRaises(LogUnreadable) as caught:
            sum(1 for _ in records("1\n" * (RECORDS_MAX + 1), ","))
        self.assertEqual(caught.exception.facts["because"], "too_long")

    def test_it_refuses_a_file_of_broken_quotes(self) -> None:
        with self.assertRaises(LogUnreadable) as caught:
            list(records('"a"b\n' * (BROKEN_MAX + 1), ","))
        self.assertEqual(caught.exception.facts["because"], "broken_quotes")


class RowTests(SimpleTestCase):
    def test_it_gives_every_bad_row_its_reason(self) -> None:
        cases = {
            row(start=""): ("rejected", "date_missing"),
            row(start="some day"): ("rejected", "date_unreadable"),
            row(start="2026-03-02 18:01"): ("rejected", "date_in_future"),
            row(exercise=" "): ("rejected", "exercise_missing"),
            row(exercise="x" * 241): ("rejected", "exercise_too_long"),
            row(kind="mystery"): ("rejected", "unknown_set_kind"),
            row(load="heavy"): ("rejected", "load_unreadable"),
            row(load="1501"): ("rejected", "load_out_of_range"),
            row(reps="5.5"): ("rejected", "reps_unreadable"),
            row(reps="501"): ("rejected", "reps_out_of_range"),
            row(reps="-1"): ("rejected", "reps_out_of_range"),
            row(rpe="hard"): ("rejected", "rpe_unreadable"),
            row(rpe="11"): ("rejected", "rpe_out_of_range"),
            row(reps="", seconds="90000"): ("rejected", "duration_out_of_range"),
            row(reps="", seconds="long"): ("rejected", "duration_unreadable"),
            row(reps="", distance="600"): ("rejected", "distance_out_of_range"),
            row(reps="", distance="far"): ("rejected", "distance_unreadable"),
            row(reps="0"): ("skipped", "empty_set"),
            row(reps=""): ("skipped", "empty_set"),
            "," * 10: ("skipped", "empty_row"),
            row() + ",more": ("rejected", "too_many_cells"),
            'Legs,"2026-02-02 10:00"x': ("rejected", "broken_quotes"),
        }  # fmt: skip
        for text, answer in cases.items():
            with self.subTest(text[:60]):
                self.assertEqual(left(hevy(text)), [(2, *answer)])

    def test_it_keeps_the_failed_attempt_without_a_rep(self) -> None:
        self.assertEqual(
            done(hevy(row(kind="failure", reps="0", rpe="")))[0], {"reps": 0, "load_kg": 100.0, "failed": True}
        )

    def test_it_puts_ratings_between_the_halves_on_the_scale_and_takes_zero_for_none(self) -> None:
        self.assertEqual(
            [each.get("rpe") for each in done(hevy(row(rpe="8.3"), row(rpe="0"), row(rpe="")))], [8.5, None, None]
        )

    def test_it_takes_a_row_that_ends_early(self) -> None:
        self.assertEqual(done(hevy("Legs,2026-02-02 10:00,,Squat,0,normal,100,5")), [{"reps": 5, "load_kg": 100.0}])

    def test_it_goes_on_below_an_unclosed_quote(self) -> None:
        log = hevy(row(), row(title='"Legs'), row(), row())
        self.assertEqual(left(log), [(3, "rejected", "broken_quotes")])
        self.assertEqual([each.line for each in log.rows], [2, 3, 4, 5])

    def test_it_counts_lines_of_the_file_not_records(self) -> None:
        log = hevy(row(title='"Legs\nand more"'), "", row(reps="x"))
        self.assertEqual(left(log), [(5, "rejected", "reps_unreadable")])

    def test_it_loses_no_set_over_a_length_that_cannot_be_read(self) -> None:
        found = hevy(row(end="late")).rows[0]
        self.assertIsNone(found.workout_s if isinstance(found, SetRow) else 0)

    def test_it_infers_the_unit_around_cells_that_are_no_numbers(self) -> None:
        header = "Date,Exercise Name,Set Order,Reps"
        log = read_log(f"{header},Weight\n2026-02-02,Squat,1,5,heavy\n2026-02-02,Squat,2,5,44.09\n", latest=LATEST)
        self.assertEqual(log.unit, "lbs")
        self.assertEqual(done(read_log(f"{header}\n2026-02-02,Squat,1,5\n", latest=LATEST)), [{"reps": 5}])

    def test_it_leaves_no_line_break_in_the_middle_of_a_name(self) -> None:
        log = hevy(row(exercise="Squat\u2028deep"))
        self.assertEqual(len(log.rows), 1)


class SessionTests(SimpleTestCase):
    ATHLETE = UUID("0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10")

    def test_it_puts_sets_of_one_exercise_of_one_workout_together_oldest_first(self) -> None:
        log = hevy(row(reps="8"), row(exercise="Row"), row(reps="6"), row(start="2026-02-01 10:00"))
        work = by_exercise(each for each in log.rows if isinstance(each, SetRow))
        self.assertEqual([(each.started.day, each.title, each.lines) for each in work],
                         [(1, "Squat (Barbell)", (5,)), (2, "Squat (Barbell)", (2, 4)), (2, "Row", (3,))])  # fmt: skip

    def test_it_gives_the_same_work_the_same_id_however_long_the_export(self) -> None:
        short, long = (by_exercise(each for each in log.rows if isinstance(each, SetRow)) for log in (
            hevy(row()), hevy(row(start="2026-02-09 10:00"), row()),
        ))  # fmt: skip
        same = {client_id(self.ATHLETE, "hevy", each) for each in short}
        self.assertLess(same, {client_id(self.ATHLETE, "hevy", each) for each in long})
        self.assertNotIn(client_id(UUID(int=1), "hevy", short[0]), same)

    def test_it_measures_an_unknown_exercise_as_its_sets_were(self) -> None:
        cases: dict[str, dict[str, Any]] = {
            "load": {"load_kg": 5.0, "reps": 3},
            "reps": {"load_kg": 0.0, "reps": 3},
            "dist": {"distance_m": 100},
            "time": {"duration_s": 60},
        }
        for mode, each in cases.items():
            with self.subTest(mode):
                self.assertEqual(mode_of([each]), mode)

    def test_it_disarms_names_that_a_spreadsheet_would_compute(self) -> None:
        for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx"):
            with self.subTest(name):
                self.assertEqual(inert(name), f"'{name}")
        self.assertEqual(inert("Squat"), "Squat")

    def test_it_counts_each_row_once(self) -> None:
        outcomes = [RowOutcome(3, "skipped", "note"), RowOutcome(2, "imported"), RowOutcome(4, "imported")]
        self.assertEqual(counts(outcomes)["imported"], 2)
        self.assertEqual(sum(counts(outcomes).values()), 3)
        self.assertEqual(reasons(outcomes), {"note": 1})
        self.assertEqual(packed(outcomes), [[2, "imported", ""], [3, "skipped", "note"], [4, "imported", ""]])


class RealLogTests(SimpleTestCase):
    def real(self, name: str) -> Log:
        path = REAL / name
        if not path.exists():
            self.skipTest(f"{path} is not here")
        return read_log(decode(path.read_bytes()), latest=LATEST)

    def test_it_reads_every_row_of_a_real_hevy_log(self) -> None:
        log = self.real("hevy_rpe_dakheera.csv")
        self.assertEqual((len(log.rows), left(log), log.unit), (7211, [], "kg"))
        sets = done(log)
        self.assertEqual(Counter("warm_up" in each for each in sets)[True], 2195)
        self.assertEqual(Counter("failed" in each for each in sets)[True], 1122)
        self.assertEqual(Counter("rpe" in each for each in sets)[True], 6916)
        self.assertEqual(len(by_exercise(each for each in log.rows if isinstance(each, SetRow))), 1944)

    def test_it_reads_every_row_of_a_real_strong_log(self) -> None:
        log = self.real("strong_dakheera.csv")
        self.assertEqual((len(log.rows), left(log), log.unit, log.is_unit_inferred), (250, [], "kg", True))
