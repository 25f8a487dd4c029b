"""Which app wrote a log, told by the names of its columns, in the languages that the apps export."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.core.logs.table import DELIMITERS, records
from feedback.core.logs.values import folded
from feedback.core.refusals import LogUnreadable

SOURCES = ("hevy", "strong")
# Our name of a column, and what the app calls it.
HEVY = {
    "workout": "title",
    "started": "start_time",
    "ended": "end_time",
    "title": "exercise_title",
    "order": "set_index",
    "kind": "set_type",
    "load": "weight_kg|weight_lbs|weight",
    "reps": "reps",
    "distance": "distance_km|distance_miles|distance_meters|distance",
    "seconds": "duration_seconds",
    "rpe": "rpe",
}
STRONG = {
    "started": "date|datum|fecha|data|дата|日期|日付|날짜",
    "workout": "workout name|workout-name|name des workouts|trainingsname|nombre del entrenamiento|"
    "nom de l'entraînement|nome allenamento|nome dell'allenamento|nome do treino|naam van de training|"
    "название тренировки|训练名称|锻炼名称|体能训练名称|訓練名稱|健身名称|ワークアウト名|운동 이름",
    "duration": "duration|dauer|duración|durée|durata|duração|duur|длительность|持续时间|时长|训练时长|"
    "持續時間|所要時間|시간",
    "title": "exercise name|exercise|name der übung|übungsname|übung|nombre del ejercicio|ejercicio|nom de l'exercice|"
    "exercice|nome esercizio|nome dell'esercizio|esercizio|nome do exercício|exercício|naam van de oefening|oefening|"
    "название упражнения|упражнение|练习名称|动作名称|动作|运动名称|動作名稱|訓練動作|エクササイズ名|種目|종목",
    "order": "set order|satzreihenfolge|satz|reihenfolge der sätze|orden de la serie|orden de series|serie|"
    "ordre des séries|ordre de la série|série|ordine serie|ordine delle serie|ordem da série|setvolgorde|"
    "порядок подходов|подход|组序|组顺序|组次|组数|组|組序|組數|セット順|セット|세트 순서|세트",
    "load": "weight|gewicht|peso|poids|вес|重量|重さ|무게",
    "load_unit": "weight unit|gewichtseinheit|unidad de peso|unité de poids|unità di peso|unidade de peso|"
    "重量单位|重量單位",
    "reps": "reps|wiederholungen|wdh.|wdh|repeticiones|répétitions|reps.|ripetizioni|repetições|herhalingen|"
    "повторения|повторы|次数|次數|重复次数|回数|レップ|횟수",
    "distance": "distance|entfernung|distanz|strecke|distancia|distanza|distância|afstand|расстояние|дистанция|"
    "距离|距離|거리",
    "distance_unit": "distance unit|entfernungseinheit|unidad de distancia|unité de distance|距离单位|距離單位",
    "seconds": "seconds|sekunden|segundos|secondes|secondi|seconden|секунды|秒|秒数|秒數|초",
    "rpe": "rpe|自感用力度|自觉强度",
}
NEEDED = {"hevy": ("started", "title", "kind", "reps"), "strong": ("started", "title", "order", "reps")}
IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]+)[)\]]\s*$")
LOAD_UNITS = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "kilogramm", "公斤", "千克", "キログラム", "кг"), "kg"),
    **dict.fromkeys(
        ("lb", "lbs", "pound", "pounds", "pfund", "libras", "livres", "libbre", "磅", "ポンド", "фунты"), "lbs"
    ),
}
DISTANCE_UNITS = {
    **dict.fromkeys(("m", "meter", "meters", "metres", "metros", "米", "公尺", "м"), "m"),
    **dict.fromkeys(("km", "kilometer", "kilometers", "kilometres", "公里", "千米", "км"), "km"),
    **dict.fromkeys(("mi", "mile", "miles", "meilen", "millas", "英里", "マイル"), "mi"),
    **dict.fromkeys(("yd", "yds", "yard", "yards", "码", "碼"), "yd"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a log keeps what. `load_unit` and `distance_unit` are None where the columns do not say."""

    source: str
    delimiter: str
    places: Mapping[str, int]  # our name of a column to its place
    width: int
    header_line: int
    load_unit: str | None = None
    distance_unit: str | None = None


def _by_name(table: Mapping[str, str]) -> dict[str, str]:
    return {folded(name): column for column, names in table.items() for name in names.split("|")}


NAMES = {"hevy": _by_name(HEVY), "strong": _by_name(STRONG)}


def detect(text: str, source: str | None = None) -> Layout:
    """The layout of a log. Raises LogUnreadable for an empty file and one whose columns no app that we know writes.

    source: the app, where the athlete has said which; else it is told by the columns.
    """
    seen: tuple[str, ...] = ()
    best: Layout | None = None
    for delimiter in DELIMITERS:
        header = next((each for each in records(text, delimiter) if each.cells and not _is_hint(each.cells)), None)
        if header is None or header.cells is None:
            continue
        seen = max(seen, header.cells, key=len)
        for app in (source,) if source else SOURCES:
            layout = _layout(app, delimiter, header.cells, header.line)
            if layout and (best is None or len(layout.places) > len(best.places)):
                best = layout
    if best is None:
        raise LogUnreadable(because="unknown_columns" if seen else "empty", columns=[name[:40] for name in seen[:20]])
    return best


def _is_hint(cells: Sequence[str]) -> bool:
    """The line `sep=;` that some spreadsheets write first."""
    return cells[0].casefold().startswith("sep=")


def _layout(app: str, delimiter: str, cells: Sequence[str], line: int) -> Layout | None:
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, cell in enumerate(cells):
        column, unit = _column(app, cell)
        if column and column not in places:
            places[column] = place
            units[column] = unit
    if not all(column in places for column in NEEDED[app]):
        return None
    return Layout(
        app, delimiter, places, len(cells), line,
        load_unit=LOAD_UNITS.get(units.get("load", "")), distance_unit=DISTANCE_UNITS.get(units.get("distance", "")),
    )  # fmt: skip


def _column(app: str, cell: str) -> tuple[str | None, str]:
    """Our name of a column and the unit that its header names, if any."""
    name = folded(cell)
    bracket = IN_BRACKETS.search(name)
    unit = bracket[1] if bracket else name.rpartition("_")[2]
    names = NAMES[app]
    if name in names or bracket is None:
        bare_unit = LOAD_UNITS.get(name)
        return ("load" if bare_unit and app == "strong" else names.get(name)), (name if bare_unit else unit)
    return names.get(IN_BRACKETS.sub("", name)), unit
