
// --- charts ----------------------------------------------------------------------------------------------
// Drawn by Plotly from plain data, a frame after the table has been painted, and only those near the eye.

const NARROW = 480; // pixels of a chart that has no room for names at its ends
const PICTURE = { width: 1000, title: 44 }; // of a file
const PAPER = 640; // width of a chart in print
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, showTips: false };
const charts = new Map(); // by the element that holds a plot
let base = "";
let plotly = null;

export function settle(at) {
  base = at;
}

// The script of the installed package: fetched at once, run when the table stands.
function loaded() {
  plotly ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: base + PLOTLY });
    script.onload = () => done(window.Plotly);
    script.onerror = () => { plotly = null; script.remove(); failed(new Error("no charts")); };
    document.head.append(script);
  });
  return plotly;
}

function showCharts(view, figures) {
  for (const [holder] of charts) if (!holder.isConnected) forget(holder);
  for (const [key, figure] of Object.entries(figures)) {
    const holder = view.root.querySelector(`[data-holds="plot:${key}"]`);
    if (!holder) continue;
    if (!charts.has(holder)) begin(holder, key, view);
    const chart = charts.get(holder);
    const text = JSON.stringify(figure);
    if (text === chart.text) continue;
    Object.assign(chart, { text, figure, stale: true });
    legend(chart);
  }
  if ([...charts.values()].some((chart) => chart.stale)) soon();
}

function begin(holder, key, view) {
  const plot = holder.appendChild(document.createElement("div"));
  plot.setAttribute("aria-hidden", "true"); // the picture has its words around it
  const legend = view.root.querySelector(`[data-holds="legend:${key}"]`);
  charts.set(holder, { holder, plot, legend, view, off: new Set(), near: false });
  near.observe(holder);
  sized.observe(holder);
}

function forget(holder) {
  near.unobserve(holder);
  sized.unobserve(holder);
  if (charts.get(holder).drawn) window.Plotly.purge(charts.get(holder).plot);
  charts.delete(holder);
}

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (charts.has(target)) charts.get(target).near = isIntersecting;
  soon();
}, { rootMargin: "300px" });

const sized = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const chart = charts.get(target);
    if (chart?.drawn && chart.width !== target.clientWidth) chart.stale = true;
  }
  soon();
});

for (const feature of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
  matchMedia(feature).addEventListener("change", () => setTimeout(again, 100)); // when the page has taken its colours
}

function again() {
  for (const chart of charts.values()) chart.stale = true;
  soon();
}

// The frame with the table is painted before a chart takes the time of its own.
let due = false;
const afterPaint = new MessageChannel();
afterPaint.port1.onmessage = async () => {
  due = false;
  await loaded();
  for (const chart of charts.values()) if (chart.stale && chart.near) drawChart(chart, chart.holder.clientWidth);
};
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => requestAnimationFrame(() => afterPaint.port2.postMessage(0)));
}

function drawChart(chart, width, paper = false) {
  if (!width || !chart.holder.isConnected) return;
  const { data, layout } = dressed(chart, width, paper ? "paper" : lookOf(chart.view.root));
  window.Plotly.react(chart.plot, data, layout, CONFIG);
  if (!chart.drawn) chart.plot.on("plotly_click", (event) => press(chart, event));
  Object.assign(chart, { drawn: true, stale: false, width: chart.holder.clientWidth });
}

// --- what it looks like ----------------------------------------------------------------------------------

function lookOf(root) {
  if (matchMedia("(forced-colors: active)").matches) {
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  const [red, green, blue] = getComputedStyle(root).getPropertyValue("--st-background-color").match(/[0-9a-f]{2}/gi) ?? [];
  return red && parseInt(red, 16) + parseInt(green, 16) + parseInt(blue, 16) < 384 ? "dark" : "light";
}

// From the colours of the light look to those in use; with more contrast wanted, to the shades of text.
function colours(look) {
  const more = look !== "paper" && matchMedia("(prefers-contrast: more), (forced-colors: active)").matches;
  const deeper = { quiet: "ink", rule: "edge", edge: "quiet" };
  const name = (from) => (more ? (`${from}-text` in PALETTES[look] ? `${from}-text` : deeper[from] ?? from) : from);
  return new Map(Object.entries(PALETTES.light).map(([from, colour]) => [colour, PALETTES[look][name(from)]]));
}

function dressed(chart, width, look, wide = false) {
  const map = colours(look);
  const { data, layout, narrow } = JSON.parse(chart.text, (_, value) => map.get(value) ?? value);
  if (width < NARROW && !wide) Object.assign(layout, narrow);
  layout.width = width;
  layout.annotations = layout.annotations.filter((note) => !chart.off.has(note.name));
  for (const trace of data) trace.visible = !chart.off.has(trace.meta.key);
  return { data, layout };
}

function legend(chart) {
  if (!chart.legend || chart.figure.legend.length < 2) return;
  chart.legend.replaceChildren(...chart.figure.legend.map(([key, label, look]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "entry" });
    button.dataset.toggle = key;
    button.setAttribute("aria-pressed", String(!chart.off.has(key)));
    const swatch = Object.assign(document.createElement("i"), { className: look });
    swatch.setAttribute("aria-hidden", "true");
    button.append(swatch, label);
    return button;
  }));
}

