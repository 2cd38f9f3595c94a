import { fill, h } from "./dom.js";
import { clock, count } from "./format.js";
import { t } from "./texts.js";

/** How often a policy in DryRun and the HPA beside it decide the same, in a few words; null where there is no HPA. */
export function agreementBadge(agreement) {
  if (agreement === undefined) {
    return null;
  }
  const { percent, differed } = agreement;
  const text = percent === undefined ? t("agreement.begun", agreement) : t("agreement.badge", { percent });
  return h("span", { class: differed > 0 ? "agreement differs" : "agreement", title: often(agreement) }, text);
}

/** Fills the panel of a policy's page: how often, when, what each of both did, and why. */
export function fillAgreement(panel, agreement) {
  panel.hidden = agreement === undefined;
  if (panel.hidden) {
    return;
  }
  const differences = agreement.differences.toReversed();
  fill(
    panel,
    h("h2", {}, t("agreement.label", agreement)),
    h("p", { class: "agreement-counts" }, often(agreement)),
    agreement.uncertain > 0 && h("p", { class: "muted" }, t("agreement.uncertain", { n: count(agreement.uncertain) })),
    h("p", { class: "muted" }, t("agreement.since", { at: clock(Date.parse(agreement.since)) })),
    differences.length > 0 && [
      h("h3", {}, t("agreement.differences")),
      h("ol", { class: "differences" }, differences.map(difference)),
    ],
  );
}

function often({ agreed, differed, percent }) {
  const values = { agreed: count(agreed), compared: count(agreed + differed), percent };
  return percent === undefined ? t("agreement.none") : t("agreement.often", values);
}

function difference(d) {
  const numbers = { from: count(d.currentReplicas), hpa: count(d.hpaReplicas), flyball: count(d.flyballReplicas) };
  return h(
    "li",
    {},
    h("time", { datetime: d.at }, clock(Date.parse(d.at))),
    " ",
    h("strong", {}, t("agreement.difference", numbers)),
    d.uncertain && h("span", { class: "tag" }, t("agreement.unsure")),
    h(
      "dl",
      {},
      h("dt", {}, t("agreement.hpa")),
      h("dd", {}, [d.hpaReasons, d.hpaMetrics].filter((s) => s !== "").join("; ")),
      h("dt", {}, t("agreement.flyball")),
      h("dd", {}, d.explanation),
    ),
  );
}
