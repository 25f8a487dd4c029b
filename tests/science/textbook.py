"""The filter step once more, with whole matrices and nothing inlined: what the fast one is checked against."""

from math import e, erf, exp, pi, sqrt

from science.effort import RatedSet
from science.estimator import LiftState

Matrix = list[list[float]]
SIZE = 4


def product(a: Matrix, b: Matrix) -> Matrix:
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def transposed(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a, strict=True)]


def total(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(left, right, strict=True)] for left, right in zip(a, b, strict=True)]


def full(state: LiftState) -> Matrix:
    upper = iter(state.covariance)
    matrix = [[0.0] * SIZE for _ in range(SIZE)]
    for i in range(SIZE):
        for j in range(i, SIZE):
            matrix[i][j] = matrix[j][i] = next(upper)
    return matrix


def predicted(mean: list[float], p: Matrix, days: float) -> tuple[list[float], Matrix]:
    rho = e ** (-1 / 120)
    reach = (1 - rho**days) / (1 - rho)
    f: Matrix = [[1, reach, 0, 0], [0, rho**days, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    q_mu, q_b, q_k = 0.0040**2, 0.00015**2, 0.010**2
    q: Matrix = [
        [q_mu * days + q_b * days**3 / 3, q_b * days**2 / 2, 0, 0],
        [q_b * days**2 / 2, q_b * days, 0, 0],
        [0, 0, q_k * days, 0],
        [0, 0, 0, 0],
    ]
    moved = product(f, transposed([mean]))
    return [value for (value,) in moved], total(product(product(f, p), transposed(f)), q)


def cdf(x: float) -> float:
    return (1 + erf(x / sqrt(2))) / 2


def pdf(x: float) -> float:
    return exp(-(x**2) / 2) / sqrt(2 * pi)


def set_rows(x: list[float], sets: list[RatedSet], shift: float) -> list[tuple[float, list[float], float]]:
    """Residual, row of H and variance of each set with a datum, linearised at x."""
    mu, k, c = x[0] + shift, exp(x[2]), exp(x[3])
    rows, d = [], 0.0
    for done in sets:
        if done.warm_up or done.reps < 1 or done.load_kg <= 0:
            continue
        rp = 1 + (exp(mu - d) / done.load_kg - 1) / k
        den = max(0.3, 1 + k * (rp - 1))
        mh = (rp - done.reps) / c
        s = 0.7 + 0.25 * max(mh, 0)
        if mh >= 0:
            g, expected = cdf(mh / s), mh * cdf(mh / s) + s * pdf(mh / s)
        else:
            g, expected = 1 - exp(mh / s) / 2, mh + s * exp(mh / s) / sqrt(2 * pi)
        if done.failed:
            v = (0.45 * k / den) ** 2 + 0.01**2
            rows.append(((done.reps + 0.5 - rp) * k / den, [1, 0, -k * (rp - 1) / den, 0], v))
        elif done.rpe is not None:
            m = max(0, 10 - done.rpe)
            h = [g, 0, -g * k * (rp - 1) / den, -g * (rp - done.reps) * k / den]
            rows.append((c * (m - expected) * k / den, h, (c * s * k / den) ** 2 + 0.01**2))
        d += 0.008 + 0.034 * exp(-(0 if done.failed else max(rp - done.reps, 0)) / 1.2)
    return rows


def observed(state: LiftState, sets: list[RatedSet], shift: float) -> tuple[list[float], Matrix, float, float]:
    """Mean, covariance, first z and day offset after one session."""
    x0, p0 = list(state.mean), full(state)
    x, first_z = x0, 0.0
    for iteration in range(3):
        rows = set_rows(x, sets, shift)
        weight = sum(1 / v for _, _, v in rows)
        r = sum(r / v for r, _, v in rows) / weight
        h = [sum(row[i] / v for _, row, v in rows) / weight for i in range(SIZE)]
        mean_v = sum(v for _, _, v in rows) / len(rows)
        noise = state.dispersion * (0.032**2 + 0.3 * mean_v + 0.7 / weight)
        nu = r + sum(h[i] * (x[i] - x0[i]) for i in range(SIZE))
        ph = [value for (value,) in product(p0, transposed([h]))]
        known = sum(h[i] * ph[i] for i in range(SIZE))
        s = known + noise
        if iteration == 0:
            first_z = nu / sqrt(s)
        if abs(nu) > 2.5 * sqrt(s):
            s = (nu / 2.5) ** 2
            noise = s - known
        gain = [value / s for value in ph[:3]] + [0.0]
        x = [x0[i] + gain[i] * nu for i in range(SIZE)]
    i_kh = [[(i == j) - gain[i] * h[j] for j in range(SIZE)] for i in range(SIZE)]
    spread = [[gain[i] * noise * gain[j] for j in range(SIZE)] for i in range(SIZE)]
    p = total(product(product(i_kh, p0), transposed(i_kh)), spread)
    return x, p, first_z, state.dispersion * 0.032**2 * nu / s
