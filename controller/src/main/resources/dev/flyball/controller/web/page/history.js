const MOST_PLACES = 2_000;

/** So much longer than usual between two decisions is a gap: nobody decided then. */
const GAP_FACTOR = 6;
const LEAST_GAP_MILLIS = 60_000;

const COLUMNS = [
  "lastAt",
  "outcome",
  "replicas",
  "ready",
  "min",
  "max",
  "recommendation",
  "decision",
  "window",
  "windowUntil",
  "sentence",
];

/** The decisions of one policy, by their time, as they come in columns: a later one of the same time wins. */
export class History {
  #places = new Map();
  #events = new Map();
  /** Metrics by key: {name, unit}. */
  metrics = new Map();

  add(columns) {
    columns.at.forEach((at, i) => {
      const place = { at, metrics: new Map() };
      COLUMNS.forEach((name) => (place[name] = columns[name]?.[i]));
      this.#places.set(at, place);
    });
    for (const metric of columns.metrics) {
      const key = `${metric.name} ${metric.unit}`;
      this.metrics.set(key, { name: metric.name, unit: metric.unit });
      columns.at.forEach((at, i) =>
        this.#places.get(at).metrics.set(key, { value: metric.value[i], target: metric.target[i] }),
      );
    }
    for (const event of columns.events ?? []) {
      this.#events.set(event.at, event);
    }
    this.#order();
  }

  #order() {
    this.places = [...this.#places.values()].sort((a, b) => a.at - b.at);
    while (this.places.length > MOST_PLACES) {
      this.#places.delete(this.places.shift().at);
    }
    this.events = [...this.#events.values()].sort((a, b) => a.at - b.at);
  }

  places = [];
  events = [];

  get oldest() {
    return this.places[0]?.at;
  }

  get newest() {
    return this.places.at(-1)?.lastAt;
  }

  /** A time of which something is known: before all that is kept, that of the oldest of it. */
  known(millis) {
    return Math.max(millis, Math.min(this.oldest ?? millis, this.events[0]?.at ?? millis));
  }

  /** The place that was in force at a time, by its number; -1 before the first. */
  indexAt(millis) {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle].at <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /**
   * As a plot wants it: {x, places}; x in seconds, ascending. Each decision is drawn from when it was made to when it
   * was last repeated; a place is null where there was none for long.
   */
  timeline() {
    const x = [];
    const places = [];
    const push = (millis, place) => {
      if (x.length === 0 || millis / 1000 > x.at(-1)) {
        x.push(millis / 1000);
        places.push(place);
      }
    };
    const gap = this.#gap();
    this.places.forEach((place, i) => {
      push(place.at, place);
      push(place.lastAt, place);
      const next = this.places[i + 1];
      if (next && next.at - place.lastAt > gap) {
        push(place.lastAt + 1, null);
      }
    });
    return { x, places };
  }

  #gap() {
    const steps = this.places
      .slice(1)
      .map((place, i) => place.at - this.places[i].lastAt)
      .sort((a, b) => a - b);
    const usual = steps[steps.length >> 1] ?? 0;
    return Math.max(LEAST_GAP_MILLIS, GAP_FACTOR * usual);
  }

  /** The times in which stabilization windows held: {from, to, direction} in seconds. */
  windows() {
    const windows = [];
    this.places.forEach((place, i) => {
      if (!place.window) {
        return;
      }
      const next = this.places[i + 1];
      const to = next ? Math.min(next.at, Math.max(place.lastAt, place.windowUntil)) : place.windowUntil;
      const last = windows.at(-1);
      if (last && last.direction === place.window && place.at / 1000 - last.to < 0.01) {
        last.to = to / 1000;
      } else {
        windows.push({ from: place.at / 1000, to: to / 1000, direction: place.window });
      }
    });
    return windows;
  }
}
