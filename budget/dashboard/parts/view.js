// Shows the blocks of markup that Python made, and keeps a log of what was asked for.
//
// The log is a state, not a trigger: Streamlit sends a state again with every run, so a run that is cut short
// loses nothing. Python takes each command once, by its number.

const KEPT = 40; // commands that stay in the log; a run takes no more (view.py)
const WAIT = 1500; // milliseconds before what was not answered is asked for again
const views = new Map(); // by key: what each view shows now; outlives the mounting of the component

function viewOf(key) {
  if (!views.has(key)) {
    // `asked` is the last command that was sent, `answered` the last that what is shown takes into account, `over` the
    // last about another case than this.
    views.set(key, { root: null, blocks: new Map(), log: [], asked: 0, answered: 0, over: 0, acts: new Map(), focused: 0, back: null });
  }
  return views.get(key);
}

function viewAt(node) {
  return [...views.values()].find((view) => view.root?.contains(node));
}

let last = 0;
function number() {
  last = Math.max(last + 1, Date.now()); // rises across reloads of the page
  return last;
}

// --- showing ---------------------------------------------------------------------------------------------

// What stands beside a field: the Tab key goes from field to field, Alt and arrow down from a field to these.
const BESIDE = ".cell :is(button, summary), .lever [data-do=reset]";

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const node = template.content.firstElementChild;
  if (node.matches("tr[data-row]")) for (const button of node.querySelectorAll("button")) button.tabIndex = -1;
  for (const button of node.querySelectorAll(BESIDE)) button.tabIndex = -1;
  return node;
}

function alike(a, b) {
  const same = a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.id === b.id;
  return same && a.dataset?.holds === b.dataset?.holds; // what becomes a holder must not keep what stood in it
}

// Moved by the user or by the page itself, never by Python.
const OWN = new Set(["tabindex", "open"]);

function patch(view, from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !OWN.has(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !OWN.has(name)) from.setAttribute(name, value);
  }
  if (from.nodeName === "INPUT") fill(view, from, to.getAttribute("value") ?? "");
  else if (!from.hasAttribute("data-holds")) patchChildren(view, from, to);
  if (from.nodeName === "SELECT" && !unanswered(view, from)) from.value = to.value;
}

function unanswered(view, field) {
  return field.sent > view.answered;
}

// What is being typed stays, and what was sent stays until it is answered: the answer to an earlier entry must
// not wipe a later one.
function fill(view, field, text) {
  if (field.hasTyping || unanswered(view, field) || field.value === text) return;
  const all = field === document.activeElement && field.value && field.selectionEnd - field.selectionStart === field.value.length;
  field.value = text;
  if (all) field.select();
}

function patchChildren(view, from, to) {
  const have = [...from.childNodes];
  const want = [...to.childNodes];
  want.forEach((wanted, i) => {
    if (!have[i]) from.appendChild(wanted);
    else if (alike(have[i], wanted)) patch(view, have[i], wanted);
    else have[i].replaceWith(wanted);
  });
  have.slice(want.length).forEach((node) => node.remove());
}

function show(view, blocks) {
  const seen = new Set();
  const before = new Map(); // the block that was placed last, by its holder
  for (const [key, into, html] of blocks) {
    seen.add(key);
    let block = view.blocks.get(key);
    if (!block || !block.node.isConnected || block.into !== into) {
      block?.node.remove();
      block = { into, html, node: parsed(html) };
      view.blocks.set(key, block);
    } else if (block.html !== html) {
      const wanted = parsed(html);
      if (alike(block.node, wanted)) patch(view, block.node, wanted);
      else {
        block.node.replaceWith(wanted);
        block.node = wanted;
      }
      block.html = html;
    }
    const holder = into ? view.root.querySelector(`[data-holds="${into}"]`) : view.root;
    // Asked for only now: the element that stood next may just have been replaced, or have gone elsewhere.
    const place = before.has(holder) ? before.get(holder).nextElementSibling : holder.firstElementChild;
    if (place !== block.node) holder.insertBefore(block.node, place);
    before.set(holder, block.node);
  }
  for (const [key, block] of view.blocks) {
    if (seen.has(key)) continue;
    block.node.remove();
    view.blocks.delete(key);
  }
}

// Whatever the page has become, through an extension of the browser or a fault of ours: it is made again from its
// blocks, and what is being typed goes on where it was.
function draw(view, blocks) {
  const goOn = inHand(view);
  view.drawing = true;
  try {
    show(view, blocks);
  } catch (error) {
    console.warn("The page is made again from its blocks:", error);
    view.blocks.clear();
    view.root.replaceChildren();
    show(view, blocks);
  } finally {
    view.drawing = false;
  }
  goOn();
}

