// The legend: what colours, lines and sizes mean, and switches that hide what one does not want to see.
import { html, svg } from "./element.js";
import { classOf, scheme, STROKES } from "./ink.js";

const line = (evidence) => {
  const { width, dash } = STROKES[evidence];
  return svg("svg", { class: "ppm-sample", viewBox: "0 0 26 8", "aria-hidden": "true" },
    svg("line", { x1: 1, y1: 4, x2: 25, y2: 4, "stroke-width": width, "stroke-dasharray": dash.join(" ") || null, "stroke-linecap": "round" }));
};

function group(title, rows, state, changed) {
  if (rows.length < 2) return null;
  return html("fieldset", { class: "ppm-group" }, html("legend", {}, title), ...rows.map(({ set, value, sample, text, note, count }) => {
    const box = html("input", {
      type: "checkbox", checked: !state.hidden[set].has(value),
      onchange: () => { state.hidden[set][box.checked ? "delete" : "add"](value); changed(); },
    });
    return html("label", { class: "ppm-check", title: note ?? null }, box, sample, html("span", {}, text), html("span", { class: "ppm-count" }, count));
  }));
}

/** Builds the legend for `state`; `changed()` is called when something is hidden or shown again. */
export function legend(state, changed) {
  const { model, words } = state;
  const element = html("details", { class: "ppm-legend", open: innerWidth > 860 });

  const tally = (of) => {
    const counts = new Map();
    for (const node of model.nodes) if (node.parent || node.adrift) counts.set(of(node), (counts.get(of(node)) ?? 0) + 1);
    return [...counts].sort((a, b) => a[0] - b[0]);
  };

  const swatch = (by, node) => {
    const shades = scheme(by, model, state.colours);
    const colour = state.by === by ? shades.shades[shades.of(node)] : state.colours.quiet;
    return svg("svg", { class: "ppm-swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("circle", { cx: 5, cy: 5, r: 4.2, fill: colour }));
  };

  function rows(set, of, by, text) {
    return tally(of).map(([value, count]) => ({
      set, value, text: text(value), count: words.number(count),
      sample: swatch(by, model.nodes.find((node) => (node.parent || node.adrift) && of(node) === value)),
    }));
  }

  function show() {
    const hops = rows("hop", classOf, "hop", (hop) => words.hops[hop]);
    const platforms = rows("channel", (node) => node.channel, "platform", (k) => model.platforms[k]?.name ?? "");
    const kinds = rows("kind", (node) => node.kind, "kind", (kind) => words.kinds[kind]);
    const evidence = tally((node) => (node.parent ? node.evidence : -1)).filter(([value]) => value >= 0).map(([value, count]) => ({
      set: "evidence", value, sample: line(value), text: words.evidence[value], note: words.evidenceMeans[value], count: words.number(count),
    }));
    element.replaceChildren(
      ...[html("summary", {}, words.legend), group(words.hopsTitle, hops, state, changed),
        group(words.platformsTitle, platforms, state, changed), group(words.evidenceTitle, evidence, state, changed),
        group(words.kindsTitle, kinds, state, changed),
        html("ul", { class: "ppm-quiet ppm-notes" }, ...evidence.map(({ text, note }) => html("li", {}, html("b", {}, text), ` · ${note}`)),
          html("li", {}, words.size), html("li", {}, words.ringMark), html("li", {}, words.wheel), html("li", {}, words.times(words.zone.replace("_", " "))), state.short ? html("li", {}, words.shortened) : null)].filter(Boolean));
  }

  return { element, show };
}
