import { fill, h, isTyping, select, setText } from "./dom.js";
import { ago, count } from "./format.js";
import { MODES, STATES } from "./policies.js";
import { listHash, policyHash, rewriteList } from "./route.js";
import { fillRow } from "./row.js";
import { t, word } from "./texts.js";
import { VirtualRows } from "./virtual.js";

const SORTS = ["state", "name", "replicas", "changed"];
const NARROW = matchMedia("(max-width: 760px)");

/** The list of policies: search, filters, and the rows in sight. */
export class ListView {
  #active = null;

  /** last: the policy that was looked at before; its row is the active one. */
  constructor(policies, query, last = null) {
    this.#active = last;
    this.policies = policies;
    this.filter = {
      text: query.get("q") ?? "",
      state: query.get("state") ?? "",
      namespace: query.get("namespace") ?? "",
      mode: query.get("mode") ?? "",
      sort: query.get("sort") ?? "name",
      descending: query.get("dir") === "desc",
    };
    this.element = this.#build();
    this.rows = new VirtualRows(
      this.scroller,
      () => (NARROW.matches ? 116 : 64),
      (element, row) => fillRow(element, row, row.id === this.#active),
    );
    this.keys = (event) => this.#globalKey(event);
    document.addEventListener("keydown", this.keys);
    this.ages = setInterval(() => this.#age(), 10_000);
    this.last = last;
    this.update();
  }

  get title() {
    return t("app.title");
  }

  focus() {
    this.grid.focus({ preventScroll: true });
    const at = this.rows.rows.findIndex((r) => r.id === this.last);
    if (at >= 0) {
      this.#move(at);
    }
    this.last = null;
  }

  close() {
    document.removeEventListener("keydown", this.keys);
    clearInterval(this.ages);
    clearTimeout(this.said);
    this.rows.close();
  }

  /** Shows what there is now; called whenever policies have changed. */
  update() {
    const { rows, counts } = this.policies.select(this.filter);
    this.#chips(counts);
    this.#namespaces();
    if (this.#active !== null && this.policies.synced !== null && !rows.some((r) => r.id === this.#active)) {
      this.#activate(null);
    }
    this.grid.setAttribute("aria-rowcount", String(rows.length + 1));
    this.rows.set(rows);
    const loading = this.policies.synced === null;
    this.empty.hidden = loading || rows.length > 0;
    if (!this.empty.hidden) {
      fill(this.empty, ...this.#emptyText());
    }
    setText(
      this.total,
      loading ? t("list.loading") : t("list.count", { n: count(rows.length), of: count(this.policies.size) }),
    );
    this.#announce();
  }

  #emptyText() {
    if (this.policies.size === 0) {
      return [h("strong", {}, t("list.none")), h("span", { class: "muted" }, t("list.none.hint"))];
    }
    return [
      h("strong", {}, t("list.nothing")),
      h("button", { type: "button", onclick: () => this.#reset() }, t("list.reset")),
    ];
  }

  /** Says how many there are once typing pauses; not with every event. */
  #announce() {
    clearTimeout(this.said);
    this.said = setTimeout(() => setText(this.status, this.total.textContent), 600);
  }

  #build() {
    this.search = h("input", {
      type: "search",
      id: "search",
      placeholder: t("list.search.hint"),
      value: this.filter.text,
      autocomplete: "off",
      spellcheck: "false",
      "aria-keyshortcuts": "/",
      oninput: () => this.#set({ text: this.search.value }),
      onkeydown: (event) => this.#searchKey(event),
    });
    this.chips = h("div", { class: "chips", role: "group", "aria-label": t("filter.state") });
    this.namespace = h("div", { class: "slot" });
    this.total = h("span", { class: "total muted" });
    this.status = h("div", { class: "visually-hidden", role: "status" });
    this.scroller = h("div", { class: "rows", role: "rowgroup" });
    this.empty = h("div", { class: "empty", hidden: true });
    this.head = h("div", { role: "rowgroup", class: "head" });
    this.grid = h(
      "div",
      {
        class: "grid",
        role: "grid",
        tabindex: "0",
        "aria-label": t("list.label"),
        "aria-describedby": "grid-help",
        onkeydown: (event) => this.#gridKey(event),
        onclick: (event) => this.#click(event),
      },
      this.head,
      this.scroller,
    );
    this.#headers();
    return h(
      "main",
      { class: "list", id: "main" },
      h("h1", { class: "visually-hidden" }, t("list.label")),
      h(
        "div",
        { class: "toolbar" },
        h("label", { class: "search" }, h("span", { class: "visually-hidden" }, t("list.search")), this.search),
        this.namespace,
        this.#modes(),
        h("div", { class: "slot sort" }, this.#sortSelect()),
        this.total,
      ),
      this.chips,
      h("p", { class: "visually-hidden", id: "grid-help" }, t("list.keys")),
      this.grid,
      this.empty,
      this.status,
    );
  }

  #modes() {
    const choose = (mode) => this.#set({ mode });
    return select(t("filter.mode"), options("mode", MODES), this.filter.mode, choose, { id: "mode" });
  }

  #sortSelect() {
    const texts = SORTS.map((s) => [s, t("sort.by", { column: t(`column.${s}`) })]);
    return select(t("sort"), texts, this.filter.sort, (sort) => this.#set({ sort, descending: false }), { id: "sort" });
  }

  #headers() {
    const columns = ["state", "name", "replicas", "metrics", "why", "changed"];
    fill(
      this.head,
      h(
        "div",
        { role: "row", class: "columns", "aria-rowindex": "1" },
        columns.map((c) => this.#header(c)),
      ),
    );
  }

  #header(column) {
    if (!SORTS.includes(column)) {
      return h("div", { role: "columnheader", class: `${column}-cell` }, t(`column.${column}`));
    }
    const mine = this.filter.sort === column;
    const order = this.filter.descending ? "descending" : "ascending";
    return h(
      "div",
      { role: "columnheader", class: `${column}-cell`, "aria-sort": mine ? order : "none" },
      h(
        "button",
        { type: "button", onclick: () => this.#sort(column), "data-sort": column },
        t(`column.${column}`),
        h("span", { class: "arrow", "aria-hidden": "true" }, mine ? (this.filter.descending ? " ↓" : " ↑") : ""),
      ),
    );
  }

  #sort(column) {
    const again = this.filter.sort === column;
    this.#set({ sort: column, descending: again ? !this.filter.descending : column === "changed" });
    this.#headers();
    this.head.querySelector(`[data-sort="${column}"]`)?.focus();
  }

  #chips(counts) {
    const total = Object.values(counts).reduce((a, b) => a + b, 0);
    const chips = [["", t("state.all"), total], ...STATES.map((s) => [s, word("state", s), counts[s]])];
    if (this.chips.childElementCount !== chips.length) {
      fill(this.chips, chips.map(([state]) => this.#chip(state)));
    }
    chips.forEach(([state, text, n], i) => {
      const chip = this.chips.children[i];
      chip.setAttribute("aria-pressed", String(this.filter.state === state));
      chip.classList.toggle("none", n === 0);
      setText(chip.querySelector(".word"), text);
      setText(chip.querySelector(".number"), count(n));
    });
  }

  #chip(state) {
    return h(
      "button",
      {
        type: "button",
        class: "chip",
        "data-state": state,
        onclick: () => this.#set({ state: this.filter.state === state ? "" : state }),
      },
      state !== "" && h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "word" }),
      " ",
      h("span", { class: "number" }),
    );
  }

  #namespaces() {
    const names = this.policies.namespaces();
    if (this.filter.namespace !== "" && !names.includes(this.filter.namespace)) {
      names.unshift(this.filter.namespace);
    }
    const key = names.join(" ");
    if (this.namespaceKey !== key) {
      this.namespaceKey = key;
      const choices = [["", t("namespace.all")], ...names.map((n) => [n, n])];
      const set = (namespace) => this.#set({ namespace });
      fill(this.namespace, select(t("filter.namespace"), choices, this.filter.namespace, set, { id: "namespace" }));
    }
  }

  #set(change) {
    Object.assign(this.filter, change);
    const { text, state, namespace, mode, sort, descending } = this.filter;
    rewriteList(
      listHash({
        q: text,
        state,
        namespace,
        mode,
        sort: sort === "name" ? "" : sort,
        dir: descending ? "desc" : "",
      }),
    );
    this.scroller.scrollTop = 0;
    this.update();
  }

  #reset() {
    this.search.value = "";
    this.element.querySelector("#mode").value = "";
    this.namespaceKey = undefined;
    this.#set({ text: "", state: "", namespace: "", mode: "" });
    this.search.focus();
  }

  #age() {
    for (const time of this.scroller.querySelectorAll("time[data-at]")) {
      setText(time, ago(Number(time.dataset.at)));
    }
  }

  #activate(id) {
    if (this.#active === id) {
      return;
    }
    this.#active = id;
    if (id === null) {
      this.grid.removeAttribute("aria-activedescendant");
    } else {
      this.grid.setAttribute("aria-activedescendant", `row-${id}`);
    }
    this.rows?.refresh();
  }

  #globalKey(event) {
    if (!isTyping(event) && event.key === "/") {
      event.preventDefault();
      this.search.focus();
      this.search.select();
    }
  }

  #searchKey(event) {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      this.grid.focus();
      this.#move(0);
    } else if (event.key === "Escape" && this.search.value === "") {
      this.grid.focus();
    }
  }

  #gridKey(event) {
    if (event.target !== this.grid || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = this.rows.rows.findIndex((r) => r.id === this.#active);
    const page = this.rows.page();
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.rows.rows.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#move(to);
    } else if (event.key === "Enter" && this.#active !== null) {
      event.preventDefault();
      location.hash = policyHash(this.#active);
    }
  }

  #move(to) {
    const rows = this.rows.rows;
    if (rows.length > 0) {
      const index = Math.min(rows.length - 1, Math.max(0, to));
      this.rows.reveal(index);
      this.#activate(rows[index].id);
    }
  }

  #click(event) {
    const row = event.target.closest(".row");
    if (row && !event.target.closest("a") && String(getSelection()) === "") {
      location.hash = policyHash(row.id.slice("row-".length));
    }
  }
}

function options(group, names) {
  return [["", t(`${group}.all`)], ...names.map((n) => [n, word(group, n)])];
}
