import { agreementBadge, fillAgreement } from "./agreement.js";
import { ApiError, Follower, pathOf, read } from "./api.js";
import { fill, h, isTyping, select, setText } from "./dom.js";
import { explained } from "./explanation.js";
import { clock, count } from "./format.js";
import { History } from "./history.js";
import { Plots } from "./plots.js";
import { kept, keep, onThemeChange } from "./preferences.js";
import { listAsLeft } from "./route.js";
import { detailsOf, replicas, stateBadge, why } from "./row.js";
import { t, word } from "./texts.js";

const RANGES = [60, 300, 900, 3_600, 21_600, 0];
const CONDITION = ["type", "status", "reason", "message"];
const LEAST_RANGE = 20_000;
const RETRY_AFTER = 2_000;

/** The page of one policy: state, plots over time, and the explanation of one moment. */
export class PolicyView {
  #closed = false;
  #chosen = null;
  #requests = 0;

  constructor(id, query, connected) {
    this.id = id;
    this.connected = connected;
    this.history = new History();
    this.range = Number(query.get("range") ?? kept("range") ?? 300);
    this.plots = new Plots({ hover: (at) => this.#hover(at), choose: (at) => this.choose(this.history.known(at)) });
    this.element = this.#build();
    this.offTheme = onThemeChange(() => this.#rebuild());
    this.keys = (event) => this.#key(event);
    document.addEventListener("keydown", this.keys);
    this.#load();
  }

  get title() {
    return `${this.id.split("/").at(-1)} · Flyball`;
  }

  focus() {
    this.heading.focus({ preventScroll: true });
  }

  close() {
    this.#closed = true;
    clearTimeout(this.again);
    document.removeEventListener("keydown", this.keys);
    this.offTheme();
    this.follower?.close();
    this.plots.close();
  }

  #build() {
    const [namespace, configMap, key] = this.id.split("/");
    this.heading = h("h1", { tabindex: "-1" }, key);
    this.where = h("p", { class: "where muted" }, namespace, configMap === key ? "" : ` · ${configMap}`);
    this.badge = h("div", { class: "badge" });
    this.numbers = h("div", { class: "numbers" });
    this.sentence = h("p", { class: "now-sentence" });
    this.problems = h("div", { class: "problems", role: "alert", hidden: true });
    this.moment = h("p", { class: "moment" });
    this.explanation = h("div", { class: "explanation-body" });
    this.events = h("ol", { class: "events", reversed: true });
    this.conditions = h("tbody");
    this.agreement = h("section", { class: "panel", "aria-label": t("agreement.panel"), hidden: true });
    this.message = h("p", { class: "message", role: "alert", hidden: true });
    return h(
      "main",
      { class: "policy", id: "main" },
      h("a", { class: "back", href: listAsLeft(), "aria-keyshortcuts": "Escape" }, t("back")),
      h(
        "div",
        { class: "summary" },
        h("div", { class: "title" }, this.heading, this.badge, this.where),
        this.numbers,
        this.sentence,
        this.problems,
      ),
      this.message,
      (this.body = h(
        "div",
        { class: "columns-2" },
        this.#plotsSection(),
        h("div", { class: "side" }, this.agreement, this.#explanationSection(), this.#below()),
      )),
    );
  }

  #plotsSection() {
    return h(
      "section",
      { class: "panel over-time", "aria-label": t("plots.label") },
      h("div", { class: "panel-head" }, h("h2", {}, t("plots.label")), this.#ranges()),
      this.moment,
      this.plots.element,
      h(
        "p",
        { class: "key muted" },
        h("span", { class: "swatch up", "aria-hidden": "true" }),
        t("plot.window.up"),
        h("span", { class: "swatch down", "aria-hidden": "true" }),
        t("plot.window.down"),
        h("span", { class: "swatch event", "aria-hidden": "true" }, "▲▼"),
        t("plot.events"),
      ),
    );
  }

  #ranges() {
    return select(
      t("range.label"),
      RANGES.map((seconds) => [String(seconds), rangeText(seconds)]),
      String(this.range),
      (value) => {
        this.range = Number(value);
        keep("range", value);
        this.#show();
      },
      { id: "range" },
    );
  }

  #explanationSection() {
    const button = (id, text, label, onclick) =>
      h("button", { type: "button", id, "aria-label": label, title: label, onclick }, text);
    this.latest = button("latest", t("moment.latest"), t("moment.latest.label"), () => this.choose(null));
    this.when = h("span", { class: "when" });
    return h(
      "section",
      { class: "panel explanation", "aria-label": t("explain.label") },
      h(
        "div",
        { class: "panel-head" },
        h("h2", {}, t("explain.label")),
        h(
          "div",
          { class: "moments" },
          button("earlier", "‹", t("moment.earlier"), () => this.#step(-1)),
          button("later", "›", t("moment.later"), () => this.#step(1)),
          this.latest,
        ),
      ),
      h("p", { class: "muted", role: "status" }, this.when),
      this.explanation,
    );
  }

  #below() {
    return h(
      "section",
      { class: "panel", "aria-label": t("events.label") },
      h("h2", {}, t("events.label")),
      (this.noEvents = h("p", { class: "muted" }, t("events.none"))),
      this.events,
      h(
        "details",
        { "aria-label": t("conditions.label") },
        h("summary", {}, t("conditions.label")),
        h(
          "table",
          { class: "conditions" },
          h("thead", {}, h("tr", {}, CONDITION.map((c) => h("th", { scope: "col" }, t(`condition.${c}`))))),
          this.conditions,
        ),
      ),
    );
  }

  async #load() {
    try {
      const [decisions] = await Promise.all([
        read(`${pathOf(this.id)}/decisions`, { sentences: "true" }),
        this.#details(),
      ]);
      if (this.#closed) {
        return;
      }
      this.#tell(null);
      this.history.add(decisions);
      this.#rebuild();
      this.#explain();
      this.follower = new Follower(decisions.revision, this.id, {
        state: this.connected,
        policy: (data) => this.#changed(data),
      });
    } catch (error) {
      if (!this.#closed) {
        this.#failed(error);
      }
    }
  }

  #failed(error) {
    const gone = error instanceof ApiError && error.status === 404;
    this.#tell(gone ? t("policy.none", { id: this.id }) : t("policy.unread", { error: error.message }));
    this.body.hidden = gone;
    this.connected(error instanceof ApiError ? "live" : "lost");
    this.again = setTimeout(() => this.#load(), RETRY_AFTER);
  }

  #tell(text) {
    this.message.hidden = text === null;
    this.body.hidden = false;
    setText(this.message, text ?? "");
  }

