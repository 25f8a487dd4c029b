// <series-chart data-series='[{"on":"2026-03-01","value":105,"low":98,"high":112}]' data-unit="kg">: a line with its band,
// or with kind="bars" a bar for each. The library is loaded where there is something to draw; what the server put into
// the element (a picture, a table) stays until then, and for whoever cannot see it. One point is no line: where the
// server put nothing, it is said in words.
import { chartOptions, columnsOf, isLong, readingOf } from "spotter/series-shape";

const RATIO = 0.46; // height to width
const HEIGHTS = [170, 300]; // px

export class SeriesChart extends HTMLElement {
  #chart = null;
  #sizes = null;
  #dark = null;

  connectedCallback() {
    const series = JSON.parse(this.dataset.series || "[]");
    if (series.length < 2) {
      if (series.length && !this.childElementCount) this.append(reading(readingOf(series[0], document.documentElement.lang, this.dataset.unit)));
      return;
    }
    this.#dark = matchMedia("(prefers-color-scheme: dark)");
    this.#dark.addEventListener("change", this);
    this.#draw(series);
  }

  disconnectedCallback() {
    this.#dark?.removeEventListener("change", this);
    this.#sizes?.disconnect();
    this.#chart?.destroy();
    this.#chart = null;
  }

  handleEvent() {
    this.#chart?.redraw(false); // the colours are others now
  }

  async #draw(series) {
    const { default: Plot } = await import("uplot");
    if (!this.isConnected || this.#chart) return;
    const language = document.documentElement.lang;
    const [style, hasYear] = [getComputedStyle(this), isLong(series)];
    const place = document.createElement("div");
    place.className = "chart-place";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", this.dataset.label || readingOf(series.at(-1), language, this.dataset.unit, hasYear));
    const said = reading();
    said.setAttribute("aria-hidden", "true"); // the same numbers stand in the table or the words beside it
    const told = (place) => {
      said.textContent = readingOf(series[place ?? series.length - 1], language, this.dataset.unit, hasYear);
    };
    told(null);
    this.replaceChildren(said, place);
    this.#chart = new Plot(
      chartOptions({
        series,
        kind: this.dataset.kind,
        ...this.#size(),
        language,
        font: `600 12px ${style.fontFamily}`,
        colour: (name) => style.getPropertyValue(name).trim(),
        bars: Plot.paths.bars,
        onPoint: told,
      }),
      columnsOf(series),
      place,
    );
    this.#sizes = new ResizeObserver(() => this.#chart?.setSize(this.#size()));
    this.#sizes.observe(this);
  }

  #size() {
    const width = this.clientWidth;
    return { width, height: Math.round(Math.min(HEIGHTS[1], Math.max(HEIGHTS[0], width * RATIO))) };
  }
}

function reading(text = "") {
  const line = document.createElement("p");
  line.className = "chart-reading";
  line.textContent = text;
  return line;
}
