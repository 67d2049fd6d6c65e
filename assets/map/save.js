// The picture as a file: PNG drawn at print size, SVG written out element by element.
import { STROKES } from "./ink.js";
import * as paint from "./paint.js";

const SIDE = 2400;
const HEAD = 190;

function caption(state) {
  const { model, words } = state;
  const { picture } = model;
  const parts = [words.people(state.present().length, words.number(state.present().length)), `${words.until} ${words.at(state.now)}`];
  if (picture.shown < picture.total) parts.push(words.shown(words.number(picture.shown), words.number(picture.total)));
  if (picture.simulated) parts.push(words.simulated);
  return parts.join(" · ");
}

const scaleOf = (state) => (SIDE / 2 - 70) / Math.max(70, state.plan.radius + 12);

function png(state) {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE + HEAD;
  const context = canvas.getContext("2d");
  const { colours, scheme, model, words } = state;
  const zoom = scaleOf(state);
  const present = state.present();
  context.fillStyle = colours.sheet;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(zoom, 0, 0, zoom, SIDE / 2, SIDE / 2 + HEAD);
  // Lines and letters keep the weight they have on a screen of 900 pixels.
  const style = { colours, scheme, words, zoom: zoom / (SIDE / 900), alpha: paint.fade(model.nodes.length), short: state.short };
  paint.rings(context, state.plan.rings, style);
  paint.links(context, present, style);
  paint.dots(context, present, style);
  paint.again(context, present.filter((node) => node.more.length), style);
  const named = paint.names(context, [...model.roots.slice(0, 12), ...state.leading].filter((node) => present.includes(node)), style);
  paint.ringNames(context, state.plan.rings, { ...style, avoid: state.leading, named });
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.text;
  context.font = `600 52px ${colours.font}`;
  context.fillText(title(state), 60, 92, SIDE - 120);
  context.fillStyle = colours.quiet;
  context.font = `36px ${colours.font}`;
  context.fillText(caption(state), 60, 150, SIDE - 120);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

const title = ({ model }) => {
  const text = model.picture.title || model.picture.message || "";
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
};

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

// Collects path commands with the same calls a canvas takes, so that a link is described in one place.
function pen() {
  const steps = [];
  const at = (...numbers) => numbers.map((n) => Math.round(n * 10) / 10).join(" ");
  return {
    moveTo: (x, y) => steps.push(`M${at(x, y)}`),
    lineTo: (x, y) => steps.push(`L${at(x, y)}`),
    bezierCurveTo: (...p) => steps.push(`C${at(...p)}`),
    text: () => steps.join(""),
  };
}

function svgText(state) {
  const { colours, scheme, model, words, plan } = state;
  const reach = Math.max(70, plan.radius + 24);
  const present = state.present();
  const alpha = paint.fade(model.nodes.length);
  const scale = reach / 450;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-reach} ${-reach * 1.14} ${2 * reach} ${reach * 2.14}" font-family="${escape(colours.font)}">`,
    `<title>${escape(words.map(title(state)))}</title>`,
    `<rect x="${-reach}" y="${-reach * 1.14}" width="100%" height="100%" fill="${colours.sheet}"/>`,
    `<text x="${-reach * 0.96}" y="${-reach * 1.07}" font-size="${19 * scale}" font-weight="600" fill="${colours.text}">${escape(title(state))}</text>`,
    `<text x="${-reach * 0.96}" y="${-reach * 1.02}" font-size="${13 * scale}" fill="${colours.quiet}">${escape(caption(state))}</text>`,
  ];
  for (const { radius } of plan.rings) out.push(`<circle r="${radius.toFixed(1)}" fill="none" stroke="${colours.rule}" stroke-width="${scale}"/>`);
  for (const node of present.filter((each) => each.parent)) {
    const path = pen();
    paint.trace(path, node, state.short);
    const { width, dash } = STROKES[node.evidence];
    const dashes = dash.length ? ` stroke-dasharray="${dash.map((d) => (d * scale).toFixed(1)).join(" ")}"` : "";
    out.push(`<path d="${path.text()}" fill="none" stroke="${scheme.shades[scheme.of(node)]}" stroke-opacity="${alpha.toFixed(2)}" stroke-width="${(width * scale).toFixed(2)}" stroke-linecap="round"${dashes}/>`);
  }
  for (const node of present) {
    out.push(`<circle cx="${node.x.toFixed(1)}" cy="${node.y.toFixed(1)}" r="${node.r.toFixed(1)}" fill="${scheme.shades[scheme.of(node)]}"><title>${escape(node.name)}</title></circle>`);
  }
  for (const node of [...model.roots.slice(0, 12), ...state.leading]) {
    if (present.includes(node)) out.push(`<text x="${node.x.toFixed(1)}" y="${(node.y + node.r + 13 * scale).toFixed(1)}" font-size="${(12 * scale).toFixed(1)}" text-anchor="middle" fill="${colours.text}" stroke="${colours.sheet}" stroke-width="${3 * scale}" paint-order="stroke">${escape(node.name)}</text>`);
  }
  return `${out.join("\n")}\n</svg>\n`;
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const fileName = (state, ending) => {
  const stem = (title(state) || "map").normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 48);
  return `passaparola-${stem || "map"}.${ending}`;
};

/** Hands the picture, as it stands at this moment of the replay, to the reader as a file. */
export async function save(state, format) {
  const blob = format === "png" ? await png(state) : new Blob([svgText(state)], { type: "image/svg+xml" });
  hand(blob, fileName(state, format));
}
