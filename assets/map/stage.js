// The canvas: zooming, picking and the frame that is drawn, from the state the map keeps.
import { quadtree } from "d3-quadtree";
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { layers } from "./layers.js";
import * as paint from "./paint.js";

const PULSE = 650;
const same = (a, b) => Math.abs(a.k - b.k) < 1e-6 && Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5;

/**
 * Puts a canvas into `box` and draws `state` on it.
 *
 * `state` is {model, plan, colours, scheme, upto, lit, hover, selected, shown(node), words, still};
 * `on` is {hover(node), pick(node)}; `stay` is a transform to begin with instead of fitting everyone.
 * Returns {draw, redraw, fit, by, reveal, place, moved, leave, canvas}.
 */
export function stage(box, canvas, state, on, stay = null) {
  const context = canvas.getContext("2d");
  const { model, plan } = state;
  const how = () => ({ scheme: state.scheme, colours: state.colours, alpha: paint.fade(model.nodes.length), short: paint.crowded(model) });
  const settled = layers(model, { style: how, shown: (node) => state.shown(node) });
  const large = [...model.nodes].sort((a, b) => b.r - a.r).slice(0, 60);
  const tree = quadtree(model.nodes, (node) => node.x, (node) => node.y);
  const ratio = () => Math.min(3, window.devicePixelRatio || 1);
  let transform = zoomIdentity;
  let moved = false;
  let asked = 0;
  let rest = 0;
  let cost = 0;
  let before = state.known;
  let pulses = [];

  // A page is scrolled past a map more often than a map is zoomed: the wheel zooms once the map has been clicked
  // (or with Ctrl), and one finger moves the page until two have zoomed in.
  const meant = (event) => {
    if (event.type === "wheel") return event.ctrlKey || event.metaKey || document.activeElement === canvas;
    if (event.touches) return event.touches.length > 1 || !resting();
    return !event.ctrlKey && !event.button;
  };
  const gesture = zoom().scaleExtent([0.05, 24]).filter(meant).on("zoom", (event) => {
    transform = event.transform;
    canvas.classList.toggle("ppm-close", !resting());
    moved = true;
    draw();
  });
  gesture.clickDistance(4);
  const chosen = select(canvas).call(gesture).on("dblclick.zoom", null);

  function frame(now) {
    asked = 0;
    const { width, height } = canvas;
    if (!width) return;
    const view = { width, height, transform, ratio: ratio() };
    const gliding = moved && cost > 14 && !settled.crisp(transform);
    if (gliding) later();
    else {
      const start = performance.now();
      const whole = !settled.crisp(transform);
      settled.sync(state.upto, view);
      if (whole) cost = performance.now() - start;
      moved = false;
    }
    born(now);
    compose(now, view);
    if (pulses.length) draw();
  }

  // Crowds are redrawn when the hand rests; until then the bitmap moves with it.
  function later() {
    clearTimeout(rest);
    rest = setTimeout(() => { moved = false; draw(); }, 110);
  }

  function born(now) {
    if (!state.still && state.upto > before && state.upto - before < 2000) {
      for (const event of model.events.slice(Math.max(before, state.upto - 120), state.upto)) {
        if (event.first && state.shown(event.node)) pulses.push({ node: event.node, now });
      }
    }
    before = state.upto;
    pulses = state.still ? [] : pulses.filter((pulse) => now - pulse.now < PULSE).slice(-240);
  }

  function compose(now, { width, height, ratio: dots }) {
    const { colours, words } = state;
    const k = transform.k * dots;
    const world = () => context.setTransform(k, 0, 0, k, transform.x * dots, transform.y * dots);
    const style = { ...how(), zoom: transform.k, words };
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    world();
    paint.rings(context, plan.rings, style);
    context.globalAlpha = state.lit ? 0.13 : 1;
    settled.copy(context, transform, dots);
    context.globalAlpha = 1;
    world();
    for (const pulse of pulses) ripple(pulse, now, style);
    if (state.lit) spotlight(style);
    paint.ringNames(context, plan.rings, { ...style, avoid: large, named: label(style) });
  }

  function ripple({ node, now: since }, now, { scheme, zoom: scale }) {
    const age = Math.min(1, (now - since) / PULSE);
    context.globalAlpha = (1 - age) * 0.85;
    context.strokeStyle = scheme.shades[scheme.of(node)];
    context.lineWidth = 1.6 / scale;
    paint.circle(context, node, node.r + (2 + 11 * age) / scale);
    context.globalAlpha = 1;
  }

  function spotlight(style) {
    const { chain, below } = state.lit;
    const there = (node) => appeared(node);
    const hanging = below.filter(there);
    const steps = chain.filter((step) => appeared(step.person));
    paint.links(context, hanging, { ...style, alpha: Math.min(0.9, style.alpha * 1.5), short: false });
    paint.links(context, steps, { ...style, alpha: 1, heavy: 2.3, short: false });
    paint.dots(context, hanging, style);
    paint.dots(context, steps, style);
  }

  function label(style) {
    const { colours, hover, selected, lit } = state;
    const list = lit ? lit.chain.map((step) => step.person).reverse() : [...model.roots.slice(0, 12), ...state.leading.slice(0, canvas.clientWidth < 600 ? 4 : 8)];
    const named = paint.names(context, list.filter(appeared), { ...style, strong: Boolean(lit) });
    context.strokeStyle = colours.focus;
    for (const node of [hover, selected]) {
      if (!node || !appeared(node)) continue;
      context.lineWidth = (node === selected ? 2.4 : 1.6) / transform.k;
      paint.circle(context, node, node.r + 2.5 / transform.k);
    }
    if (hover && appeared(hover) && !list.includes(hover)) paint.names(context, [hover], { ...style, strong: true });
    return named;
  }

  const appeared = (node) => state.shown(node) && node.at <= state.now;

  function near(event) {
    const bounds = canvas.getBoundingClientRect();
    const [x, y] = transform.invert([event.clientX - bounds.left, event.clientY - bounds.top]);
    const slack = 9 / transform.k;
    let best = null;
    let least = Infinity;
    tree.visit((quad, x0, y0, x1, y1) => {
      const far = slack + 24;
      if (x0 > x + far || x1 < x - far || y0 > y + far || y1 < y - far) return true;
      for (let leaf = quad.length ? null : quad; leaf; leaf = leaf.next) {
        const node = leaf.data;
        const away = Math.hypot(node.x - x, node.y - y) - node.r;
        if (away < slack && away < least && appeared(node)) [best, least] = [node, away];
      }
      return false;
    });
    return best;
  }

  canvas.addEventListener("pointermove", (event) => { if (!event.buttons) on.hover(near(event)); });
  canvas.addEventListener("pointerleave", () => on.hover(null));
  canvas.addEventListener("click", (event) => {
    canvas.focus({ preventScroll: true });
    on.pick(near(event));
  });

  function draw() {
    if (!asked) asked = requestAnimationFrame(frame);
  }

  function redraw() {
    settled.forget();
    draw();
  }

  function fitted() {
    const { clientWidth: width, clientHeight: height } = canvas;
    const reach = Math.max(140, plan.radius + 12);
    const k = Math.min(2.6, Math.min(width - 16, height - 40) / (2 * reach));
    return zoomIdentity.translate(width / 2, height / 2 - 2).scale(k);
  }

  const resting = () => transform.k <= fitted().k * 1.02;

  let fittedSize = "";
  const watch = new ResizeObserver(() => {
    const dots = ratio();
    canvas.width = Math.round(canvas.clientWidth * dots);
    canvas.height = Math.round(canvas.clientHeight * dots);
    const size = `${canvas.width}x${canvas.height}`;
    if (size !== fittedSize && canvas.width) chosen.call(gesture.transform, (!fittedSize && stay) || fitted());
    fittedSize = size;
    redraw();
  });
  watch.observe(canvas);

  return {
    canvas, draw, redraw,
    fit: () => chosen.call(gesture.transform, fitted()),
    by: (factor) => chosen.call(gesture.scaleBy, factor),
    /** Moves the picture so that `node` can be seen, where it lies outside the frame. */
    reveal(node) {
      const [x, y] = transform.apply([node.x, node.y]);
      const { clientWidth: width, clientHeight: height } = canvas;
      if (x > 20 && y > 20 && x < width - 20 && y < height - 20) return;
      chosen.call(gesture.translateTo, node.x, node.y);
    },
    /** The transform a hand has made, or null while everyone is fitted in. */
    moved: () => (same(transform, fitted()) ? null : transform),
    leave() {
      watch.disconnect();
      cancelAnimationFrame(asked);
      clearTimeout(rest);
    },
    /** Where a person stands on the canvas, in CSS pixels. */
    place: (node) => transform.apply([node.x, node.y]),
  };
}
