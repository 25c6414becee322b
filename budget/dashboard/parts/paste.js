
// --- cells copied from a spreadsheet ------------------------------------------------------------------------
// A field holds one line: a browser would put the cells together to one number. They go to Python as they are.

document.addEventListener("paste", (event) => {
  const field = event.target;
  const view = field.matches?.("input[data-do=enter]") && viewAt(field);
  const text = event.clipboardData?.getData("text").replace(/[\r\n]+$/, "") ?? "";
  if (!view || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  restore(view, field);
  ask(view, { ...field.dataset, do: "paste", text });
});
