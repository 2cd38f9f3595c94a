import en from "./texts-en.js";
import ko from "./texts-ko.js";
import { keep, kept } from "./preferences.js";

const TABLES = { en, ko };

/** The languages, by their own names. */
export const LANGUAGES = [
  ["en", "English"],
  ["ko", "한국어"],
];

let current = initial();

function initial() {
  const chosen = kept("language");
  if (chosen in TABLES) {
    return chosen;
  }
  const wanted = (navigator.languages ?? [navigator.language]).map((l) => l.slice(0, 2).toLowerCase());
  return wanted.find((l) => l in TABLES) ?? "en";
}

export function language() {
  return current;
}

export function setLanguage(name) {
  current = name;
  keep("language", name);
  document.documentElement.lang = name;
}

/** A text with {places} filled in. */
export function t(key, values = {}) {
  return TABLES[current][key].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** The text for a word of the API; the word itself where there is none, so that new ones are not lost. */
export function word(group, name) {
  return TABLES[current][`${group}.${name}`] ?? name;
}
