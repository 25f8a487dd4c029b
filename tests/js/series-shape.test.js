import assert from "node:assert/strict";
import { test } from "node:test";
import { chartOptions, columnsOf, gapOf, padded, readingOf, spread } from "spotter/series-shape";

const LIFT = [
  { on: "2026-03-01", value: 100, low: 92.5, high: 108 },
  { on: "2026-03-04", value: 102.46, low: 96, high: 109 },
];

test("it makes columns of days, values and both ends of the interval", () => {
  const [xs, highs, lows, values] = columnsOf(LIFT);
  assert.deepEqual(xs, [1772323200, 1772582400]);
  assert.deepEqual([values, highs, lows], [[100, 102.46], [108, 109], [92.5, 96]]);
  assert.equal(columnsOf([{ on: "2026-03-01", value: 3 }]).length, 2);
});

test("it reads a point off in the language of the page", () => {
  assert.equal(readingOf(LIFT[1], "en", "kg"), "Mar 4 · 102\u00a0kg (96–109)");
  assert.equal(readingOf(LIFT[0], "zh-hans", "kg"), "3月1日 · 100\u00a0kg (93–108)");
  assert.equal(readingOf({ on: "2026-03-01", value: 410 }, "en", "AU"), "Mar 1 · 410\u00a0AU");
  assert.equal(readingOf({ on: "2026-03-01", value: 7.25 }, "en", ""), "Mar 1 · 7.3");
});

test("it draws bars from zero, and a line with room around it", () => {
  assert.deepEqual(spread(0, 500, "bars"), [0, 540]);
  assert.deepEqual(spread(0, 0, "bars"), [0, 1]);
  assert.deepEqual(spread(90, 110), [88, 112]);
  const [low, high] = spread(100, 100);
  assert.ok(low < 100 && high > 100);
  const [first, last] = padded(0, 0);
  assert.ok(first < 0 && last > 0);
  const week = 7 * 86_400;
  assert.equal(gapOf([{ on: "2026-03-01" }, { on: "2026-03-03" }, { on: "2026-03-04" }]), 86_400);
  assert.deepEqual(padded(0, week, "bars", week), [-0.6 * week, 1.6 * week]);
});

test("it takes the colours of the page at each drawing", () => {
  let colour = "green";
  const options = chartOptions({ series: LIFT, language: "en", colour: () => colour, onPoint: () => {} });
  assert.equal(options.series.at(-1).stroke(), "green");
  colour = "white";
  assert.equal(options.series.at(-1).stroke(), "white");
  assert.equal(options.bands.length, 1);
});

test("it sets the last week apart from those before it", () => {
  const bars = (asked) => asked;
  const series = [{ on: "2026-03-01", value: 1, is_past: true }, { on: "2026-03-08", value: 2, is_past: false }];
  const options = chartOptions({ series, kind: "bars", language: "en", colour: (name) => name, bars, onPoint: () => {} });
  assert.deepEqual(options.series[1].paths.disp.fill.values(), ["--chart-past", "--chart-line"]);
});

test("it says the year where a day could be one of two", () => {
  const told = (series) => {
    const [days] = chartOptions({ series, language: "en", colour: (name) => name, onPoint: () => {} }).axes;
    return days.values(null, [Date.UTC(2026, 2, 1) / 1000]);
  };
  const long = [{ on: "2025-03-01", value: 90 }, ...LIFT];
  assert.deepEqual([told(LIFT), told(long)], [["Mar 1"], ["Mar 2026"]]);
  assert.equal(readingOf(long[0], "en", "kg", true), "Mar 1, 2025 · 90\u00a0kg");
});