// --- what is asked of it ---------------------------------------------------------------------------------

function press(chart, { points, event }) {
  const point = points.map((one) => [distance(chart.plot, one, event), one]).sort((a, b) => a[0] - b[0])[0][1];
  const { press, keys } = chart.figure;
  const { asks } = point.data.meta;
  if (!press || !asks) return;
  const key = keys[point.pointNumber];
  const row = chart.view.root.querySelector(`[data-cells="${press}"] tr[data-row="${CSS.escape(asks)}"]`);
  const cell = row?.cells[keys.indexOf(key) + 1]?.querySelector("button")
    ?? chart.view.root.querySelector(`[data-do="${press}"][data-row="${CSS.escape(asks)}"][data-year="${CSS.escape(key)}"]`);
  chart.view.back = cell?.checkVisibility() ? cell : chart.legend?.querySelector("button");
  ask(chart.view, press === "why" ? { do: press, row: asks, year: key } : { do: press, path: key, end: asks });
}

// One year answers with all of its series: the one that was meant is the nearest; lines lie over bars.
function distance(plot, point, event) {
  const across = point.data.orientation !== "h";
  const axis = across ? point.yaxis : point.xaxis;
  const area = plot.querySelector(".nsewdrag").getBoundingClientRect();
  const drawn = across ? area.height : area.width; // on the stage smaller or larger than Plotly drew it
  const at = ((across ? event.clientY - area.top : event.clientX - area.left) * axis._length) / drawn;
  if (point.data.type !== "bar") return Math.abs(axis.l2p(point.y) - at);
  const { b, s } = plot.calcdata[point.curveNumber][point.pointNumber];
  const [low, high] = [axis.l2p(b), axis.l2p(b + s)].sort((x, y) => x - y);
  return 8 + Math.max(low - at, at - high, 0);
}

function chartOf(element) {
  const holder = element.closest("figure")?.querySelector('[data-holds^="plot:"]');
  return charts.get(holder);
}

function toggle(button) {
  const chart = chartOf(button);
  const key = button.dataset.toggle;
  if (!chart.off.delete(key)) chart.off.add(key);
  button.setAttribute("aria-pressed", String(!chart.off.has(key)));
  chart.stale = true;
  soon();
}

async function save(button) {
  const chart = chartOf(button);
  const { data, layout } = dressed(chart, PICTURE.width, "paper", true);
  const height = layout.height + PICTURE.title;
  layout.title = { text: chart.figure.title, x: 0.01, xanchor: "left", y: 1, yanchor: "top", pad: { t: 12 }, font: { color: button.dataset.accent } };
  layout.margin = { ...layout.margin, t: layout.margin.t + PICTURE.title };
  layout.paper_bgcolor = PALETTES.paper.paper;
  const { save: format, name: filename } = button.dataset;
  const Plotly = await loaded();
  const scale = format === "png" ? 2 : 1;
  await Plotly.downloadImage({ data, layout: { ...layout, height } }, { format, filename, width: PICTURE.width, height, scale });
}

if (!window.nettobesparelseCharts) {
  window.nettobesparelseCharts = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".nb figure button");
    if (button?.dataset.toggle) toggle(button);
    else if (button?.dataset.save) save(button);
  });
  window.addEventListener("beforeprint", () => {
    if (window.Plotly) for (const chart of charts.values()) drawChart(chart, PAPER, true);
  });
  window.addEventListener("afterprint", again);
}