function inHand(view) {
  const active = document.activeElement;
  const fields = [...view.root.querySelectorAll("input[id], select[id]")].filter(
    (field) => field === active || field.hasTyping || unanswered(view, field),
  );
  const selected = [active?.selectionStart, active?.selectionEnd];
  return () => {
    for (const field of fields) {
      const now = document.getElementById(field.id);
      if (!now || now === field) continue;
      if (field.hasTyping || unanswered(view, field)) now.value = field.value;
      Object.assign(now, { hasTyping: field.hasTyping, sent: field.sent, sentText: field.sentText });
      if (field !== active) continue;
      now.focus({ preventScroll: true });
      if (now.type === "text") now.setSelectionRange(...selected);
    }
  };
}

function moveFocus(view, focus) {
  if (!focus || focus.n <= view.focused) return;
  view.focused = focus.n;
  // One who has gone on to something else meanwhile stays there: else the next digit would land in the wrong field.
  if ((view.acts.get(focus.n) ?? acts) !== acts && document.activeElement !== document.body) return;
  const node = focus.id === "back" ? view.back : document.getElementById(focus.id);
  if (!node?.isConnected) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
}

// --- asking ----------------------------------------------------------------------------------------------

function ask(view, command) {
  const n = number();
  view.log = [...view.log.slice(1 - KEPT), { ...command, epoch: view.epoch, n }];
  view.asked = n;
  view.acts.set(n, acts);
  view.acts.delete([...view.acts.keys()][view.acts.size - 1 - KEPT]);
  inATaskOfItsOwn(view);
  askAgain(view, n);
  return n;
}

// Never together with a switch: not with one that was pressed just before, nor with one that is being pressed now.
function inATaskOfItsOwn(view) {
  view.sending ??= setTimeout(() => {
    whenReleased(() => {
      view.sending = null;
      view.send();
      sentTogether();
    });
  });
}

function listen(view) {
  const { root } = view;
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const cells = button?.closest("[data-cells]");
    if (cells) {
      view.back = button;
      const year = cells.dataset.columns.split(" ")[button.closest("td").cellIndex - 1];
      ask(view, { do: cells.dataset.cells, row: button.closest("tr").dataset.row, year });
    } else if (button?.dataset.copy) {
      copy(button);
    } else if (button?.dataset.table) {
      copyTable(button);
    } else if (button?.dataset.do) {
      if (button.hasAttribute("aria-expanded")) view.back = button;
      ask(view, { ...button.dataset });
    }
  });
  root.addEventListener("input", (event) => {
    event.target.hasTyping = true;
    if (event.target.type === "range") slide(view, event.target);
  });
  root.addEventListener("change", (event) => commit(view, event.target));
  // A browser reports no change where what was typed is what the field held when it was entered, though it has been
  // filled anew since. A window that is left for another one has its field in hand still.
  root.addEventListener("focusout", (event) => {
    if (!view.drawing && event.target !== document.activeElement) commit(view, event.target);
  });
  root.addEventListener("keydown", (event) => {
    const field = event.target;
    if (field.matches("input[data-do][type=text]")) {
      if (event.key === "Enter") commit(view, field);
      if (event.key === "Escape") restore(view, field);
    }
    if (field.matches("[data-cells] button")) walk(event);
    else beside(event);
  });
}

function commit(view, field) {
  if (!field.matches("input[data-do], select[data-do]") || !field.hasTyping) return;
  field.hasTyping = false;
  if (field.value === held(view, field)) return;
  field.sentText = field.value;
  field.sent = ask(view, { ...field.dataset, text: field.value, ...(field.drag && { drag: field.drag }) });
}

function restore(view, field) {
  field.hasTyping = false;
  field.value = held(view, field) ?? "";
}

// What the field holds but for what is being typed: what was sent of it, or what it was given.
function held(view, field) {
  return unanswered(view, field) ? field.sentText : field.getAttribute("value");
}

// From a field to the buttons that stand beside it, and back.
function beside(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const around = event.target.closest(".cell, .text, .lever");
  if (!step || !event.altKey || !around) return;
  const stops = [...around.querySelectorAll(`input, select, ${BESIDE}`)].filter((stop) => stop.checkVisibility());
  stops.sort((a, b) => b.matches("input, select") - a.matches("input, select")); // the field first
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.indexOf(event.target) + step, stops.length - 1))].focus();
}

// One stop for the Tab key in a table of figures; the arrows move within it.
function walk(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!step) return;
  event.preventDefault();
  const cell = event.target.closest("td");
  let row = cell.parentElement;
  let column = cell.cellIndex;
  for (;;) {
    if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += step[1];
    const found = row?.cells[column];
    if (!found) return;
    const button = found.querySelector("button");
    if (!button) continue;
    event.target.tabIndex = -1;
    button.tabIndex = 0;
    button.focus();
    return;
  }
}

