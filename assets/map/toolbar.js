// Above the map: find a person, choose the colouring, zoom, save, full screen.
import { html } from "./element.js";
import { save } from "./save.js";

const MOST = 8;

function finder({ model, words }, pick) {
  const found = html("ul", { class: "ppm-found", hidden: true });
  const box = html("input", { type: "search", class: "ppm-find", placeholder: words.find, "aria-label": words.find, autocomplete: "off", oninput: look });

  function look() {
    const wanted = box.value.trim().toLowerCase();
    found.hidden = !wanted;
    if (!wanted) return;
    const hits = model.nodes.filter((node) => node.name.toLowerCase().includes(wanted)).sort((a, b) => b.below - a.below).slice(0, MOST);
    found.replaceChildren(...(hits.length ? hits.map((node) => html("li", {}, html("button", { type: "button", class: "ppm-person", onclick: () => choose(node) },
      html("span", { class: "ppm-name" }, node.name), html("span", { class: "ppm-note" }, words.hop(Math.max(0, node.hop)))))) : [html("li", { class: "ppm-quiet" }, words.none)]));
  }

  function choose(node) {
    box.value = "";
    found.hidden = true;
    pick(node);
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") found.querySelector("button")?.click();
    if (event.key === "Escape") { box.value = ""; found.hidden = true; }
  });
  return html("div", { class: "ppm-finder" }, box, found);
}

function colouring({ model, words, by }, recolour) {
  const ways = [["hop", words.byHop], ["kind", words.byKind]];
  if (model.platforms.length > 1) ways.unshift(["platform", words.byPlatform]);
  const choice = html("select", { class: "ppm-select", onchange: () => recolour(choice.value) },
    ...ways.map(([value, text]) => html("option", { value, selected: value === by }, text)));
  return html("label", { class: "ppm-labelled" }, html("span", {}, words.colour), choice);
}

/** Builds the toolbar of the map in `element`. */
export function toolbar(element, state, { view, pick, recolour }) {
  const { words } = state;
  const button = (text, label, act) => html("button", { type: "button", class: "ppm-button", "aria-label": label, title: label, onclick: act }, text);
  const full = button("⤢", words.full, () => (document.fullscreenElement ? document.exitFullscreen() : element.requestFullscreen()));
  element.addEventListener("fullscreenchange", () => {
    const label = document.fullscreenElement ? words.leaveFull : words.full;
    full.setAttribute("aria-label", label);
    full.setAttribute("title", label);
  });
  return html("div", { class: "ppm-tools", role: "group", "aria-label": words.legend },
    finder(state, pick), colouring(state, recolour), html("span", { class: "ppm-space" }),
    html("span", { class: "ppm-cluster" }, button("−", words.zoomOut, () => view.by(1 / 1.5)), button("+", words.zoomIn, () => view.by(1.5)), button(words.fit, words.fit, view.fit)),
    html("span", { class: "ppm-cluster" }, button(words.png, `${words.save} PNG`, () => save(state, "png")), button(words.svg, `${words.save} SVG`, () => save(state, "svg"))),
    document.fullscreenEnabled ? full : null);
}
