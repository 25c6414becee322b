
// --- one thing at a time -----------------------------------------------------------------------------------
// A press on anything first takes what is being typed, then does what was pressed. Within our own views both go into
// one log, in order. A button or a link of Streamlit's waits for the answer to what was typed: a download is of the
// case as the server has it. A switch of Streamlit's is not held, for it makes more of a press than a click; it runs
// the page anew, and our log goes with it.

const PRESS = 3000; // milliseconds for which a press keeps the page still at most
const PATIENCE = 30_000; // milliseconds after which an answer is no longer waited for
const outside = []; // presses that wait
let passing = false; // while one of them is let through
let acts = 0; // how often a key or the pointer has been pressed
let batch = false; // while what Streamlit is told goes out with our log, as a run of our part of the page alone
let still = 0; // until when nothing may move

// What moves between press and release is not pressed at all.
function whenReleased(then) {
  if (performance.now() >= still) then();
  else setTimeout(() => whenReleased(then), 10);
}

function released() {
  setTimeout(() => { still = 0; });
}

function waiting() {
  return [...views.values()].filter((view) => view.root?.isConnected && view.asked > view.answered);
}

function inTurn(event) {
  const typed = document.activeElement;
  if (typed?.hasTyping && typed !== event.target) commit(viewAt(typed), typed);
  if (passing || !event.target.closest || event.target.closest(".nb")) return;
  if (batch) setTimeout(() => wake?.("at", Date.now())); // a switch would light up and its page not run
  const button = event.target.closest("a[href], [data-testid^=stBaseButton-]:not([role=radio])");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!outside.length && !waiting().length) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  outside.push(button);
  if (outside.length === 1) release(performance.now() + PATIENCE);
}

// Streamlit sends all that it is told in one task of the browser as one run, of one part of the page.
function sentTogether() {
  batch = true;
  setTimeout(() => { batch = false; });
}

// One in each task: what goes out together is one run.
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

// On the body: a library that waits for its click at the document must see that there was one, or it makes one itself.
document.body.addEventListener("click", inTurn, true);
document.addEventListener("keydown", () => acts++, true);
document.addEventListener("pointerdown", () => { acts++; still = performance.now() + PRESS; }, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, released, true);
// A scrollbar and the list of a choice keep the release to themselves.
document.addEventListener("pointermove", ({ buttons }) => still && !buttons && released(), true);
document.addEventListener("change", ({ target }) => target.matches("select") && released(), true);
