"""Learn the weights of the second opinion (`coaching/core/safety/hints.py`) from our own labelled lines.

`python -m tests.coaching.safety.weigh` prints what cross-validation finds by the lists, by the weights and by both: of
lines by situation each time of situations that nothing was learnt from. By these lines the lists were amended too, so
of the figures only what the weights add is fair. With `--write` it learns from all lines that are not kept aside, and
writes `weights_*.py`. From the lines kept aside
(`labelled.is_kept_aside`) and those of the other author nothing is ever learnt. The same lines give the same weights.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.optimize import minimize

from coaching.core.safety import hints, screening
from coaching.core.safety.categories import Category
from tests.coaching.safety.labelled import (
    EVERYDAY_ROUND,
    LANGUAGES,
    NONE,
    SITUATION_ROUND,
    Line,
    everyday,
    is_kept_aside,
    lines_of,
    situations,
    uttered,
    written,
)

Numbers = NDArray[np.float64]
Told = tuple[set[hints.Feature], int]  # what a line has, and its size
NAMES = (NONE, *(each.value for each in hints.CLASSES))
FOLDS = 4
STEPS = 45  # of the search for weights; more change no answer
PENALTY = 0.3
# By round, otherwise 1: the lines written for this weigh more, for nothing was amended by them before; everyday
# messages most, for nearly all that arrives is like them.
IMPORTANCE = {0: 2.0, SITUATION_ROUND: 2.0, EVERYDAY_ROUND: 16.0}
FEWEST_LINES = 2  # a feature of one line only says nothing
MOST_FEATURES = 2250
LINE = 110  # columns of weights in a line
KINDS = {
    "explicit": "recall, explicit",
    "implied": "recall, implied",
    "-": "false alarms, hard",
    "everyday": "false alarms, everyday",
    "situation explicit": "new situation, explicit",
    "situation implied": "new situation, implied",
    "situation -": "new situation, innocent",
}
FILES = {"en": "weights_english.py", "zh-hans": "weights_chinese.py"}
FOLDER = Path(hints.__file__).parent


def passage_of(line: Line, *, is_han: bool) -> hints.Passage:
    """A line, read as a whole."""
    return tuple(filter(None, screening.clauses(line.text, is_han=is_han)))


def features(line: Line, *, is_han: bool) -> Told:
    """What a line has, and its size."""
    passage = passage_of(line, is_han=is_han)
    return hints.features(passage, is_han=is_han), hints.size(passage, is_han=is_han)


def matrix(told: Sequence[Told], vocabulary: Mapping[hints.Feature, int]) -> sparse.csr_matrix:
    cells = [
        (row, vocabulary[each], 1 / np.sqrt(size))
        for row, (found, size) in enumerate(told)
        for each in found
        if each in vocabulary
    ]
    rows, columns, shares = zip(*cells, strict=True)
    return sparse.csr_matrix((shares, (rows, columns)), shape=(len(told), len(vocabulary)))


def fit(shares: sparse.csr_matrix, lines: Sequence[Line], start: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """Weights (features by classes) and biases that make the labels likeliest, less a penalty on large weights.

    `start` is where the search begins: weights, then biases, in one row; zeros without it.
    """
    count, width = shares.shape[1], len(NAMES)
    labels = np.zeros((len(lines), width))
    labels[np.arange(len(lines)), [NAMES.index(each.category) for each in lines]] = 1
    importance = np.array([[IMPORTANCE.get(each.round, 1.0)] for each in lines])
    turned = shares.T.tocsr()

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights, bias = flat[:-width].reshape(count, width), flat[-width:]
        sums = shares @ weights + bias
        sums -= sums.max(axis=1, keepdims=True)
        logs = np.log(np.exp(sums).sum(axis=1, keepdims=True))
        gap = importance * (np.exp(sums - logs) - labels)
        value = float((importance * (logs - (sums * labels).sum(axis=1, keepdims=True))).sum())
        slope = np.concatenate([(turned @ gap + PENALTY * weights).ravel(), gap.sum(axis=0)])
        return value + PENALTY / 2 * float((weights**2).sum()), slope

    begin = np.zeros((count + 1) * width) if start is None else start
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found[:-width].reshape(count, width), found[-width:]


def learn(lines: Sequence[Line], *, is_han: bool) -> hints.Model:
    """Once with every feature, then with those that weigh most."""
    told = [features(each, is_han=is_han) for each in lines]
    counts = Counter(each for found, _size in told for each in found)
    vocabulary = _numbered(each for each, times in counts.items() if times >= FEWEST_LINES)
    weights, bias = fit(matrix(told, vocabulary), lines)
    order = sorted(vocabulary, key=lambda each: (-round(float(np.abs(weights[vocabulary[each]]).max()), 6), name(each)))
    kept = _numbered(order[:MOST_FEATURES])
    start = np.concatenate([weights[[vocabulary[each] for each in kept]].ravel(), bias])
    weights, bias = fit(matrix(told, kept), lines, start)
    rows = {each: hints.packed(_steps(weights[at])) for each, at in kept.items()}
    return hints.Model({each: row for each, row in rows.items() if row}, _steps(bias))


def name(feature: hints.Feature) -> str:
    return feature if isinstance(feature, str) else "&".join(feature)


def _numbered(found: Iterable[hints.Feature]) -> dict[hints.Feature, int]:
    return {each: at for at, each in enumerate(sorted(found, key=name))}


def _steps(row: Numbers) -> tuple[int, ...]:
    """The weights of the classes against that of "no sign", in whole steps."""
    steps = np.clip(np.round((row[1:] - row[0]) / hints.STEP), -hints.MOST, hints.MOST)
    return tuple(int(each) for each in steps)


# --- What cross-validation finds --------------------------------------------------------------------------------------
def fold(line: Line) -> int:
    """A situation is of one fold as a whole: a line must not help to find others of the same story."""
    return sha256((line.situation or line.text).encode()).digest()[2] % FOLDS


def cross_validate(language: str) -> None:
    is_han = language != "en"
    own, new = lines_of(language), learnable(language)
    counts: Counter[tuple[str, str]] = Counter()
    for at in range(FOLDS):
        model = learn([*own, *(each for each in new if fold(each) != at)], is_han=is_han)
        for line in (each for each in new if fold(each) == at):
            hinted = _hinted(model, line, is_han=is_han)
            listed = screening.listed(line.text)
            for way, signs in (("lists", listed), ("hints", hinted), ("both", listed | hinted)):
                counts[_kind(line), way] += line.category in signs if line.category != NONE else bool(signs)
            counts[_kind(line), "all"] += 1
    for level, title in KINDS.items():
        shares = (f"{way} {counts[level, way] / counts[level, 'all']:.3f}" for way in ("lists", "hints", "both"))
        print(f"{language:8} {title:24} {', '.join(shares)}")


def _hinted(model: hints.Model, line: Line, *, is_han: bool) -> frozenset[Category]:
    if not hints.says_enough(passage_of(line, is_han=is_han), is_han=is_han):
        return frozenset()
    return hints.counting(hints.chances(model, *features(line, is_han=is_han)), is_han=is_han)


def _kind(line: Line) -> str:
    if line.situation:
        return f"situation {line.level}"
    return "everyday" if line.round == EVERYDAY_ROUND else line.level


def learnable(language: str) -> list[Line]:
    told = (*written(language), *everyday(language), *uttered(language))
    return [*(each for each in told if not is_kept_aside(each.text)), *situations(language)]


# --- Writing them down ------------------------------------------------------------------------------------------------
def write(language: str) -> None:
    is_han = language != "en"
    model = learn([*lines_of(language), *learnable(language)], is_han=is_han)
    path = FOLDER / FILES[language]
    path.write_text("\n".join(_module(model)) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(model.rows)} features, {path.stat().st_size} bytes")


def _module(model: hints.Model) -> Iterator[str]:
    yield '"""Weights of the second opinion, written by `tests.coaching.safety.weigh`; read as `hints.py` says."""'
    yield "\nfrom __future__ import annotations\n"
    yield f'BIAS = "{_letters(model.bias)}"'
    yield "ROWS = ("
    yield from (
        f'    "{line} "'
        for line in _lines(f"{name(each)}:{_letters(hints.unpacked(row))}" for each, row in model.rows.items())
    )
    yield ")"


def _letters(steps: Sequence[int]) -> str:
    return "".join(hints.LETTERS[each + hints.MOST] for each in steps)


def _lines(told: Iterable[str]) -> Iterator[str]:
    line = ""
    for each in told:
        if line and _width(line) + _width(each) > LINE:
            yield line
            line = each
        else:
            line = f"{line} {each}".strip()
    yield line


def _width(text: str) -> int:
    """Columns, of which a Chinese character takes two."""
    return sum(1 if sign.isascii() else 2 for sign in text)


def main() -> None:
    for language in LANGUAGES:
        if "--write" in sys.argv:
            write(language)
        else:
            cross_validate(language)


if __name__ == "__main__":
    main()
