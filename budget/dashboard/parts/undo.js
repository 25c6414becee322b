
// --- undo and redo by keyboard ------------------------------------------------------------------------------
// In a field that is being typed in, and in those of Streamlit, the browser's own undo is meant. Elsewhere it never
// is: it would take back what was typed in a field that one has left, as an entry of its own.

const STEP_BY_KEY = { z: "undo", y: "redo" };
const TEXT = "input:not([type=radio], [type=checkbox], [type=range]), textarea, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const step = (event.ctrlKey || event.metaKey) && !event.altKey && STEP_BY_KEY[event.key.toLowerCase()];
  if (!step || event.target.hasTyping) return;
  if (event.target.matches(TEXT) && !event.target.closest(".nb")) return;
  const button = document.querySelector(`.nb button[data-do=${event.shiftKey ? "redo" : step}]`);
  if (!button) return;
  event.preventDefault();
  // Until what was asked for is answered, the button does not know that there is a step to take back.
  if (!button.disabled || waiting().length) ask(viewAt(button), { ...button.dataset });
});
