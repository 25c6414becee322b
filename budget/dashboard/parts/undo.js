
// --- undo and redo by keyboard ------------------------------------------------------------------------------
// In a field that is being typed in, and in those of Streamlit, the browser's own undo is meant.

const STEP_BY_KEY = { z: "undo", y: "redo" };

document.addEventListener("keydown", (event) => {
  const step = (event.ctrlKey || event.metaKey) && !event.altKey && STEP_BY_KEY[event.key.toLowerCase()];
  if (!step || event.target.hasTyping) return;
  if (event.target.matches("input, textarea, [contenteditable]") && !event.target.closest(".nb")) return;
  const button = document.querySelector(`.nb button[data-do=${event.shiftKey ? "redo" : step}]:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