  /** What the row does not have: problems in words, and conditions. */
  async #details() {
    const policy = await read(pathOf(this.id));
    if (this.#closed) {
      return;
    }
    this.detailed = detailsOf(asRow(policy));
    fillAgreement(this.agreement, policy.agreement);
    this.problems.hidden = policy.problems.length === 0;
    fill(
      this.problems,
      h("strong", {}, t("problems.label")),
      h("ul", {}, policy.problems.map((p) => h("li", {}, p))),
    );
    fill(
      this.conditions,
      policy.conditions.map((c) => h("tr", {}, CONDITION.map((name) => h("td", {}, String(c[name]))))),
    );
    if (this.row === undefined) {
      this.#header(asRow(policy));
    }
  }

  #header(row) {
    const reason = h("span", { class: "reason muted" }, word("reason", row.reason));
    fill(this.badge, stateBadge(row.state), reason, agreementBadge(row.agreement));
    const target = row.target ? `${row.target.kind}/${row.target.name}` : t("unknown");
    fill(
      this.numbers,
      h("div", { class: "big" }, replicas(row), h("span", { class: "muted unit" }, t("column.replicas"))),
      h(
        "dl",
        {},
        h("dt", {}, t("policy.target")),
        h("dd", {}, target),
        h("dt", {}, t("policy.mode")),
        h("dd", {}, row.mode ? word("mode", row.mode) : t("unknown")),
      ),
    );
    setText(this.sentence, why(row));
  }

  #changed(data) {
    if (data.row === null) {
      this.#tell(t("policy.gone", { id: this.id }));
      return;
    }
    this.row = data.row;
    this.#tell(null);
    this.#header(data.row);
    if (this.detailed !== detailsOf(data.row)) {
      this.#details().catch(() => {});
    }
    const metrics = this.history.metrics.size;
    this.history.add(data.decisions);
    if (metrics !== this.history.metrics.size) {
      this.#rebuild();
    } else {
      this.#show();
    }
    if (this.#chosen === null) {
      this.#explain();
    }
  }

  #rebuild() {
    this.plots.build(this.history);
    this.#show();
  }

  #show() {
    const newest = this.history.newest ?? Date.now();
    const to = Math.max(newest, this.#chosen ?? 0);
    const oldest = this.history.oldest ?? to;
    const from = Math.min(this.range === 0 ? oldest : Math.max(oldest, to - this.range * 1_000), to - LEAST_RANGE);
    this.plots.show(this.history, from / 1_000, to / 1_000, this.#chosen);
    this.#hover(null);
    this.#events();
  }

  /** Puts new events on top; what has the focus stays where it is. */
  #events() {
    const newest = this.listed ?? -Infinity;
    for (const event of this.history.events.filter((e) => e.at > newest)) {
      this.events.prepend(this.#event(event));
      this.listed = event.at;
    }
    this.noEvents.hidden = this.listed !== undefined;
  }

  #event(e) {
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "event", onclick: () => this.choose(e.at) },
        h("time", { datetime: new Date(e.at).toISOString() }, clock(e.at)),
        h("strong", { class: e.to > e.from ? "up" : "down" }, `${count(e.from)} → ${count(e.to)}`),
      ),
      h("span", { class: "event-sentence" }, e.sentence),
    );
  }

  /** The sentence of the moment under the pointer, or else of the chosen one. */
  #hover(at) {
    const millis = at ?? this.#chosen;
    const event = this.history.events.find((e) => e.at === millis);
    const said = event ?? this.history.places[this.history.indexAt(millis ?? -Infinity)];
    if (said) {
      fill(this.moment, h("time", {}, clock(millis)), " ", said.sentence);
    } else {
      fill(this.moment, t(this.history.places.length > 0 ? "plots.hint" : "plots.none"));
    }
  }

  /** Explains the decision in force at a time; null for the newest. */
  choose(at) {
    this.#chosen = at;
    this.#show();
    this.#explain();
  }

  #step(by) {
    const at = this.history.indexAt(this.#chosen ?? Infinity) + by;
    const place = this.history.places[Math.max(0, at)];
    if (at >= this.history.places.length) {
      this.choose(null);
    } else if (place) {
      this.choose(place.at);
    }
  }

  async #explain() {
    if (this.history.places.length === 0 && this.history.events.length === 0) {
      setText(this.when, t("plots.none"));
      return;
    }
    const request = ++this.#requests;
    const chosen = this.#chosen;
    try {
      const e = await read(`${pathOf(this.id)}/explanation`, chosen === null ? {} : { at: String(chosen) });
      if (request === this.#requests && !this.#closed) {
        const latest = chosen === null;
        const at = clock(latest ? Date.parse(e.lastAt) : chosen);
        setText(this.when, t(latest ? "moment.newest" : "moment.of", { at }));
        this.latest.disabled = latest;
        // The latest sentence stands at the top of the page.
        fill(this.explanation, !latest && h("p", { class: "sentence" }, e.sentence), explained(e));
      }
    } catch (error) {
      if (request === this.#requests && !this.#closed && error instanceof ApiError) {
        setText(this.when, "");
        fill(this.explanation, h("p", { class: "muted" }, error.message));
      }
    }
  }

  #key(event) {
    if (isTyping(event)) {
      return;
    }
    if (event.key === "Escape") {
      location.hash = listAsLeft();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      this.#step(event.key === "ArrowLeft" ? -1 : 1);
    }
  }
}

function rangeText(seconds) {
  if (seconds === 0) {
    return t("range.all");
  }
  const hours = seconds >= 3_600;
  return t("range", { n: seconds / (hours ? 3_600 : 60), unit: t(hours ? "unit.hour" : "unit.minute") });
}

/** The first header, before an event has brought the row. */
function asRow(policy) {
  return {
    ...policy,
    target: policy.scaleTargetRef,
    replicas: policy.currentReplicas < 0 ? undefined : policy.currentReplicas,
    problems: policy.problems.length,
    sentence: policy.explanation?.sentence,
  };
}
