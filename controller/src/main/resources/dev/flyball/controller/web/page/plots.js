import { fill, h } from "./dom.js";
import { measured, number, tick } from "./format.js";
import { t } from "./texts.js";

/* global uPlot */

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const STEPPED = (...args) => uPlot.paths.stepped({ align: 1 })(...args);

/** The plots of one policy over one stretch of time, drawn by uPlot, with one cursor for all. */
export class Plots {
  #plots = [];

  /** on: {hover(millis or null), choose(millis)}. */
  constructor(on) {
    this.on = on;
    this.element = h("div", { class: "plots" });
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.element);
  }

  close() {
    this.observer.disconnect();
    this.#plots.forEach((p) => p.plot.destroy());
    this.#plots = [];
  }

  /** Builds all plots anew: for other metrics, colours or words. */
  build(history) {
    this.#plots.forEach((p) => p.plot.destroy());
    this.colors = colors();
    const figures = [replicasFigure(this.colors), decisionFigure(this.colors)];
    for (const [key, metric] of history.metrics) {
      figures.push(metricFigure(key, metric, this.colors));
    }
    fill(this.element);
    this.#plots = figures.map((figure) => this.#plot(figure));
  }

  /** Shows a history between two times in seconds; chosen is a time in milliseconds or null. */
  show(history, from, to, chosen) {
    this.windows = history.windows();
    this.events = history.events;
    this.chosen = chosen;
    const { x, places } = history.timeline();
    for (const { plot, figure } of this.#plots) {
      plot.batch(() => {
        plot.setData([x, ...figure.lines.map((line) => places.map((p) => (p ? (line.of(p) ?? null) : null)))], false);
        plot.setScale("x", { min: from, max: to });
      });
      if (plot.cursor.left < 0) {
        plot.setLegend({ idx: x.length - 1 });
      }
      this.#marks(plot);
    }
  }

  /** How many plots there are; for tests and for whoever asks. */
  get count() {
    return this.#plots.length;
  }

  #plot(figure) {
    const head = h("div", { class: "plot-head" }, h("figcaption", {}, figure.title));
    const box = h("figure", { class: "plot", "aria-label": figure.title }, head);
    this.element.append(box);
    const plot = new uPlot(this.#options(figure, box, head), [[], ...figure.lines.map(() => [])], box);
    plot.root.querySelector("canvas").setAttribute("role", "img");
    plot.root.querySelector("canvas").setAttribute("aria-label", figure.title);
    plot.over.addEventListener("click", () => {
      if (plot.cursor.left >= 0) {
        this.on.choose(Math.round(plot.posToVal(plot.cursor.left, "x") * 1000));
      }
    });
    return { plot, figure };
  }

  #options(figure, box, head) {
    const c = this.colors;
    const axis = {
      stroke: c.muted,
      font: `11px ${c.font}`,
      grid: { stroke: c.grid, width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(200, box.clientWidth),
      height: figure.height,
      padding: [10, 22, 0, 0],
      legend: { live: true, markers: { width: 2 }, mount: (u, legend) => head.append(legend) },
      cursor: {
        sync: { key: "policy" },
        drag: { x: false, y: false, setScale: false },
        points: { size: 7 },
        y: false,
      },
      scales: { x: { time: true, auto: false }, y: { range: figure.range } },
      axes: [
        { ...axis, values: (u, splits, i, space, step) => splits.map((s) => tick(s, step)), size: 28, gap: 7 },
        { ...axis, values: (u, splits) => splits.map(figure.label), incrs: figure.steps, size: 52, gap: 4, space: 28 },
      ],
      series: [
        { label: t("plot.time"), value: () => "" },
        ...figure.lines.map((line) => ({ paths: STEPPED, points: { show: false }, ...line.style })),
      ],
      bands: figure.bands ?? [],
      hooks: {
        drawClear: [(u) => figure.shaded && this.#shade(u)],
        draw: [(u) => this.#draw(u)],
        setCursor: [(u) => this.#hover(u)],
      },
    };
  }

  #shade(u) {
    const c = this.colors;
    u.ctx.save();
    for (const { from, to, direction } of this.windows ?? []) {
      const left = Math.max(u.bbox.left, u.valToPos(from, "x", true));
      const right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(to, "x", true));
      if (right > left) {
        u.ctx.fillStyle = direction === "up" ? c.windowUp : c.windowDown;
        u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      }
    }
    u.ctx.restore();
  }

  #draw(u) {
    u.ctx.save();
    u.ctx.lineWidth = uPlot.pxRatio;
    u.ctx.strokeStyle = this.colors.event;
    u.ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    (this.events ?? []).forEach((event) => this.#line(u, event.at / 1000));
    if (this.chosen !== null && this.chosen !== undefined) {
      u.ctx.setLineDash([]);
      u.ctx.lineWidth = 1.5 * uPlot.pxRatio;
      u.ctx.strokeStyle = this.colors.accent;
      this.#line(u, this.chosen / 1000);
    }
    u.ctx.restore();
  }

  #line(u, seconds) {
    const left = Math.round(u.valToPos(seconds, "x", true));
    if (left >= u.bbox.left && left <= u.bbox.left + u.bbox.width) {
      u.ctx.beginPath();
      u.ctx.moveTo(left, u.bbox.top);
      u.ctx.lineTo(left, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
    }
  }

  /** Scale events on the first plot, as buttons that carry their sentence. The list below has them for the keyboard. */
  #marks(plot) {
    if (plot !== this.#plots[0].plot) {
      return;
    }
    const { min, max } = plot.scales.x;
    const shown = this.events.filter((e) => e.at / 1000 >= min && e.at / 1000 <= max);
    const there = new Map([...plot.over.querySelectorAll(".mark-event")].map((m) => [Number(m.dataset.at), m]));
    for (const event of shown) {
      let mark = there.get(event.at);
      if (!mark) {
        mark = this.#mark(event);
        plot.over.append(mark);
      }
      mark.style.left = `${plot.valToPos(event.at / 1000, "x")}px`;
      there.delete(event.at);
    }
    there.forEach((mark) => mark.remove());
  }

  #mark(event) {
    const choose = (e) => {
      e.stopPropagation();
      this.on.choose(event.at);
    };
    const hover = () => this.on.hover(event.at);
    return h(
      "button",
      {
        type: "button",
        tabindex: "-1",
        "data-at": event.at,
        class: `mark-event ${event.to > event.from ? "up" : "down"}`,
        title: event.sentence,
        "aria-label": t("event.label", { from: event.from, to: event.to, sentence: event.sentence }),
        onclick: choose,
        onmouseenter: hover,
      },
      event.to > event.from ? "▲" : "▼",
    );
  }

  #hover(u) {
    if (u.cursor.event === undefined || u.cursor.event === null || !u.over.matches(":hover")) {
      return;
    }
    this.on.hover(u.cursor.left < 0 ? null : Math.round(u.posToVal(u.cursor.left, "x") * 1000));
  }

  #resize() {
    for (const { plot, figure } of this.#plots) {
      const width = plot.root.parentElement.clientWidth;
      if (width > 0 && width !== plot.width) {
        plot.setSize({ width, height: figure.height });
        if (this.events) {
          this.#marks(plot);
        }
      }
    }
  }
}

