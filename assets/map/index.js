// PassaparolaMap.mount(element, picture, {lang}): the map of a message, with its clock, legend and panel.
import { clock, upto } from "./clock.js";
import { html } from "./element.js";
import { classOf, ink, scheme } from "./ink.js";
import { walk } from "./keys.js";
import { layout } from "./layout.js";
import { legend } from "./legend.js";
import { crowded } from "./paint.js";
import { panel } from "./panel.js";
import { below, chain, read } from "./picture.js";
import { stage } from "./stage.js";
import { toolbar } from "./toolbar.js";
import { words as wordsOf } from "./words.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

function beginning(picture, { lang, zone, keep }) {
  const model = read(picture);
  const plan = layout(model);
  const state = {
    model, plan, words: wordsOf(lang, zone), short: crowded(model),
    by: keep?.by ?? (model.platforms.length > 1 ? "platform" : "hop"),
    hidden: keep?.hidden ?? { hop: new Set(), channel: new Set(), evidence: new Set(), kind: new Set() },
    known: keep ? upto(model.events, keep.to) : 0,
    now: model.to, upto: model.events.length, selected: null, hover: null, lit: null,
    leading: (picture.promoters ?? []).map((person) => model.byPerson.get(person)),
    get still() { return calm.matches; },
  };
  state.shown = (node) => (!node.parent && !node.adrift) || !(
    state.hidden.hop.has(classOf(node)) || state.hidden.channel.has(node.channel)
    || state.hidden.evidence.has(node.evidence) || state.hidden.kind.has(node.kind));
  state.present = () => model.nodes.filter((node) => state.shown(node) && node.at <= state.now);
  return state;
}

/**
 * Draws `picture` into `element` and returns {select(id or null), at(seconds), play(), pause(), keep(), leave(), state}.
 *
 * `picture` is what `spread.picture` makes; `lang` is "it" or "en"; `zone` is the time zone its times are written in,
 * the browser's own where none is given. `keep` is what an earlier map of the same message said of itself: its
 * selection, zoom, colouring, switches and place in the replay are taken over. Nothing is fetched.
 */
export function mount(element, picture, { lang = "en", zone = "", keep = null } = {}) {
  const state = beginning(picture, { lang, zone, keep });
  const { model, words } = state;
  element.classList.add("ppm");
  element.setAttribute("lang", words.lang);
  const paintbox = () => {
    state.colours = ink(element);
    state.scheme = scheme(state.by, model, state.colours);
  };
  paintbox();

  const live = html("p", { class: "ppm-hidden", "aria-live": "polite" });
  const canvas = html("canvas", {
    class: "ppm-canvas", tabindex: 0, role: "application", "aria-roledescription": lang === "it" ? "mappa" : "map",
    "aria-label": `${words.map(picture.title || picture.message || "")}. ${words.help}`,
  });
  const tip = html("div", { class: "ppm-tip", hidden: true });
  // On a phone the panel lies below the fold: the chain is written on the map too.
  const crumbs = html("p", { class: "ppm-crumbs", "aria-hidden": "true" });
  const frame = html("div", { class: "ppm-frame" }, canvas, crumbs, tip);

  function pick(node, { walked = false } = {}) {
    state.selected = node;
    state.lit = node ? { chain: chain(node, model), below: below(node, model) } : null;
    text.show();
    crumbs.textContent = node ? state.lit.chain.map((step) => step.name).join(" › ") : "";
    if (node) {
      if (node.at > state.now) time.go(node.at);
      live.textContent = `${node.name}, ${words.hop(Math.max(0, node.hop))}, ${words.through(words.number(node.below))}`;
      if (walked) view.reveal(node);
    }
    view.draw();
  }

  function hover(node) {
    if (node === state.hover) return;
    state.hover = node;
    canvas.classList.toggle("ppm-over", Boolean(node));
    tip.hidden = !node;
    if (node) {
      const [x, y] = view.place(node);
      tip.replaceChildren(html("b", {}, node.name), html("span", {}, `${words.hop(Math.max(0, node.hop))} · ${words.kinds[node.kind]} · ${words.at(node.at)}`));
      tip.style.left = `${Math.min(Math.max(x, 96), canvas.clientWidth - 96)}px`;
      tip.style.top = `${y + 16}px`;
    }
    view.draw();
  }

  const view = stage(frame, canvas, state, { hover, pick }, keep?.transform);
  const text = panel(state, (node) => pick(node, { walked: true }));
  const redraw = () => { paintbox(); key.show(); view.redraw(); };
  const key = legend(state, () => { text.tick(); view.redraw(); });
  let said = 0;
  const time = clock(model, words, {
    still: () => state.still,
    moved(now) {
      state.now = now;
      state.upto = upto(model.events, now);
      view.draw();
      if (performance.now() - said > 120 || now === model.to) { said = performance.now(); text.tick(); }
    },
  });
  const tools = toolbar(element, state, { view, pick: (node) => pick(node, { walked: true }), recolour: (by) => { state.by = by; redraw(); } });
  walk(canvas, state, { pick: (node) => pick(node, { walked: true }), view });

  const notes = [];
  if (picture.simulated) notes.push(html("span", { class: "ppm-badge", title: words.simulatedMeans }, words.simulated));
  if (picture.shown < picture.total) notes.push(html("span", { class: "ppm-quiet" }, words.shown(words.number(picture.shown), words.number(picture.total))));
  frame.append(html("p", { class: "ppm-flags" }, ...notes));
  element.replaceChildren(
    html("div", { class: "ppm-main" }, tools, frame, model.to > model.from ? time.element : "", live),
    html("div", { class: "ppm-side" }, text.element, key.element));
  key.show();
  text.show();
  time.go(keep?.now ?? model.to);
  dark.addEventListener("change", redraw);
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

  const byId = new Map(model.nodes.map((node) => [picture.people.id[node.person], node]));
  if (keep?.selected && byId.has(keep.selected)) pick(byId.get(keep.selected));
  if (keep?.playing) time.start();
  return {
    keep: () => ({
      selected: state.selected && picture.people.id[state.selected.person], transform: view.moved(), by: state.by, hidden: state.hidden,
      now: state.now < model.to ? state.now : null, to: model.to, playing: time.playing(),
    }),
    leave() {
      time.stop();
      view.leave();
      theme.disconnect();
      dark.removeEventListener("change", redraw);
    },
    select: (id) => pick(byId.get(id) ?? null, { walked: true }), at: time.go, play: time.start, pause: time.stop, place: view.place, state,
  };
}

/** Draws (or draws again, with what is new) the map whose picture `element` names by its `data-src`. */
export async function load(element) {
  const answer = await fetch(element.dataset.src, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const picture = await answer.json();
  const keep = element.map?.keep();
  element.map?.leave();
  element.map = mount(element, picture, { lang: document.documentElement.lang || "en", zone: element.dataset.zone, keep });
}

globalThis.PassaparolaMap = { mount, load };

// A page that carries its picture needs no script of its own: <div id="map"> beside <script id="picture">.
const carried = document.querySelector('script#picture[type="application/json"]');
const place = document.querySelector("[data-passaparola-map]:not([data-src])");
if (carried && place) place.map = mount(place, JSON.parse(carried.textContent), { lang: document.documentElement.lang || "en" });
for (const element of document.querySelectorAll("[data-passaparola-map][data-src]")) {
  load(element).catch(() => { element.classList.add("ppm-failed"); element.querySelector("[data-failed]")?.removeAttribute("hidden"); });
}
