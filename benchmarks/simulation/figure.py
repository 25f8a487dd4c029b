"""The result as an SVG that reads on a light and on a dark page, with nothing but text and lines in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from xml.sax.saxutils import escape

from benchmarks.simulation.policies.registry import TO_BEAT
from benchmarks.simulation.population import Trial
from benchmarks.simulation.scoring import EVERYONE, Score, Spread

WIDTH, ROW, LABEL, RIGHT, TOP = 760, 24, 190, 90, 34
SUBJECT = "spotter"
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2937 } .title { font-weight: 600 }
.small { font-size: 11px; fill: #6b7280 } .axis { stroke: #d1d5db } .zero { stroke: #6b7280 }
.range { stroke: #6b7280; stroke-width: 2 } .dot { fill: #6b7280 }
.mine .range { stroke: #0f766e; stroke-width: 3 } .mine .dot { fill: #0f766e } .mine text { font-weight: 600 }
@media (prefers-color-scheme: dark) {
 text { fill: #e5e7eb } .small { fill: #9ca3af } .axis { stroke: #374151 } .zero { stroke: #9ca3af }
 .range { stroke: #9ca3af } .dot { fill: #9ca3af } .mine .range { stroke: #2dd4bf } .mine .dot { fill: #2dd4bf }
}"""


EVEN = Spread(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    spread: Spread
    told: str
    is_subject: bool


def svg(results: Sequence[tuple[Trial, Sequence[Score]]]) -> str:
    """Every policy in the first world, below it the engine in every world: gains against the rule to beat, with the
    gain itself at the edge. Without that rule, gains alone."""
    trial, first = results[0]
    overall = [score for score in first if score.group == EVERYONE]
    is_paired = any(score.against_rule for score in overall)
    gains = [_row(score.policy, score, score.policy == SUBJECT, is_paired) for score in overall]
    gains.sort(key=lambda row: row.spread.mean)
    worlds = [
        _row(each.world, score, True, True)
        for each, scored in results
        for score in scored
        if score.policy == SUBJECT and score.group == EVERYONE and score.against_rule
    ]
    what = f"1RM gained against {TO_BEAT}, percentage points" if is_paired else "1RM gained, %"
    panels = [*_panel(f"{what}; world {trial.world}", gains, TOP)]
    below = TOP + (len(gains) + 3) * ROW
    if worlds:
        panels += _panel(f"{SUBJECT.capitalize()} against {TO_BEAT}, percentage points, by world", worlds, below)
        below += (len(worlds) + 3) * ROW
    weeks = "12, 14 and 16" if trial.weeks is None else str(trial.weeks)
    notes = (
        f"{trial.athletes} simulated athletes a world, {weeks} weeks, seed {trial.seed}.",
        "Dots are means, lines 95 % intervals over athletes; at the right edge the gain itself.",
        "In simulation: it ranks policies inside a model and proves nothing about people.",
    )
    words = [_text(12, below + 16 * place, note, "small") for place, note in enumerate(notes)]
    height = below + 16 * len(notes) + 4
    parts = "\n".join([*panels, *words])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>Training policies compared in simulation</title><style>{STYLE}</style>\n{parts}\n</svg>\n"
    )


def _row(name: str, score: Score, is_subject: bool, is_paired: bool) -> _Row:
    spread = (score.against_rule or EVEN) if is_paired else score.gain_percent
    return _Row(name, spread, f"{score.gain_percent.mean:+.1f} %", is_subject)


def _panel(title: str, rows: Sequence[_Row], top: int) -> Iterator[str]:
    low = min(0.0, *(row.spread.low for row in rows))
    high = max(0.0, *(row.spread.high for row in rows))
    bottom = top + (len(rows) + 1) * ROW
    yield _text(12, top - 12, title, "title")
    for tick in _ticks(low, high):
        x, kind = _x(tick, low, high), "zero" if tick == 0 else "axis"
        yield f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom - ROW}"/>'
        yield _text(x, bottom - ROW + 14, f"{tick:g}", "small", "middle")
    for place, row in enumerate(rows):
        yield _dot(row, top + place * ROW + ROW // 2, low, high)


def _dot(row: _Row, y: int, low: float, high: float) -> str:
    left, middle, right = (_x(value, low, high) for value in (row.spread.low, row.spread.mean, row.spread.high))
    return (
        f'<g class="{"mine" if row.is_subject else "other"}">{_text(LABEL - 12, y + 4, row.name, "name", "end")}'
        f'<line class="range" x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}"/>'
        f'<circle class="dot" cx="{middle:.1f}" cy="{y}" r="4"/>'
        f"{_text(WIDTH - RIGHT + 16, y + 4, row.told, 'value')}</g>"
    )


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _x(value: float, low: float, high: float) -> float:
    return LABEL + (value - low) / ((high - low) or 1.0) * (WIDTH - LABEL - RIGHT)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers that span the range, five or so."""
    step = next(step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1e9) if (high - low) / step <= 6)
    return [round(step * place, 6) for place in range(ceil(low / step), floor(high / step) + 1)]
