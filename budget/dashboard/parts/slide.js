
// --- sliders -----------------------------------------------------------------------------------------------
// What follows from a slider is shown while it is moved: one value is on its way, and after its answer the latest.
// All of one movement is one step that can be taken back.
function slide(view, field) {
  if (!field.hasTyping || view.asked > view.answered) return;
  still = 0; // the pointer is down and holds nothing but the slider
  field.drag ??= String(number());
  commit(view, field);
}
