"""Reading the cells of a training log: numbers, durations and dates as apps and spreadsheets of many languages write
them. A cell that is not what its column says is a CellInvalid; an empty one is None."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.core.units import KG_PER_LB

METRES_PER = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144}
OLDEST_YEAR = 1970
PLATE_STEP_KG = 1.25
PLATE_TOLERANCE_KG = 0.025  # pounds with one decimal are off by so much

# Month names by number; an abbreviation is any beginning of three letters or more.
MONTHS = (
    "january januar janvier enero gennaio janeiro januari ianuarie январь января styczeń stycznia ocak",
    "february februar février febrero febbraio fevereiro februari февраль февраля luty lutego şubat",
    "march märz mars marzo março maart mrt март марта marzec marca mart",
    "april avril abril aprile апрель апреля kwiecień kwietnia nisan",
    "may mai mayo maggio maio mei maj май мая maja mayıs",
    "june juni juin junio giugno junho июнь июня czerwiec czerwca haziran",
    "july juli juillet julio luglio julho июль июля lipiec lipca temmuz",
    "august août agosto augustus augusti август августа sierpień sierpnia ağustos",
    "september septembre septiembre settembre setembro сентябрь сентября wrzesień września eylül",
    "october oktober octobre octubre ottobre outubro октябрь октября październik października ekim",
    "november novembre noviembre novembro ноябрь ноября listopad listopada kasım",
    "december dezember décembre diciembre dicembre dezembro декабрь декабря grudzień grudnia aralık",
)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})\s*[日일]?")
DAY_NAME = re.compile(r"(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<name>[^\W\d]{3,})\.?,?\s+(?:de\s+)?(?P<year>\d{4})")
NAME_DAY = re.compile(r"(?P<name>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
NUMERIC = re.compile(r"(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-](?P<year>\d{4})")
TIME = re.compile(
    r"[,\s]*(?:T|at|um|à|a las|alle|às|om|kl\.?|в)?[,\s]*(?P<before>上午|下午|午前|午後|오전|오후)?\s*"
    r"(?P<hour>\d{1,2})\s*[:.时時點点시h]\s*(?P<minute>\d{2})(?:\s*[:.分분]\s*(?P<second>\d{2})(?:\.\d+)?)?\s*[分분초秒]?\s*"
    r"(?P<after>[ap]\.?\s?m\.?)?",
    re.IGNORECASE,
)
AFTERNOON = ("下午", "午後", "오후", "p")
DURATION_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d]+)\.?\s*")
SECONDS_PER = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunden", "hora", "heure", "ora", "ч"), 3600),
    **dict.fromkeys(("小时", "小時", "时", "時", "時間", "시간"), 3600),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten", "мин", "分钟", "分鐘", "分", "분"), 60),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "с", "сек", "秒", "秒钟", "秒鐘", "초"), 1),
}


class CellInvalid(Exception):
    """A cell that does not hold what its column is for."""


def folded(text: str) -> str:
    """Full-width forms made plain, case and accents away, spaces of every kind one space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


MONTH_WORDS = tuple(tuple(folded(names).split()) for names in MONTHS)


def number(cell: str) -> float | None:
    """A number with a point or a comma: of two kinds of marks the last is the decimal one, a comma alone is decimal."""
    text = re.sub(r"\s", "", cell)
    if not text:
        return None
    if "," in text and "." in text:
        text = text.replace("." if text.rindex(",") > text.rindex(".") else ",", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d{1,9}(\.\d{0,9})?|\.\d{1,9})", text):
        raise CellInvalid(cell)
    return float(text)


def whole(cell: str) -> int | None:
    """A count, also when it is written as 13.0."""
    value = number(cell)
    if value is not None and not value.is_integer():
        raise CellInvalid(cell)
    return None if value is None else int(value)


def duration_s(cell: str) -> int | None:
    """Seconds behind "1h 5m", "1小时13分钟", "1:05:00" or plain seconds."""
    text = unicodedata.normalize("NFKC", cell).casefold().strip()
    if not text:
        return None
    if re.fullmatch(r"\d{1,3}(:\d{2}){1,2}", text):
        return _clock_s(text)
    parts = DURATION_PART.findall(text)
    if parts and DURATION_PART.sub("", text) == "" and all(unit in SECONDS_PER for _, unit in parts):
        return round(sum(float(amount.replace(",", ".")) * SECONDS_PER[unit] for amount, unit in parts))
    value = number(text)
    return None if value is None else round(value)


def _clock_s(text: str) -> int:
    """h:mm:ss, or h:mm as apps show the length of a workout."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + sum(seconds)


def puts_day_first(cells: Iterable[str]) -> bool:
    """Whether dates such as 3/4/2025 mean the third of April, judged by a whole column.

    A first number over 12 says yes, a second one over 12 no; otherwise a clock with am and pm, or slashes without any
    sign, speak for the American order only when am/pm is there.
    """
    american = False
    for cell in cells:
        if found := NUMERIC.match(cell.strip()):
            if int(found["first"]) > 12:
                return True
            american = american or int(found["second"]) > 12 or bool(re.search(r"[ap]\.?m", cell, re.IGNORECASE))
    return not american


def moment(cell: str, day_first: bool = True) -> datetime:
    """The local date and time of a cell, without a zone. Midnight where there is no time."""
    text = unicodedata.normalize("NFKC", cell).strip()
    for pattern in (YEAR_FIRST, DAY_NAME, NAME_DAY, NUMERIC):
        if found := pattern.match(text):
            year, month, day = _date(found.groupdict(), day_first)
            try:
                local = datetime(year, month, day) + _time_of_day(text[found.end() :])  # noqa: DTZ001  local by design
            except (ValueError, OverflowError) as problem:
                raise CellInvalid(cell) from problem
            if local.year >= OLDEST_YEAR:
                return local
    raise CellInvalid(cell)


def _date(parts: dict[str, str], day_first: bool) -> tuple[int, int, int]:
    if "name" in parts:
        return int(parts["year"]), _month(parts["name"]), int(parts["day"])
    if "first" in parts:
        day, month = (parts["first"], parts["second"]) if day_first else (parts["second"], parts["first"])
        return int(parts["year"]), int(month), int(day)
    return int(parts["year"]), int(parts["month"]), int(parts["day"])


def _month(name: str) -> int:
    """0, which no calendar has, for a word that begins no month or two."""
    word = folded(name)
    hits = [place for place, names in enumerate(MONTH_WORDS, 1) if any(each.startswith(word) for each in names)]
    return hits[0] if len(hits) == 1 else 0


def _time_of_day(text: str) -> timedelta:
    if not text.strip():
        return timedelta()
    found = TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["before"] or found["after"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half.startswith(AFTERNOON) else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(text)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def infer_load_unit(loads: Iterable[float], usual: str) -> str:
    """kg or lbs, for a column that does not say: what the numbers look like, else what the athlete usually uses.

    Plates come in steps of 1.25 kg. Numbers that fall on that grid only after conversion from pounds (44.09 is 20 kg)
    were written in pounds by someone who lifts kilograms.
    """
    distinct = {abs(load) for load in loads if load}
    if not distinct:
        return usual
    as_they_are = sum(_on_grid(load) for load in distinct) / len(distinct)
    converted = sum(_on_grid(load * KG_PER_LB) for load in distinct) / len(distinct)
    return "lbs" if converted >= 0.6 and converted > 2 * as_they_are else usual


def _on_grid(load_kg: float) -> bool:
    return abs(load_kg - round(load_kg / PLATE_STEP_KG) * PLATE_STEP_KG) <= PLATE_TOLERANCE_KG
