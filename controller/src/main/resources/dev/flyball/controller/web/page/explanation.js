import { h } from "./dom.js";
import { clock, count, measured, number } from "./format.js";
import { t, word } from "./texts.js";

/** How a decision came about, from readings to replicas, and what would have to change. */
export function explained(e) {
  return [
    h(
      "ol",
      { class: "chain", "aria-label": t("explain.chain") },
      e.metrics.map((m, i) => reading(m, i === e.winner && e.metrics.length > 1)),
      steps(e).map(([name, text, detail]) => step(name, text, detail)),
    ),
    e.whatIf.length > 0 && [
      h("h3", {}, t("explain.whatif")),
      h(
        "ul",
        { class: "whatif" },
        e.whatIf.map((w) => h("li", {}, w.sentence)),
      ),
    ],
  ];
}

function step(name, text, detail) {
  return h(
    "li",
    { class: "step" },
    h("span", { class: "step-name" }, t(`explain.${name}`)),
    h("span", { class: "step-text" }, text),
    detail && detail.length > 0 && h("ul", { class: "detail" }, detail.map((d) => h("li", {}, d))),
  );
}

function reading(m, wins) {
  const known = m.value !== undefined;
  return h(
    "li",
    { class: wins ? "step reading wins" : "step reading" },
    h("span", { class: "step-name" }, m.name.split(/(?<=_)/).map((part) => [part, h("wbr")])),
    h(
      "div",
      { class: "step-text" },
      known ? t("explain.reading", values(m)) : t("explain.unread"),
      " ",
      h("span", { class: "muted asks" }, asks(m)),
      wins && h("span", { class: "tag" }, t("explain.wins")),
      known && m.target > 0 && bar(m.value / m.target),
      h("span", { class: "detail muted" }, m.failure ?? pods(m.pods)),
    ),
  );
}

function values(m) {
  return {
    value: measured(m.value, m.unit),
    target: measured(m.target, m.unit),
    ratio: number(Number(m.ratio.toPrecision(3))),
  };
}

function asks(m) {
  if (m.standing !== "Valid") {
    return word("standing", m.standing) + (m.standing === "Fallback" ? ` ${count(m.replicas)}` : "");
  }
  return t(m.withinTolerance ? "explain.keeps" : "explain.asks", { n: count(m.replicas) });
}

/** The reading against its target, which is the mark in the middle. */
function bar(ratio) {
  const fill = h("span", { class: ratio > 1 ? "bar-fill over" : "bar-fill" });
  fill.style.width = `${Math.min(100, ratio * 50)}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, fill, h("span", { class: "bar-target" }));
}

function pods(p) {
  const parts = ["ready", "unready", "missing", "ignored"].filter((k) => p[k] > 0);
  return parts.map((k) => t(`pods.${k}`, { n: count(p[k]) })).join(", ");
}

/** What came after the metrics, in its order. */
function steps(e) {
  const all = [];
  const add = (name, key, values, detail = []) => all.push([name, t(`explain.${key}`, values), detail]);
  if (e.outcome !== "Computed") {
    all.push(["outcome", word("outcome", e.outcome), []]);
  } else {
    add("recommendation", "recommendation.text", { n: count(e.recommendation) });
  }
  if (e.scheduled) {
    add("scheduled", "scheduled.text", { n: count(e.scheduled.minReplicas), until: time(e.scheduled.until) });
  }
  if (e.zero) {
    add("zero", e.zero.waking ? "zero.waking" : "zero.text", { n: count(e.zero.replicas) });
  }
  if (e.stabilization) {
    const s = e.stabilization;
    add("window", s.reason === "ScaleUpStabilized" ? "window.up" : "window.down", {
      seconds: count(s.windowSeconds),
      n: count(s.replicas),
      since: time(s.since),
      until: time(s.until),
    });
  }
  if (e.rate) {
    add("rate", `rate.${e.rate.direction}`, { select: e.rate.select }, e.rate.policies.map(ratePolicy));
  }
  if (e.room) {
    add("room", "room.text", { n: count(e.room.replicas) });
  }
  if (e.ready) {
    add("ready", "ready.text", { n: count(e.ready.pods), percent: count(e.ready.percent) });
  }
  if (e.limit) {
    all.push(["limit", `${word("reason", e.limit.reason)}: ${count(e.limit.replicas)}`, []]);
  }
  add("bounds", "bounds.text", { min: count(e.minReplicas), max: count(e.maxReplicas) });
  const same = e.currentReplicas === e.desiredReplicas;
  add("decision", same ? "decision.same" : "decision.text", {
    from: count(e.currentReplicas),
    to: count(e.desiredReplicas),
  });
  return all;
}

function ratePolicy(p) {
  const frees = p.freesAt === undefined ? "" : ` ${t("explain.rate.frees", { at: time(p.freesAt) })}`;
  const values = { value: count(p.value), seconds: count(p.periodSeconds), limit: count(p.limit) };
  return t(p.type === "Percent" ? "explain.rate.percent" : "explain.rate.pods", values) + frees;
}

function time(text) {
  return clock(Date.parse(text));
}
