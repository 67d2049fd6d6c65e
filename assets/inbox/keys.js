// The inbox by keyboard: j and k go from row to row, single letters do what the buttons do that carry them.

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility?.() ?? true);
const link = (row) => row?.querySelector(".talk-who a");

function current() {
  const here = document.activeElement?.closest?.("[data-row]");
  return here ?? document.querySelector("[data-row].is-here");
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  link(next)?.focus();
}

// On the list a key means the rows that are chosen, or else the one that is in focus; beside an open conversation, that.
function press(key) {
  const focused = document.activeElement?.closest?.("[data-row]");
  const one = document.querySelector(`[data-one] [data-key="${key}"]`);
  const many = document.querySelector("[data-many]");
  const chosen = many?.querySelectorAll("input[name=id]:checked").length ?? 0;
  if (one && !chosen && !(focused && !focused.classList.contains("is-here"))) {
    one.form.requestSubmit(one);
    return;
  }
  const button = many?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  if (!chosen) {
    const box = focused?.querySelector("input[name=id]");
    if (!box) return;
    box.checked = true;
  }
  many.requestSubmit(button);
}

function answer() {
  const field = document.querySelector("[data-reply] textarea");
  const focused = document.activeElement?.closest?.("[data-row]");
  if (field && !(focused && !focused.classList.contains("is-here"))) {
    field.closest("details").open = true;
    field.focus();
    return;
  }
  const to = link(current());
  if (to) location.assign(`${to.href}#text`);
}

function help() {
  const keys = document.querySelector("[data-keys]");
  if (keys && !keys.open) keys.showModal();
}

const DOES = {
  j: () => step(1),
  k: () => step(-1),
  o: () => link(current())?.click(),
  r: answer,
  x: () => current()?.querySelector("input[name=id]")?.click(),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": help,
  a: () => press("a"),
  e: () => press("e"),
  s: () => press("s"),
  u: () => press("u"),
};

const typing = (target) => target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");

/** Listens for single keys while nothing is typed; Escape leaves what is typed in. */
export function keys() {
  for (const button of document.querySelectorAll("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", help);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
      return;
    }
    const does = DOES[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
  if (location.hash === "#text") answer();
}
