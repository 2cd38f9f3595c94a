import { agreementBadge } from "./agreement.js";
import { fill, h } from "./dom.js";
import { ago, clock, count } from "./format.js";
import { policyHash } from "./route.js";
import { t, word } from "./texts.js";

/** How a policy is doing: a colour and, for everybody, a word. */
export function stateBadge(state) {
  return h(
    "span",
    { class: "state", "data-state": state },
    h("span", { class: "dot", "aria-hidden": "true" }),
    word("state", state),
  );
}

/** Replicas as they are, where they go, and the bounds. */
export function replicas(row) {
  const now = row.replicas === undefined ? "–" : count(row.replicas);
  const moves = row.replicas !== undefined && row.desiredReplicas !== row.replicas && row.state === "scaling";
  return [
    h("span", { class: "now" }, now, moves && h("span", { class: "next" }, ` → ${count(row.desiredReplicas)}`)),
    row.maxReplicas !== undefined &&
      h("span", { class: "muted bounds" }, t("bounds", { min: count(row.minReplicas), max: count(row.maxReplicas) })),
  ];
}

/** Why it is as it is: what is wrong with it before what it decided. */
export function why(row) {
  if (row.problems > 0) {
    return row.mode === undefined
      ? t("problems.never", { n: row.problems })
      : t("problems.kept", { n: row.problems });
  }
  if (row.state === "paused") {
    return t("why.paused");
  }
  if (row.sentence === undefined) {
    return word("reason", row.reason);
  }
  return row.sentence;
}

/** Changes with whatever a row only hints at: then the policy is read in full again. */
export function detailsOf({ state, reason, problems, agreement: a }) {
  return JSON.stringify([state, reason, problems, a && [a.hpa, a.agreed, a.differed, a.uncertain]]);
}

/** Fills the element of one row of the list. */
export function fillRow(element, row, active) {
  const changed = row.lastScaleTime === undefined ? undefined : Date.parse(row.lastScaleTime);
  const target = row.target ? `${row.target.kind}/${row.target.name}` : "";
  fill(
    element,
    cell("state-cell", stateBadge(row.state), under(row)),
    cell(
      "name-cell",
      h("a", { href: policyHash(row.id), tabindex: "-1", class: "name" }, row.name),
      h("span", { class: "muted clip" }, row.namespace, target && ` · ${target}`),
    ),
    cell("replicas-cell", replicas(row)),
    cell("metrics-cell", (row.metrics ?? []).slice(0, 2).map(metric), more(row)),
    cell("why-cell", h("span", { class: "why", title: why(row) }, why(row))),
    cell(
      "changed-cell",
      changed === undefined
        ? h("span", { class: "muted" }, t("changed.never"))
        : h("time", { datetime: row.lastScaleTime, title: clock(changed), "data-at": changed }, ago(changed)),
    ),
  );
  element.classList.toggle("active", active);
  element.setAttribute("aria-selected", String(active));
}

function cell(name, ...children) {
  return h("div", { class: `cell ${name}`, role: "gridcell" }, children);
}

/** What a state alone does not tell. */
function under(row) {
  if (["ok", "dryrun", "paused"].includes(row.state)) {
    return agreementBadge(row.agreement);
  }
  return h("span", { class: "muted clip" }, word("reason", row.reason));
}

function metric(m) {
  const value = m.value.startsWith("<") ? t("unknown") : m.value;
  return h(
    "span",
    { class: "metric clip", title: m.name },
    h("span", { class: "value" }, `${value} / ${m.target}`),
    h("span", { class: "muted" }, ` ${m.name}`),
  );
}

function more(row) {
  const rest = (row.metrics?.length ?? 0) - 2;
  return rest > 0 && h("span", { class: "visually-hidden" }, t("metrics.more", { n: rest }));
}
