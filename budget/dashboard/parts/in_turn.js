
// --- one thing at a time -----------------------------------------------------------------------------------
// A press on anything first takes what is being typed, then does what was pressed. Within our own views both go into
// one log, in order. What Streamlit shows (switches, choices, downloads, the way to another page) waits for the answer
// to what was typed: a download is of the case as the server has it, and a switch runs the page anew.

const PRESS = 400; // milliseconds for which a press keeps the page still
const PATIENCE = 30_000; // milliseconds after which an answer is no longer waited for
const outside = []; // presses that wait
let passing = false; // while one of them is let through
let acts = 0; // how often a key or the pointer has been pressed
let still = 0; // until when nothing may move

// What moves between press and release is not pressed at all.
function whenReleased(then) {
  if (performance.now() >= still) then();
  else setTimeout(() => whenReleased(then), 10);
}

function waiting() {
  return [...views.values()].filter((view) => view.root?.isConnected && view.asked > view.answered);
}

function inTurn(event) {
  const typed = document.activeElement;
  if (typed?.hasTyping && typed !== event.target) commit(viewAt(typed), typed);
  if (passing || !event.target.closest || event.target.closest(".nb") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!outside.length && !waiting().length) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  outside.push(event.target);
  if (outside.length === 1) release(performance.now() + PATIENCE);
}

// One in each task, for the same reason that our own log has one of its own.
function release(end) {
  const views = waiting();
  if (views.length && performance.now() < end) return void setTimeout(() => release(end), 10);
  const pressed = outside.splice(0, views.length ? outside.length : 1);
  for (const view of views) view.answered = view.asked; // no answer: what was pressed is not done, and may be again
  passing = true;
  if (!views.length) pressed[0].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true }));
  passing = false;
  if (outside.length) setTimeout(() => release(end), 10);
}

document.addEventListener("click", inTurn, true);
document.addEventListener("keydown", () => acts++, true);
document.addEventListener("pointerdown", () => { acts++; still = performance.now() + PRESS; }, true);
document.addEventListener("pointerup", () => setTimeout(() => { still = 0; }), true);
