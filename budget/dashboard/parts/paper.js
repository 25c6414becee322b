
// --- paper ------------------------------------------------------------------------------------------------
// A table with more columns than a sheet holds is printed as several, each with the names of the rows.

const MOST_COLUMNS = 8;

function cut(table) {
  const count = Math.max(...[...table.rows].map((row) => row.cells.length));
  if (count - 1 <= MOST_COLUMNS) return;
  const size = Math.ceil((count - 1) / Math.ceil((count - 1) / MOST_COLUMNS)); // of about the same width
  for (let start = 1; start < count; start += size) {
    const part = table.cloneNode(true);
    part.dataset.cut = "";
    for (const row of part.rows) [...row.cells].forEach((cell, i) => i && (i < start || i >= start + size) && cell.remove());
    table.before(part);
  }
  table.dataset.whole = table.style.display;
  table.style.display = "none";
}

if (!window.nettobesparelsePaper) {
  window.nettobesparelsePaper = true;
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".nb table").forEach(cut);
    document.querySelectorAll(".nb .points details:not([open])").forEach((question) => {
      question.open = true;
      question.dataset.folded = "";
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-folded]").forEach((question) => {
      question.open = false;
      delete question.dataset.folded;
    });
    document.querySelectorAll("table[data-cut]").forEach((part) => part.remove());
    document.querySelectorAll("table[data-whole]").forEach((table) => {
      table.style.display = table.dataset.whole;
      delete table.dataset.whole;
    });
  });
}
