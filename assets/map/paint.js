// Draws links, dots, rings and names on a 2D canvas whose transform already maps the map's units to pixels.
import { STROKES } from "./ink.js";

const CHUNK = 48;

/** How far links fade as people multiply: few are plain to see, many become a weave. */
export const fade = (people) => Math.max(0.2, Math.min(0.78, 13 / Math.sqrt(people)));

/** Adds the curve from a person's source to the person to the open path. */
export function trace(path, node, crowded) {
  const { parent } = node;
  if (!parent.radius) {
    // In a crowd, those who passed it on to nobody keep only the end of their line.
    const from = crowded && !node.children.length ? Math.max(0, 1 - 15 / node.radius) : 0;
    path.moveTo(node.x * from, node.y * from);
    path.lineTo(node.x, node.y);
    return;
  }
  const middle = (parent.radius + node.radius) / 2;
  path.moveTo(parent.x, parent.y);
  path.bezierCurveTo(
    middle * Math.cos(parent.turn), middle * Math.sin(parent.turn),
    middle * Math.cos(node.turn), middle * Math.sin(node.turn),
    node.x, node.y,
  );
}

/** Whether the lines to the first ring are shortened. */
export const crowded = (model) => model.roots.length === 1 && model.roots[0].children.length > 300;

// Nodes sorted into buckets so that each stroke or fill call draws many of one style.
function buckets(nodes, keyOf) {
  const sorted = new Map();
  for (const node of nodes) {
    const key = keyOf(node);
    const bucket = sorted.get(key);
    if (bucket) bucket.push(node);
    else sorted.set(key, [node]);
  }
  return sorted;
}

/** Draws the links that lead to `nodes`; `zoom` is pixels per unit, `heavy` multiplies the width. */
export function links(context, nodes, { scheme, zoom, alpha, short, heavy = 1 }) {
  context.globalAlpha = alpha;
  context.lineCap = "round";
  const within = nodes.filter((node) => node.parent);
  for (const [key, bucket] of buckets(within, (node) => scheme.of(node) * 8 + node.evidence)) {
    const stroke = STROKES[key % 8];
    context.strokeStyle = scheme.shades[key >> 3];
    const scale = Math.min(1.8, Math.max(0.75, zoom ** 0.5)) / zoom;
    context.lineWidth = stroke.width * heavy * scale;
    context.setLineDash(stroke.dash.map((length) => length * scale));
    for (let k = 0; k < bucket.length; k += CHUNK) {
      context.beginPath();
      for (const node of bucket.slice(k, k + CHUNK)) trace(context, node, short);
      context.stroke();
    }
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Draws the people themselves: a dot each, edged with paper where it is large. */
export function dots(context, nodes, { scheme, colours, zoom }) {
  const least = 1.05 / zoom;
  for (const [key, bucket] of buckets(nodes, scheme.of)) {
    context.fillStyle = scheme.shades[key];
    for (let k = 0; k < bucket.length; k += 200) {
      context.beginPath();
      for (const node of bucket.slice(k, k + 200)) {
        const r = Math.max(node.r, least);
        context.moveTo(node.x + r, node.y);
        context.arc(node.x, node.y, r, 0, 6.2832);
      }
      context.fill();
    }
  }
  context.strokeStyle = colours.sheet;
  context.lineWidth = 1 / zoom;
  for (const node of nodes) if (node.r > 4) circle(context, node, node.r);
}

/** Marks a person who acted more than once. */
export function again(context, nodes, { colours, zoom }) {
  context.strokeStyle = colours.quiet;
  context.lineWidth = 0.9 / zoom;
  for (const node of nodes) circle(context, node, node.r + 1.6);
}

/** Strokes a circle around a person. */
export function circle(context, node, radius) {
  context.beginPath();
  context.arc(node.x, node.y, radius, 0, 6.2832);
  context.stroke();
}

/** Draws the rings people stand on. */
export function rings(context, drawn, { colours, zoom }) {
  context.strokeStyle = colours.rule;
  context.lineWidth = 1 / zoom;
  for (const { hop, radius } of drawn) {
    if (hop > 4 && radius * zoom < 60) continue;
    context.beginPath();
    context.arc(0, 0, radius, 0, 6.2832);
    context.stroke();
  }
}

const ASIDE = Array.from({ length: 24 }, (_, k) => -Math.PI / 2 + (k % 2 ? 1 : -1) * Math.ceil(k / 2) * (Math.PI / 12));

/**
 * Writes the rings' names on a piece of paper each, over everything, where there is room.
 *
 * Each stands on its ring, as near the top as it can without covering anyone of `avoid` (the largest dots), a name of
 * `named` or another ring's name.
 */
export function ringNames(context, drawn, { colours, zoom, words, avoid, named }) {
  context.font = `600 ${11 / zoom}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const written = [];
  let last = 0;
  for (const { hop, radius } of drawn) {
    if (hop > 3) break;
    if ((radius - last) * zoom > 22) {
      const half = [context.measureText(words.ring(hop)).width / 2 + 5 / zoom, 8 / zoom];
      const boxes = ASIDE.map((angle) => around(radius * Math.cos(angle), radius * Math.sin(angle), half));
      const box = least(boxes, (one) => 99 * written.filter((other) => overlap(one, other)).length + covered(one, avoid, named));
      written.push(box);
      sign(context, words.ring(hop), box, { colours, zoom, fill: colours.hops[hop] });
    }
    last = radius;
  }
}

const around = (x, y, [wide, tall]) => [x - wide, y - tall, x + wide, y + tall];
const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const covered = (box, nodes, named) => nodes.filter(({ x, y, r }) => overlap(box, around(x, y, [r, r]))).length + 3 * named.filter((other) => overlap(box, other)).length;

function least(boxes, cost) {
  let best = boxes[0];
  let lowest = Infinity;
  for (const box of boxes) {
    const price = cost(box);
    if (price < lowest) [best, lowest] = [box, price];
    if (!lowest) break;
  }
  return best;
}

function sign(context, text, [left, top, right, bottom], { colours, zoom, fill }) {
  context.fillStyle = colours.sheet;
  context.strokeStyle = colours.rule;
  context.lineWidth = 1 / zoom;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.fill();
  context.stroke();
  context.fillStyle = fill;
  context.fillText(text, (left + right) / 2, (top + bottom) / 2);
}

/** Draws text with an edge of paper, so that it reads over lines. */
export function halo(context, text, x, y, { fill, edge, width }) {
  context.lineJoin = "round";
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.strokeText(text, x, y);
  context.fillStyle = fill;
  context.fillText(text, x, y);
}

/** Writes names under (or over) people, skipping those that would lie on another; returns the boxes they took. */
export function names(context, nodes, { colours, zoom, strong = false }) {
  const placed = [];
  context.font = `${strong ? 600 : 500} ${12 / zoom}px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const node of nodes) {
    const text = node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name;
    const half = context.measureText(text).width / 2 + 3 / zoom;
    const y = node.y + node.r + 13 / zoom;
    const box = [node.x - half, y - 12 / zoom, node.x + half, y + 4 / zoom];
    if (placed.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    placed.push(box);
    halo(context, text, node.x, y, { fill: colours.text, edge: colours.sheet, width: 4 / zoom });
  }
  return placed;
}
