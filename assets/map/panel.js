// What the picture shows, as text: the hops so far and the promoters, or one person's chain and what hangs below.
import { html, svg } from "./element.js";
import { classOf } from "./ink.js";
import { byHop, polarity } from "./picture.js";

const SOME = 12;

/** Builds the panel; `pick(node)` selects a person, `pick(null)` lets go. */
export function panel(state, pick) {
  const { model, words } = state;
  const element = html("section", { class: "ppm-panel", "aria-label": words.overview });
  let counts = [];

  const person = (node, note) =>
    html("button", { type: "button", class: "ppm-person", onclick: () => pick(node) },
      html("span", { class: `ppm-dot ppm-hop${classOf(node)}` }),
      html("span", { class: "ppm-name" }, node.name), note ? html("span", { class: "ppm-note" }, note) : null);

  function bars(rows) {
    const most = Math.max(1, ...rows.map((row) => row.people));
    counts = [];
    const body = rows.map(({ hop, people }) => {
      const bar = svg("rect", { class: `ppm-hop${polarity(hop)}`, height: 8, width: (100 * people) / most, rx: 1 });
      const number = html("td", { class: "ppm-number" }, words.number(people));
      counts.push({ hop, bar, number, most });
      return html("tr", {}, html("th", { scope: "row" }, words.hop(hop)),
        html("td", {}, svg("svg", { class: "ppm-bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, bar)), number);
    });
    const head = html("thead", { class: "ppm-hidden" }, html("tr", {}, html("th", { scope: "col" }, words.hopColumn), html("td"), html("th", { scope: "col" }, words.peopleColumn)));
    return html("table", { class: "ppm-hops" }, head, html("tbody", {}, ...body));
  }

  function overview() {
    counts = [];
    const rows = byHop(model.nodes).filter((row) => row.hop > 0);
    element.setAttribute("aria-label", words.overview);
    element.replaceChildren(
      html("h2", { class: "ppm-title" }, words.overview),
      rows.length ? bars(rows) : html("p", { class: "ppm-quiet" }, words.empty),
      ...(rows.length ? leaders() : []));
    tick();
  }

  function leaders() {
    const best = state.leading;
    return [
      html("h2", { class: "ppm-title" }, words.promoters),
      best.length
        ? html("ol", { class: "ppm-list" }, ...best.map((node) => html("li", {}, person(node, words.number(node.below)))))
        : html("p", { class: "ppm-quiet" }, words.noPromoters),
      best.length ? html("p", { class: "ppm-quiet" }, words.promotersNote) : null,
    ].filter(Boolean);
  }

  function how(step) {
    const { picture } = model;
    const node = step.person;
    const link = node.adrift ? words.adrift : words.evidence[step.evidence];
    const chance = step.evidence === 3 && step.parent ? `, ${words.chance(words.percent(step.probability))}` : "";
    const where = picture.platforms?.length > 1 ? ` · ${picture.platforms[step.channel]?.name ?? ""}` : "";
    const parts = [html("span", { class: "ppm-how" }, `${words.kinds[step.kind]}${where}`)];
    if (step.parent || node.adrift) parts.push(html("span", { class: `ppm-link ppm-evidence${node.adrift ? 3 : step.evidence}` }, `${link}${chance}`));
    parts.push(html("time", { class: "ppm-when", datetime: new Date(step.at * 1000).toISOString() }, words.at(step.at)));
    if (node.more.length) parts.push(html("span", { class: "ppm-how" }, words.also(node.more.length)));
    return html("div", { class: "ppm-step" }, ...parts);
  }

  function one(node, { chain, below }) {
    counts = [];
    element.setAttribute("aria-label", node.name);
    const url = /^https?:\/\//.test(node.url) ? node.url : null;
    element.replaceChildren(
      html("div", { class: "ppm-head" },
        html("h2", { class: "ppm-who" }, node.name),
        html("p", { class: "ppm-quiet" }, `${node.adrift ? words.adrift : words.hop(node.parent ? Math.max(1, node.hop) : 0)} · ${words.through(words.number(node.below))}`),
        html("p", { class: "ppm-actions" },
          html("button", { type: "button", class: "ppm-button", onclick: () => pick(null) }, words.clear),
          url ? html("a", { href: url, rel: "noreferrer nofollow", target: "_blank", class: "ppm-open" }, words.open) : null)),
      html("h2", { class: "ppm-title" }, words.chain),
      html("ol", { class: "ppm-chain" }, ...chain.map((step) => html("li", { "aria-current": step.person === node ? "true" : null }, person(step.person), how(step)))),
      html("h2", { class: "ppm-title" }, words.below), ...hanging(node, below));
  }

  function hanging(node, below) {
    if (!below.length) return [html("p", { class: "ppm-quiet" }, words.nobody)];
    const first = [...node.children].sort((a, b) => b.below - a.below || a.at - b.at);
    const rest = first.length - SOME;
    return [
      bars(byHop(below)),
      html("ul", { class: "ppm-list" }, ...first.slice(0, SOME).map((child) => html("li", {}, person(child, child.below ? `+${words.number(child.below)}` : "")))),
      rest > 0 ? html("p", { class: "ppm-quiet" }, words.more(words.number(rest))) : null,
    ].filter(Boolean);
  }

  // The numbers follow the clock; the bars keep the scale of the whole, so that growth can be seen.
  function tick() {
    if (state.selected) return;
    const seen = new Map();
    for (const node of model.nodes) if (node.at <= state.now && state.shown(node)) seen.set(node.hop, (seen.get(node.hop) ?? 0) + 1);
    for (const { hop, bar, number, most } of counts) {
      const people = seen.get(hop) ?? 0;
      bar.setAttribute("width", (100 * people) / most);
      number.textContent = words.number(people);
    }
  }

  function show() {
    if (state.selected) one(state.selected, state.lit);
    else overview();
  }

  return { element, show, tick };
}
