// A counter for each channel that takes the platform's own unit and the limit nearest its end. What is sent after
// the words, such as the link, comes from the server, which says it again with every save.
import { used } from "./measure.js";

const NAMED = /@\{([^{}\n]{1,60})\}/g;

const kept = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

function wordsOf(side, desk) {
  const own = side.querySelector("[data-own]").checked;
  return (own ? side.querySelector("[data-text]") : desk.querySelector("[data-base]")).value.trim();
}

function count(side, desk) {
  const key = side.dataset.side;
  const told = document.getElementById(`told-${key}`);
  const handles = kept(`handles-${key}`);
  const rules = kept(`rules-${key}`);
  const written = wordsOf(side, desk).replace(NAMED, (all, name) => handles[name.trim()] ?? all);
  // The server shows no counter where the limit is beyond what anybody writes.
  const found = used((written + told.dataset.after).trim(), rules, { media: Number(told.dataset.media) });
  return found.sort((a, b) => (a.limit - a.value) / a.limit - (b.limit - b.value) / b.limit)[0];
}

function show(place, nearest) {
  const counter = place?.querySelector(".count");
  if (!counter || !nearest) return;
  counter.classList.toggle("is-over", nearest.value > nearest.limit);
  counter.querySelector("b").textContent = String(nearest.value);
}

/** Counts on every key; where one channel has its own words, its counter alone follows them. */
export function counting(desk) {
  const all = () => {
    for (const side of desk.querySelectorAll("[data-side]")) {
      const nearest = count(side, desk);
      show(side.querySelector("[data-counter]"), nearest);
      show(desk.querySelector(`[data-room="${side.dataset.side}"]`), nearest);
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
}
