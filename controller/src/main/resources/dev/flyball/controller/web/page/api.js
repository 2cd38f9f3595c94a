import { language } from "./texts.js";
import { ZONE } from "./format.js";

/** An answer that is an error, with the controller's words. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function url(path, parameters, spoken) {
  const query = new URLSearchParams(spoken ? { ...parameters, lang: language(), tz: ZONE } : parameters);
  // Relative, so that it works behind a proxy that puts the page below a path.
  return `api/v1/${path}?${query}`;
}

async function get(address, signal) {
  const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
  const body = await response.json();
  if (!response.ok) {
    throw new ApiError(response.status, body.error ?? response.statusText);
  }
  return body;
}

/** Reads something with sentences, in the reader's language and zone. */
export function read(path, parameters = {}, signal = undefined) {
  return get(url(path, parameters, true), signal);
}

/** Whether the replica that answers leads. */
export function readReplica() {
  return get(url("replica", {}, false));
}

/** The path of a policy below /api/v1/. */
export function pathOf(id) {
  return `policies/${id.split("/").map(encodeURIComponent).join("/")}`;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const HIDDEN_WAIT = 30_000;

/**
 * Follows what changes, from a revision on, over connections that are lost and found again: the browser's own
 * EventSource gives up for good when an answer is an error, and waits long after a restart. It also lets go while
 * nobody looks, since listeners are few.
 */
export class Follower {
  /** on: {state(name), rows(data), reset(data), policy(data)}; name is "connecting", "live" or "lost". */
  constructor(revision, policy, on) {
    this.revision = revision;
    this.policy = policy;
    this.on = on;
    this.wait = FIRST_WAIT;
    this.seen = () => this.#seen();
    // A page that is kept for the back button would keep its connection, of which a browser has six.
    this.left = () => this.#let();
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("online", this.seen);
    addEventListener("pagehide", this.left);
    addEventListener("pageshow", this.seen);
    on.state("connecting");
    this.#open();
  }

  close() {
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("online", this.seen);
    removeEventListener("pagehide", this.left);
    removeEventListener("pageshow", this.seen);
    this.#let();
  }

  #let() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.source?.close();
    this.source = undefined;
  }

  #open() {
    this.#let();
    const parameters = { since: this.revision };
    if (this.policy) {
      parameters.policy = this.policy;
    }
    this.source = new EventSource(url("events", parameters, true));
    this.source.addEventListener("ready", () => {
      this.wait = FIRST_WAIT;
      this.on.state("live");
    });
    for (const name of ["rows", "reset", "policy"]) {
      this.source.addEventListener(name, (event) => {
        const data = JSON.parse(event.data);
        this.revision = data.revision;
        this.on[name]?.(data);
      });
    }
    this.source.addEventListener("error", () => this.#lost());
  }

  #lost() {
    this.#let();
    this.on.state("lost");
    this.timer = setTimeout(() => this.#open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  #seen() {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#let(), HIDDEN_WAIT);
    } else if (this.source) {
      clearTimeout(this.timer);
    } else {
      this.#open();
    }
  }
}