function oneStop(root) {
  for (const cells of root.querySelectorAll("[data-cells]")) {
    if (cells.querySelector('button[tabindex="0"]')) continue;
    cells.querySelector("button")?.setAttribute("tabindex", "0");
  }
}

// --- the component ---------------------------------------------------------------------------------------

export default function ({ data: [data], parentElement, setStateValue }) {
  if (data.wake) {
    if (data.author) document.cookie = `author=${encodeURIComponent(data.author)};path=/;max-age=31536000;SameSite=Strict`;
    markPlace(data.places);
    return watch(setStateValue);
  }
  const view = viewOf(data.key);
  view.send = () => setStateValue("log", view.log);
  view.newest = data;
  whenReleased(() => {
    if (view.newest !== data) return;
    try {
      mount(view, data, parentElement);
    } catch (error) {
      broken(view, data, parentElement, error, setStateValue);
    }
  });
}

function mount(view, data, parentElement) {
  const arrived = view.root?.parentNode !== parentElement;
  if (arrived) {
    view.root = document.createElement("div");
    view.blocks.clear();
    parentElement.appendChild(view.root);
    listen(view);
  }
  view.root.className = `nb nb-${data.key}`;
  view.root.dataset.point = data.point;
  const page = document.documentElement; // said anew, a language lays out the whole page once more
  if (page.lang !== data.language) page.lang = data.language;
  speak(data.language, data.shell);
  if (view.epoch !== data.epoch) view.over = view.asked; // what was asked about another case is asked no more
  view.answered = Math.max(data.seen, view.over);
  view.epoch = data.epoch;
  draw(view, data.blocks);
  oneStop(view.root);
  moveFocus(view, data.focus);
  showCharts(view, data.charts);
  for (const field of view.root.querySelectorAll("input[type=range]")) slide(view, field);
  if (arrived) beginAt(view.root.querySelector("[data-start]"));
  if (arrived && resumed(view, data)) inATaskOfItsOwn(view);
}

// The Tab key goes on from here, without the focus being taken from anyone.
function beginAt(start) {
  if (!start || document.activeElement !== document.body) return;
  start.focus({ preventScroll: true });
  start.blur();
}

// A fault that making the page again does not mend: said in the page's language, with an id that the log has too.
function broken(view, data, parentElement, error, setStateValue) {
  console.error(error);
  view.fault ??= Math.random().toString(36).slice(2, 10);
  view.root?.remove();
  view.root = document.createElement("div");
  view.root.className = "nb";
  view.root.innerHTML = data.broken.replaceAll(data.fault, view.fault);
  parentElement.appendChild(view.root);
  view.root = null; // the next run begins from nothing
  if (view.told === view.fault) return;
  view.told = view.fault;
  setTimeout(() => setStateValue("fault", { id: view.fault, text: String(error?.stack ?? error) }));
}

// --- a server that forgot ---------------------------------------------------------------------------------

// A server that was started again, or has dropped the session while the lid was closed, knows nothing of a part of
// the page that asks for itself. The whole page is asked for as soon as it answers again, and once more when it has
// nothing to do and something was not answered.
let wake = null;

function watch(setStateValue) {
  const app = document.querySelector("[data-testid=stApp]");
  if (!wake && app) {
    let connected = true;
    new MutationObserver(() => {
      const now = app.dataset.testConnectionState === "CONNECTED";
      if (now && !connected) wake("at", Date.now());
      connected = now;
    }).observe(app, { attributeFilter: ["data-test-connection-state"] });
  }
  wake = setStateValue;
}

function askAgain(view, n, times = 4) {
  clearTimeout(view.asking);
  view.asking = setTimeout(() => {
    if (view.answered >= n || times === 0 || document.querySelector(".fault")) return; // a run that failed fails again
    const app = document.querySelector("[data-testid=stApp]")?.dataset;
    const idle = app?.testScriptState === "notRunning" && app.testConnectionState === "CONNECTED";
    if (idle) wake?.("at", Date.now());
    askAgain(view, n, idle ? times - 1 : times);
  }, WAIT);
}

// What was asked for just before another page was chosen, and never answered, is asked for again: a page that
// shows the same case can do it as well as the one that was left.
function resumed(view, data) {
  const open = [...views.values()].flatMap((other) => other.log);
  const left = open.filter((command) => command.epoch === data.epoch && command.n > data.seen);
  if (!left.length) return false;
  view.log = [...new Map(left.map((command) => [command.n, command])).values()].slice(-KEPT);
  view.asked = Math.max(...view.log.map((command) => command.n));
  return true;
}
