
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
