
// --- sliders -----------------------------------------------------------------------------------------------
// What follows from a slider is shown while it is moved: one value is on its way, and after its answer the latest.
// All of one movement is one step that can be taken back.

function slide(view, field) {
  if (!field.hasTyping) return;
  const shown = document.getElementById(field.getAttribute("aria-describedby"));
  if (shown) shown.textContent = field.value.replace(".", view.root.dataset.point) + shown.dataset.unit;
  if (view.asked > view.answered) return;
  still = 0; // the pointer is down and holds nothing but the slider
  field.drag ??= String(number());
  commit(view, field);
}

document.body.addEventListener("change", ({ target }) => { if (target.type === "range") target.drag = null; });
