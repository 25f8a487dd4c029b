// A series as the chart library wants it, and as people read it. No DOM.
const DAY_S = 86_400;
const STEPS_D = [1, 2, 3, 7, 14, 28, 56, 91, 182, 364];
const BAR_SHARE = 0.72;
const BAR_MAX = 48;
const FEW = 5;
const YEAR_D = 330; // from here on a day without its year could be one of two
const SMALL = 20; // below this a tenth matters: an RPE does, a load of 532.5 AU does not

// Columns: seconds, where there is an interval its high and low ends, and the values last, so that they lie on the band.
export function columnsOf(series) {
  const xs = series.map((each) => Date.parse(`${each.on}T00:00:00Z`) / 1000);
  const values = series.map((each) => each.value);
  if (!hasBand(series)) return [xs, values];
  return [xs, series.map((each) => each.high ?? null), series.map((each) => each.low ?? null), values];
}

export function hasBand(series) {
  return series.some((each) => Number.isFinite(each.low) && Number.isFinite(each.high));
}

// Whether it goes over so long that days need their year.
export function isLong(series) {
  const [xs] = columnsOf(series);
  return xs.at(-1) - xs[0] > YEAR_D * DAY_S;
}

// What one point says: day, value, and its interval.
export function readingOf(point, language, unit, hasYear = false) {
  const year = hasYear ? { year: "numeric" } : {};
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...year, timeZone: "UTC" });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: point.value < SMALL ? 1 : 0 });
  const range = Number.isFinite(point.low) ? ` (${number.format(point.low)}–${number.format(point.high)})` : "";
  const size = [number.format(point.value), unit].filter(Boolean).join("\u00a0");
  return `${day.format(new Date(`${point.on}T00:00:00Z`))} · ${size}${range}`;
}

// Options of the chart. colour(name): a colour of the page, asked for at each drawing. bars: the library's own maker.
export function chartOptions({ series, kind, width, height, language, font, colour, bars, onPoint }) {
  const main = { stroke: () => colour("--chart-line"), width: 2.5, points: { show: series.length < 24, size: 7 } };
  if (kind === "bars") Object.assign(main, barsOf(series, colour, bars));
  const edge = { stroke: "transparent", width: 0, points: { show: false } }; // of the band; the cursor marks the line alone
  const isBand = hasBand(series);
  return {
    width,
    height,
    padding: [12, 8, 0, 0],
    tzDate: (at) => {
      const utc = new Date(at * 1000);
      return new Date(utc.getTime() + utc.getTimezoneOffset() * 60_000);
    },
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 9 } },
    scales: { x: { range: (_chart, low, high) => padded(low, high, kind, gapOf(series)) }, y: { range: (_chart, low, high) => spread(low, high, kind) } },
    series: isBand ? [{}, edge, { ...edge }, main] : [{}, main],
    bands: isBand ? [{ series: [1, 2], fill: () => colour("--chart-band") }] : [],
    axes: [dayAxis(series, kind, language, font, colour), valueAxis(language, font, colour)],
    hooks: { setCursor: [(chart) => onPoint(chart.cursor.idx)] },
  };
}

function barsOf(series, colour, bars) {
  const fills = () => series.map((each) => colour(each.is_past ? "--chart-past" : "--chart-line"));
  return {
    width: 0,
    points: { show: false },
    fill: () => colour("--chart-line"),
    paths: bars({ size: [BAR_SHARE, BAR_MAX], radius: 0.2, disp: { fill: { unit: 3, values: fills } } }),
  };
}

function dayAxis(series, kind, language, font, colour) {
  const isFew = kind === "bars" && series.length <= FEW;
  const told = isLong(series) ? { year: "numeric" } : { day: "numeric" };
  const day = new Intl.DateTimeFormat(language, { month: "short", ...told, timeZone: "UTC" });
  return {
    stroke: () => colour("--ink-soft"),
    font,
    size: 32,
    grid: { show: false },
    ticks: { show: false },
    space: 64,
    incrs: STEPS_D.map((days) => days * DAY_S),
    ...(isFew && { splits: () => columnsOf(series)[0] }), // a few bars each have their day under them
    values: (_chart, splits) => splits.map((at) => day.format(new Date(at * 1000))),
  };
}

function valueAxis(language, font, colour) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return {
    stroke: () => colour("--ink-soft"),
    font,
    size: 48,
    space: 32,
    grid: { stroke: () => colour("--chart-grid"), width: 1 },
    ticks: { show: false },
    values: (_chart, splits) => splits.map((each) => number.format(each)),
  };
}

// The shortest time between two points, in seconds.
export function gapOf(series) {
  const [xs] = columnsOf(series);
  return Math.min(...xs.slice(1).map((at, place) => at - xs[place]), 7 * DAY_S);
}

// Room beside the first and the last, so that neither is cut.
export function padded(low, high, kind, gap = DAY_S) {
  const room = kind === "bars" ? gap * 0.6 : Math.max((high - low) * 0.03, DAY_S / 2);
  return [low - room, high + room];
}

export function spread(low, high, kind) {
  if (kind === "bars") return [0, high > 0 ? high * 1.08 : 1];
  const room = Math.max((high - low) * 0.1, Math.abs(high) * 0.01, 0.5);
  return [low - room, high + room];
}
