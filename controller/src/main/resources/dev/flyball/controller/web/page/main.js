import { Follower, read, readReplica } from "./api.js";
import { fill, h, select, setText } from "./dom.js";
import { count } from "./format.js";
import { ListView } from "./list.js";
import { Policies } from "./policies.js";
import { PolicyView } from "./policy.js";
import { setTheme, theme } from "./preferences.js";
import { listHash, route } from "./route.js";
import { LANGUAGES, language, setLanguage, t } from "./texts.js";

const REPLICA_EVERY = 30_000;
const RETRY_AFTER = 2_000;

/** The page: what is around a view, which view it is, and where its data comes from. */
class App {
  constructor(root) {
    this.root = root;
    this.policies = new Policies();
    this.view = null;
    this.generation = 0;
    addEventListener("hashchange", () => this.show());
    setInterval(() => this.#replica(), REPLICA_EVERY);
    this.start();
  }

  /** Draws everything anew: at first, and in another language. */
  start() {
    setLanguage(language());
    this.policies = new Policies();
    this.connection = h("span", { class: "connection", role: "status", "data-connection": "connecting" });
    this.banner = h("div", { class: "banner", role: "status", hidden: true });
    this.content = h("div", { class: "content" });
    fill(
      this.root,
      h("a", { class: "skip", href: "#main", onclick: (e) => this.#skip(e) }, t("skip")),
      this.#header(),
      this.banner,
      this.content,
    );
    this.#connected("connecting");
    this.show();
    this.#replica();
  }

  #header() {
    const themes = ["auto", "light", "dark"].map((name) => [name, t(`theme.${name}`)]);
    return h(
      "header",
      { class: "top" },
      h("a", { class: "brand", href: listHash() }, h("span", { class: "mark", "aria-hidden": "true" }), "Flyball"),
      this.connection,
      h(
        "div",
        { class: "choices" },
        select(t("theme"), themes, theme(), setTheme, { id: "theme" }),
        select(t("language"), LANGUAGES, language(), (name) => this.#speak(name), { id: "language" }),
      ),
    );
  }

  #speak(name) {
    setLanguage(name);
    this.start();
    this.root.querySelector("#language").focus();
  }

  #skip(event) {
    event.preventDefault();
    this.view?.focus();
  }

  /** Shows the view that the address names. */
  show() {
    const wanted = route();
    this.view?.close();
    this.follower?.close();
    clearTimeout(this.again);
    this.generation++;
    if (wanted.view === "policy") {
      this.last = wanted.id;
      this.view = new PolicyView(wanted.id, wanted.query, (state) => this.#connected(state));
    } else {
      this.view = new ListView(this.policies, wanted.query, this.last ?? null);
      this.#list(this.generation);
    }
    fill(this.content, this.view.element);
    document.title = this.view.title;
    this.view.focus();
  }

  /** Reads the list once and follows it; after another view it goes on where it was. */
  async #list(generation) {
    try {
      if (this.policies.synced === null) {
        const list = await read("policies", { view: "rows" });
        this.policies.replace(list.items, list.revision);
        this.policies.synced = list.synced;
      }
    } catch {
      if (generation === this.generation) {
        this.#connected("lost");
        this.again = setTimeout(() => this.#list(generation), RETRY_AFTER);
      }
      return;
    }
    if (generation !== this.generation) {
      return;
    }
    const view = this.view;
    view.update();
    this.follower = new Follower(this.policies.revision, null, {
      state: (state) => this.#connected(state),
      rows: (data) => {
        this.policies.apply(data.rows, data.removed, data.revision);
        view.update();
      },
      reset: (data) => {
        this.policies.replace(data.rows, data.revision);
        view.update();
      },
    });
  }

  #connected(state) {
    if (this.connection.dataset.connection !== state || this.connection.textContent === "") {
      const back = state === "live" && this.connection.dataset.connection === "lost";
      this.connection.dataset.connection = state;
      setText(this.connection, t(`connection.${state}`));
      if (back) {
        this.#replica();
      }
    }
  }

  async #replica() {
    try {
      const replica = await readReplica();
      const text = said(replica);
      this.banner.hidden = text === null;
      setText(this.banner, text ?? "");
    } catch {
      // That the connection is lost is shown already.
    }
  }
}

/** What one has to know of the replica that answers; null where it leads and has read everything. */
function said({ leading, synced, shards, ownShards }) {
  if (!synced) {
    return t("unsynced");
  }
  if (shards > 0 && ownShards < shards) {
    return t("sharded", { own: count(ownShards), of: count(shards) });
  }
  return leading ? null : t("standby");
}

new App(document.getElementById("app"));
