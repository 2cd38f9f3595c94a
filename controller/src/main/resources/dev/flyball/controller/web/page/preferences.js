/** What a reader chose, kept in this browser where it lets us. */
export function kept(name) {
  try {
    return localStorage.getItem(`flyball.${name}`);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`flyball.${name}`, value);
  } catch {
    // It holds until the page is left.
  }
}

/** "auto", "light" or "dark". */
export function theme() {
  return document.documentElement.dataset.theme ?? "auto";
}

export function setTheme(name) {
  if (name === "auto") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = name;
  }
  keep("theme", name);
}

/** Calls back whenever the colours may have changed. */
export function onThemeChange(callback) {
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", callback);
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    query.removeEventListener("change", callback);
    observer.disconnect();
  };
}