/** The colours of the scheme in force: a canvas knows neither var() nor light-dark(), so an element resolves them. */
function colors() {
  const probe = document.body.appendChild(h("span", { hidden: true }));
  const of = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    muted: of("muted"),
    grid: of("grid"),
    accent: of("accent"),
    event: of("plot-event"),
    first: of("plot-1"),
    second: of("plot-2"),
    third: of("plot-3"),
    bound: of("plot-bound"),
    within: of("plot-within"),
    windowUp: of("window-up"),
    windowDown: of("window-down"),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return found;
}

function whole(value) {
  return value === null || value === undefined ? "–" : number(value);
}

const WHOLE = { steps: WHOLE_STEPS, label: whole, shaded: true };

function style(label, stroke, width, more = {}) {
  return { label, stroke, width, value: (u, v) => whole(v), ...more };
}

function replicasFigure(c) {
  return {
    ...WHOLE,
    title: t("plot.replicas"),
    height: 210,
    lines: [
      { of: (p) => p.max, style: style(t("plot.max"), c.bound, 1, { dash: [6, 4] }) },
      { of: (p) => p.min, style: style(t("plot.min"), c.bound, 1, { dash: [6, 4] }) },
      { of: (p) => p.ready, style: style(t("plot.ready"), c.third, 1.5, { dash: [2, 3] }) },
      { of: (p) => p.replicas, style: style(t("plot.replicas.line"), c.first, 2.25) },
    ],
    bands: [{ series: [1, 2], fill: c.within }],
    range: (u, low, high) => top(u, [3, 4], high),
  };
}

function decisionFigure(c) {
  return {
    ...WHOLE,
    title: t("plot.decision"),
    height: 170,
    lines: [
      { of: (p) => p.recommendation, style: style(t("plot.recommendation"), c.second, 1.75, { dash: [5, 3] }) },
      { of: (p) => p.decision, style: style(t("plot.decision.line"), c.first, 2.25) },
    ],
    range: (u, low, high) => top(u, [], high),
  };
}

function metricFigure(key, metric, c) {
  const value = (u, v) => measured(v, metric.unit);
  return {
    title: t(metric.unit === "%" ? "plot.metric.percent" : "plot.metric", { name: metric.name }),
    height: 150,
    shaded: false,
    label: (v) => measured(v, metric.unit),
    steps: undefined,
    lines: [
      { of: (p) => p.metrics.get(key)?.value, style: style(t("plot.value"), c.first, 2, { value }) },
      {
        of: (p) => p.metrics.get(key)?.target,
        style: style(t("plot.target"), c.second, 1.5, { value, dash: [6, 4] }),
      },
    ],
    range: (u, low, high) => [0, (high ?? 1) * 1.12 || 1],
  };
}

/** From zero to a little over what is there. A bound that is far away does not flatten the rest. */
function top(u, series, high) {
  if (high === null || high === undefined) {
    return [0, 1];
  }
  let used = high;
  if (series.length > 0) {
    used = 0;
    for (const s of series) {
      for (const v of u.data[s]) {
        used = Math.max(used, v ?? 0);
      }
    }
    used = high <= Math.max(6, 3 * used) ? high : used * 1.5;
  }
  return [0, Math.max(1, used) * 1.12];
}
