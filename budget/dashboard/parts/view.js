// Shows the blocks of markup that Python made, and keeps a log of what was asked for.
//
// The log is a state, not a trigger: Streamlit sends a state again with every run, so a run that is cut short
// loses nothing. Python takes each command once, by its number.

const KEPT = 40; // commands that stay in the log; a run takes no more (view.py)
const WAIT = 1500; // milliseconds before what was not answered is asked for again
const views = new Map(); // by key: what each view shows now; outlives the mounting of the component

function viewOf(key) {
  if (!views.has(key)) views.set(key, { root: null, blocks: new Map(), log: [], focused: 0, back: null });
  return views.get(key);
}

let answered = 0; // the last command that what is shown takes into account
let last = 0;
function number() {
  last = Math.max(last + 1, Date.now()); // rises across reloads of the page
  return last;
}

// --- showing ---------------------------------------------------------------------------------------------

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const node = template.content.firstElementChild;
  if (node.matches("tr[data-row]")) for (const button of node.querySelectorAll("button")) button.tabIndex = -1;
  return node;
}

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.id === b.id;
}

// Moved by the user or by the page itself, never by Python.
const OWN = new Set(["tabindex", "open"]);

function patch(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !OWN.has(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !OWN.has(name)) from.setAttribute(name, value);
  }
  if (from.nodeName === "INPUT") fill(from, to.getAttribute("value") ?? "");
  else if (!from.hasAttribute("data-holds")) patchChildren(from, to);
  if (from.nodeName === "SELECT" && !(from.sent > answered)) from.value = to.value;
}

// What is being typed stays, and what was sent stays until it is answered: the answer to an earlier entry must
// not wipe a later one.
function fill(field, text) {
  if (field.hasTyping || field.sent > answered || field.value === text) return;
  const all = field === document.activeElement && field.value && field.selectionEnd - field.selectionStart === field.value.length;
  field.value = text;
  if (all) field.select();
}

function patchChildren(from, to) {
  const have = [...from.childNodes];
  const want = [...to.childNodes];
  want.forEach((wanted, i) => {
    if (!have[i]) from.appendChild(wanted);
    else if (alike(have[i], wanted)) patch(have[i], wanted);
    else have[i].replaceWith(wanted);
  });
  have.slice(want.length).forEach((node) => node.remove());
}

function show(view, blocks) {
  const seen = new Set();
  const next = new Map(); // the place of the next block, by its holder
  for (const [key, into, html] of blocks) {
    seen.add(key);
    let block = view.blocks.get(key);
    if (!block || !block.node.isConnected || block.into !== into) {
      block?.node.remove();
      block = { into, html, node: parsed(html) };
      view.blocks.set(key, block);
    } else if (block.html !== html) {
      const wanted = parsed(html);
      if (alike(block.node, wanted)) patch(block.node, wanted);
      else {
        block.node.replaceWith(wanted);
        block.node = wanted;
      }
      block.html = html;
    }
    const holder = into ? view.root.querySelector(`[data-holds="${into}"]`) : view.root;
    const place = next.has(holder) ? next.get(holder) : holder.firstElementChild;
    if (place !== block.node) holder.insertBefore(block.node, place);
    next.set(holder, block.node.nextElementSibling);
  }
  for (const [key, block] of view.blocks) {
    if (seen.has(key)) continue;
    block.node.remove();
    view.blocks.delete(key);
  }
}

function moveFocus(view, focus) {
  if (!focus || focus.n <= view.focused) return;
  view.focused = focus.n;
  const node = focus.id === "back" ? view.back : document.getElementById(focus.id);
  if (!node?.isConnected) return;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
}

// --- asking ----------------------------------------------------------------------------------------------

function listen(view, ask) {
  const { root } = view;
  root.onclick = (event) => {
    const button = event.target.closest("button");
    const cells = button?.closest("[data-cells]");
    if (cells) {
      view.back = button;
      const year = cells.dataset.columns.split(" ")[button.closest("td").cellIndex - 1];
      ask({ do: cells.dataset.cells, row: button.closest("tr").dataset.row, year });
    } else if (button?.dataset.copy) {
      copy(button);
    } else if (button?.dataset.do) {
      if (button.hasAttribute("aria-expanded")) view.back = button;
      ask({ ...button.dataset });
    }
  };
  root.oninput = (event) => {
    const field = event.target;
    field.hasTyping = true;
    const shown = field.type === "range" && document.getElementById(field.getAttribute("aria-describedby"));
    if (shown) shown.textContent = field.value.replace(".", root.dataset.point) + shown.dataset.unit;
  };
  root.onchange = (event) => commit(event.target, ask);
  root.onkeydown = (event) => {
    const field = event.target;
    if (field.matches("input[data-do][type=text]")) {
      if (event.key === "Enter") commit(field, ask);
      if (event.key === "Escape") restore(field);
    }
    if (field.matches("[data-cells] button")) walk(event);
  };
}

// A browser hands its clipboard only to a page it trusts (https, or this machine): else the link itself is shown.
async function copy(button) {
  const link = new URL(button.dataset.copy, document.baseURI).href;
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = said.dataset.copied;
  } catch {
    said.textContent = link;
  }
}

function commit(field, ask) {
  if (!field.matches("input[data-do], select[data-do]") || !field.hasTyping) return;
  field.hasTyping = false;
  if (field.value !== field.getAttribute("value")) field.sent = ask({ ...field.dataset, text: field.value });
}

function restore(field) {
  field.hasTyping = false;
  field.value = field.getAttribute("value") ?? "";
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

export default function ({ data, parentElement, setStateValue }) {
  if (data.wake) {
    if (data.author) document.cookie = `author=${encodeURIComponent(data.author)};path=/;max-age=31536000;SameSite=Strict`;
    return watch(setStateValue);
  }
  const view = viewOf(data.key);
  const arrived = view.root?.parentNode !== parentElement;
  if (arrived) {
    view.root = document.createElement("div");
    view.blocks.clear();
    parentElement.appendChild(view.root);
  }
  view.root.className = `nb nb-${data.key}`;
  view.root.dataset.point = data.point;
  const page = document.documentElement; // said anew, a language lays out the whole page once more
  if (page.lang !== data.language) page.lang = data.language;
  speak(data.language, data.shell);
  answered = data.seen;
  show(view, data.blocks);
  oneStop(view.root);
  moveFocus(view, data.focus);
  view.ask = (command) => {
    const n = number();
    view.log = [...view.log.slice(1 - KEPT), { ...command, epoch: data.epoch, n }];
    setStateValue("log", view.log);
    askAgain(view, n);
    return n;
  };
  listen(view, view.ask);
  showCharts(view, data.charts, view.ask);
  if (arrived && resumed(view, data)) setStateValue("log", view.log);
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
    if (answered >= n || times === 0) return;
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
  return true;
}
