// Colours and line styles: read from the style sheet, so that the map follows the theme of the page around it.
import { KINDS, polarity } from "./picture.js";

const SPARE = ["sky", "amber", "violet", "green", "rose", "slate"];

/** How a link is drawn for each evidence code: width in screen pixels and dash pattern. */
export const STROKES = [
  { width: 2.2, dash: [] },
  { width: 1, dash: [] },
  { width: 1.1, dash: [5, 3.5] },
  { width: 1.2, dash: [0.1, 3.2] },
];

/** Reads the map's colours at `element`. */
export function ink(element) {
  const style = getComputedStyle(element);
  const value = (name) => style.getPropertyValue(`--map-${name}`).trim();
  const names = ["paper", "sheet", "text", "quiet", "rule", "focus", "sky", "amber", "violet", "green", "rose", "slate"];
  const colours = Object.fromEntries(names.map((name) => [name, value(name)]));
  colours.hops = [value("hop0"), value("hop1"), value("hop2"), value("hop3"), value("firm")];
  colours.font = style.fontFamily;
  return colours;
}

/** The colour class of a person by hop: 0 sender, 1 to 3 the polarities, 4 source not known. */
export const classOf = (node) => (node.parent ? Math.max(1, polarity(node.hop)) : node.adrift ? 4 : 0);

/** The classes a way of colouring sorts people into, as [{label key or name, colour, of(node) -> index}]. */
export function scheme(by, model, colours) {
  if (by === "platform") {
    const shades = model.platforms.map(({ colour }, k) => colour || colours[SPARE[k % SPARE.length]]);
    return { shades, of: (node) => Math.min(node.channel, shades.length - 1) };
  }
  if (by === "kind") {
    const shades = KINDS.map((_, k) => (k ? colours[SPARE[(k - 1) % SPARE.length]] : colours.hops[0]));
    return { shades, of: (node) => node.kind };
  }
  return { shades: colours.hops, of: classOf };
}
