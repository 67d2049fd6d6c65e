// Looks for what is new while somebody looks: the list every two seconds, an open conversation every three. The server
// answers 204 where nothing changed; otherwise the parts that did are put in place, and what was chosen stays chosen.

const LIST = 2_000;
const TALK = 3_000;
const TYPING = 10_000;

let typed = 0;

const visible = () => document.visibilityState === "visible";

function look(selector) {
  if (!visible()) return;
  for (const place of document.querySelectorAll(selector)) globalThis.htmx.trigger(place, "look");
}

// What a person has in hand in the list: the rows they chose, where they are, what is unfolded.
function inHand() {
  const list = document.querySelector("[data-list]");
  if (!list) return null;
  const row = list.contains(document.activeElement) ? document.activeElement.closest("[data-row]") : null;
  return {
    chosen: [...list.querySelectorAll("input[name=id]:checked")].map((box) => box.value),
    at: row?.dataset.row,
    on: document.activeElement?.matches("input[name=id]"),
    unfolded: [...list.querySelectorAll("details")].map((each) => each.open),
  };
}

function putBack(held) {
  const list = document.querySelector("[data-list]");
  if (!held || !list) return;
  for (const box of list.querySelectorAll("input[name=id]")) box.checked = held.chosen.includes(box.value);
  list.querySelectorAll("details").forEach((each, number) => { each.open = held.unfolded[number] ?? each.open; });
  const row = held.at && list.querySelector(`[data-row="${held.at}"]`);
  if (row) row.querySelector(held.on ? "input[name=id]" : ".talk-who a")?.focus({ preventScroll: true });
}

// Whoever has a menu of the list open, or types in it, is left alone until they are done.
const busy = () => document.activeElement?.closest?.("[data-list]") && document.activeElement.matches("select, input:not([type=checkbox])");

/** Looks for news as long as the page is looked at; a hidden page asks for nothing. */
export function watch() {
  let held = null;
  setInterval(() => { if (!busy()) look("[data-list][data-watch]"); }, LIST);
  setInterval(() => look("#watch"), TALK);
  document.addEventListener("visibilitychange", () => look("[data-watch]"));
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-reply] textarea")) typed = Date.now();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "watch" && Date.now() - typed < TYPING) event.detail.parameters.writing = "1";
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target?.matches?.("[data-list]")) held = inHand();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.matches?.("[data-list]") || held) { putBack(held); held = null; }
  });
}
