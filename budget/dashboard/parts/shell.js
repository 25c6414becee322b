
// --- what Streamlit says -----------------------------------------------------------------------------------
// Its own texts are English alone; those that the page knows are put into the page's language as they appear.

const SPOKEN = ["aria-label", "title", "placeholder"];
const shell = (window.nettobesparelseShell ??= { words: [], waiting: false });

function speak(language, words) {
  if (shell.language === language) return;
  shell.language = language;
  const escaped = (text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace("{what}", "(.+)").replace(/{(number|all)}/g, "([0-9]+)");
  shell.words = words.flatMap(([wanted, ...others]) => others.map((other) => [new RegExp(`^${escaped(other)}$`), wanted]));
  sayAgain();
}

function said(text) {
  const found = shell.words.find(([pattern]) => pattern.test(text));
  if (!found) return null;
  const [, ...parts] = found[0].exec(text);
  return found[1].replace(/{[a-z]+}/g, () => parts.shift());
}

function sayAgain() {
  shell.waiting = false;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(".nb, script, style, noscript") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      const text = said(node.nodeValue.trim());
      if (text) node.nodeValue = text;
    } else {
      for (const name of SPOKEN) {
        const text = node.hasAttribute(name) && said(node.getAttribute(name));
        if (text) node.setAttribute(name, text);
      }
    }
  }
}

shell.observer ??= new MutationObserver((changes) => {
  if (shell.waiting || changes.every(({ target }) => (target.closest ? target : target.parentElement)?.closest(".nb"))) return;
  shell.waiting = true;
  requestAnimationFrame(sayAgain);
});
shell.observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: SPOKEN });

// --- where one is -------------------------------------------------------------------------------------------
// Streamlit marks the page that its navigation names; of a tab it knows nothing, nor of the group that it is in. Its
// link to the first page is empty, which in a new tab would open the page that one is on.

function markPlace(places) {
  requestAnimationFrame(() => {
    for (const [links, place] of [["[data-testid=stTopNavLink]", places[0]], [".st-key-tabs a", places[1]]]) {
      document.querySelectorAll(links).forEach((link, number) => {
        if (number === place) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
        if (!link.getAttribute("href")) link.setAttribute("href", base);
      });
    }
  });
}

// With Ctrl, Cmd or Shift held a link opens beside the page, as anywhere; Streamlit would follow a tab's in the page.
shell.beside ??= (document.body.addEventListener("click", (event) => {
  const held = event.ctrlKey || event.metaKey || event.shiftKey;
  if (held && event.target.closest?.(".st-key-tabs a")) event.stopPropagation();
}, true), true);

// On a narrow screen the navigation lies over the page that it was used to choose: it is folded away again.
shell.folds ??= (document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-testid=stSidebarNavLink]")) return;
  setTimeout(() => {
    const open = document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
    if (innerWidth <= 768) open?.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  }, 300);
}), true);

// --- a dialog without the focus ----------------------------------------------------------------------------
// A button that makes a file is off meanwhile, and the focus falls out of the dialog: the Escape key would go unheard.

shell.leaves ??= (document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.activeElement !== document.body) return;
  [...document.querySelectorAll("[data-testid=stDialog] section > button[aria-label]")].pop()?.click();
}), true);
