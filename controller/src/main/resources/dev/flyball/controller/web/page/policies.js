import { word } from "./texts.js";

/** States, the worst first. */
export const STATES = ["failing", "limited", "scaling", "dryrun", "paused", "disabled", "ok"];
export const MODES = ["Active", "DryRun", "Paused"];

const ORDERS = {
  name: (r) => `${r.namespace}/${r.name}`,
  state: (r) => STATES.indexOf(r.state),
  replicas: (r) => r.replicas ?? -1,
  changed: (r) => r.lastScaleTime ?? "",
};

/** All policies as rows, searched, filtered and sorted in memory. */
export class Policies {
  #entries = new Map();
  revision = 0;
  /** Null before the first list. */
  synced = null;

  get size() {
    return this.#entries.size;
  }

  get(id) {
    return this.#entries.get(id)?.row;
  }

  /** Takes a whole list, of /policies or of a reset. */
  replace(rows, revision) {
    this.#entries.clear();
    this.apply(rows, [], revision);
  }

  apply(rows, removed, revision) {
    for (const row of rows) {
      this.#entries.set(row.id, { row, text: searchable(row) });
    }
    for (const id of removed) {
      this.#entries.delete(id);
    }
    this.revision = revision;
  }

  namespaces() {
    return [...new Set([...this.#entries.values()].map((e) => e.row.namespace))].sort();
  }

  /** What a filter lets through: {rows, counts}; counts are by state, without the filter's own state. */
  select({ text = "", state = "", namespace = "", mode = "", sort = "name", descending = false }) {
    const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = Object.fromEntries(STATES.map((s) => [s, 0]));
    const rows = [];
    for (const { row, text: searched } of this.#entries.values()) {
      if (
        (namespace === "" || row.namespace === namespace) &&
        (mode === "" || row.mode === mode) &&
        terms.every((term) => searched.includes(term))
      ) {
        counts[row.state] = (counts[row.state] ?? 0) + 1;
        if (state === "" || row.state === state) {
          rows.push(row);
        }
      }
    }
    return { rows: sorted(rows, sort in ORDERS ? sort : "name", descending), counts };
  }
}

function sorted(rows, sort, descending) {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: ORDERS[sort](row), name: ORDERS.name(row) }))
    .sort((a, b) => sign * compare(a.key, b.key) || compare(a.name, b.name))
    .map((e) => e.row);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function searchable(row) {
  const target = row.target ? `${row.target.kind}/${row.target.name}` : "";
  const metrics = (row.metrics ?? []).map((m) => m.name).join(" ");
  const words = `${row.state} ${word("state", row.state)} ${row.reason} ${word("reason", row.reason)}`;
  return `${row.id} ${row.name} ${target} ${metrics} ${words}`.toLowerCase();
}
