
// --- presentation -----------------------------------------------------------------------------------------
// A presenter's keys press the buttons that name them; a slider and a table that scrolls keep their own arrows.

if (!window.nettobesparelseKeys) {
  window.nettobesparelseKeys = true;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, select, textarea, [role='dialog'], .scroll, [role='tablist'], [role='menu']")) return;
    const button = document.querySelector(`.nb .presenter button[data-keys~="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

// The sheet of 1600 × 900 is fitted into the window, and what is too large for it is made smaller until it fits.
const SHEET = [1600, 900];
const LEAST = 0.4; // of the type of a table; beyond that it is cut
let fitting = false;

function fit() {
  fitting = false;
  const root = document.documentElement.style;
  root.setProperty("--scale", Math.min(innerWidth / SHEET[0], innerHeight / SHEET[1]));
  const body = document.querySelector(".nb .stage .slide:not([hidden]) .body");
  if (!body) return;
  let size = 1;
  for (let time = 0; time < 5; time++) {
    root.setProperty("--fit", size);
    const wide = [body, ...body.querySelectorAll(".scroll")].map((part) => part.clientWidth / part.scrollWidth);
    const room = Math.min(body.clientHeight / body.scrollHeight, ...wide);
    if (room >= 1 || size <= LEAST) break;
    size = Math.max(LEAST, size * room * 0.98);
  }
}

function fitSoon() {
  if (fitting || !document.querySelector(".nb .stage")) return;
  fitting = true;
  requestAnimationFrame(fit);
}

if (!window.nettobesparelseStage) {
  window.nettobesparelseStage = true;
  addEventListener("resize", fitSoon);
  document.addEventListener("toggle", fitSoon, true);
  new MutationObserver(fitSoon).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden", "open"] });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-full]")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
