// A counter for each channel that takes the platform's own unit and the limit nearest its end. What is sent after
// the words, such as the link, comes from the server, which says it again with every save.
import { used } from "./measure.js";

const NAMED = /@\{([^{}\n]{1,60})\}/g;

// Read once for each element: the server puts new ones there when the channels change.
const read = new WeakMap();
function kept(id) {
  const place = document.getElementById(id);
  if (!place) return {};
  if (!read.has(place)) read.set(place, JSON.parse(place.textContent));
  return read.get(place);
}

function wordsOf(side, desk) {
  const own = side.querySelector("[data-own]").checked;
  return (own ? side.querySelector("[data-text]") : desk.querySelector("[data-base]")).value.trim();
}

// Of several limits the one nearest its end: 300 characters may be left where 3 000 bytes are not.
const nearest = (found) =>
  found.sort((a, b) => (a.limit - a.value) / a.limit - (b.limit - b.value) / b.limit)[0];

function written(text, side) {
  const handles = kept(`handles-${side.dataset.side}`);
  return text.trim().replace(NAMED, (all, name) => handles[name.trim()] ?? all);
}

function count(side, desk) {
  const told = document.getElementById(`told-${side.dataset.side}`);
  const rules = kept(`rules-${side.dataset.side}`);
  const text = (written(wordsOf(side, desk), side) + told.dataset.after).trim();
  return nearest(used(text, rules, { media: Number(told.dataset.media) }));
}

// The server shows no counter where the limit is beyond what anybody writes.
function show(place, found) {
  const counter = place?.querySelector(".count");
  if (!counter || !found) return;
  counter.classList.toggle("is-over", found.value > found.limit);
  counter.querySelector("b").textContent = String(found.value);
}

// A part of a thread has no counter before something is written in it; then it is like the channel's own.
function showPart(field, side) {
  const place = field.parentElement.querySelector("[data-part-counter]");
  const like = side.querySelector("[data-counter] .count");
  if (!place || !like) return;
  if (!field.value) { place.replaceChildren(); return; }
  if (!place.firstElementChild) place.append(like.cloneNode(true));
  show(place, nearest(used(written(field.value, side), kept(`rules-${side.dataset.side}`))));
}

/** Counts on every key; where one channel has its own words, its counter alone follows them. */
export function counting(desk) {
  const all = () => {
    for (const side of desk.querySelectorAll("[data-side]")) {
      const found = count(side, desk);
      show(side.querySelector("[data-counter]"), found);
      show(desk.querySelector(`[data-room="${side.dataset.side}"]`), found);
      for (const place of side.querySelectorAll("[data-part-counter]")) {
        showPart(place.parentElement.querySelector("textarea"), side);
      }
    }
  };
  desk.addEventListener("input", all);
  desk.addEventListener("change", (event) => {
    if (!event.target.matches("[data-own]")) return;
    const text = event.target.closest("[data-side]").querySelector("[data-text]");
    // Whoever asks for words of its own begins with those there are.
    if (event.target.checked && !text.value) text.value = desk.querySelector("[data-base]").value;
    all();
  });
  document.addEventListener("htmx:afterSettle", all);
  all();
}
