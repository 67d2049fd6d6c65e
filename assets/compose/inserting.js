// Templates, hashtags and people go in where the caret was last, in whichever text that was.

function put(field, words) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const before = value.slice(0, from);
  const room = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(room + words, from, to, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Wires the list of words to use again; without scripts its button puts them at the end. */
export function inserting(desk) {
  const list = desk.querySelector("#insert");
  if (!list) return;
  let last = desk.querySelector("[data-base]");
  desk.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-base], textarea[data-text], .parts textarea")) last = event.target;
  });
  desk.querySelector('button[value="insert"]').addEventListener("click", (event) => {
    event.preventDefault();
    const words = list.selectedOptions[0]?.dataset.text;
    if (words) put(last.isConnected ? last : desk.querySelector("[data-base]"), words);
  });
}
