// Runs before the first paint, so that a page that is to be dark is never light for a moment.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem("flyball.theme");
  } catch {
    // Without storage the system's theme counts.
  }
  if (kept === "light" || kept === "dark") {
    document.documentElement.dataset.theme = kept;
  }
})();
