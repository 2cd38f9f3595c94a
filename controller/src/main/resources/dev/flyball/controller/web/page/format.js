import { language, t } from "./texts.js";

/** The reader's time zone, for sentences too. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const formats = new Map();

function format(name, make) {
  const key = `${language()} ${name}`;
  if (!formats.has(key)) {
    formats.set(key, make(language()));
  }
  return formats.get(key);
}

/** A number as short as it can be told apart by. */
export function number(value) {
  return format("number", (l) => new Intl.NumberFormat(l, { maximumSignificantDigits: 4 })).format(value);
}

export function count(value) {
  return format("count", (l) => new Intl.NumberFormat(l)).format(value);
}

/** A time of day with seconds, and the date where it is not today. */
export function clock(millis) {
  const today = new Date(millis).toDateString() === new Date().toDateString();
  const date = today ? {} : { month: "short", day: "numeric" };
  return format(
    `clock ${today}`,
    (l) =>
      new Intl.DateTimeFormat(l, { ...date, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ).format(millis);
}

/** Ticks of a time axis so many seconds apart. */
export function tick(seconds, step) {
  const parts =
    step >= 86_400
      ? { month: "short", day: "numeric" }
      : { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(step < 60 ? { second: "2-digit" } : {}) };
  return format(`tick ${Object.keys(parts)}`, (l) => new Intl.DateTimeFormat(l, parts)).format(seconds * 1000);
}

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago something was, in one short unit. */
export function ago(millis, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - millis) / 1000));
  const [unit, size] = STEPS.find(([, s]) => seconds >= s) ?? STEPS.at(-1);
  return t(`ago.${unit}`, { n: Math.floor(seconds / size) });
}

const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];

/** A value of a metric with its unit: 85 %, 0.25, 512 Mi. */
export function measured(value, unit) {
  if (value === null || value === undefined) {
    return "–";
  }
  if (unit === "%") {
    return `${number(value)} %`;
  }
  if (unit === "bytes") {
    const power = value > 0 ? Math.min(BINARY.length - 1, Math.floor(Math.log2(value) / 10)) : 0;
    return `${number(value / 1024 ** power)} ${BINARY[power]}B`.replace(" B", " B");
  }
  return unit === "cores" ? t("cores", { n: number(value) }) : number(value);
}
