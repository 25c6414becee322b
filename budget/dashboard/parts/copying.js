
// --- what is copied ---------------------------------------------------------------------------------------

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

// A table for a spreadsheet (text) and for a document (HTML), without what only the page has. Where the clipboard is not
// handed over the table is marked, for the user's own Ctrl+C.
async function copyTable(button) {
  const table = button.parentElement.parentElement.querySelector("table");
  const bare = table.cloneNode(true);
  for (const extra of bare.querySelectorAll("small, .hidden, .swatch")) extra.remove();
  for (const cell of bare.querySelectorAll("th, td, caption")) cell.replaceChildren(cell.textContent.replace(/\s+/g, " ").trim());
  for (const part of [bare, ...bare.querySelectorAll("*")]) {
    for (const { name } of [...part.attributes]) if (!["scope", "colspan"].includes(name)) part.removeAttribute(name);
  }
  const text = [...bare.rows].map((row) => [...row.cells].map((cell) => cell.textContent).join("\t")).join("\n");
  const said = button.parentElement.querySelector("[role=status]");
  try {
    const kinds = { "text/plain": text, "text/html": bare.outerHTML };
    const parts = Object.entries(kinds).map(([type, part]) => [type, new Blob([part], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
    said.textContent = said.dataset.copied;
  } catch {
    getSelection().selectAllChildren(table);
    said.textContent = said.dataset.marked;
  }
}
