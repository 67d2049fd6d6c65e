// The box one answers in: counted as its platform counts, and filled with saved words at the caret.
import { used } from "../compose/measure.js";

const nearest = (found) =>
  found.sort((a, b) => (a.limit - a.value) / a.limit - (b.limit - b.value) / b.limit)[0];

function counting(form) {
  const rules = document.getElementById("count-rules");
  const counter = form.querySelector("[data-count]");
  if (!rules || !counter) return;
  const told = JSON.parse(rules.textContent);
  const field = form.querySelector("textarea");
  const count = () => {
    const found = nearest(used(field.value.trim(), told));
    counter.hidden = !found;
    if (!found) return;
    counter.querySelector("b").textContent = String(found.value);
    counter.classList.toggle("is-over", found.value > found.limit);
  };
  field.addEventListener("input", count);
  count();
}

function inserting(form) {
  const saved = document.querySelector("[data-saved]");
  if (!saved) return;
  const field = form.querySelector("textarea");
  saved.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = saved.selectedOptions[0]?.dataset.text;
    if (!words) return;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    saved.value = "";
  });
}

/** Wires the form an answer is written in; Ctrl and Enter send it. */
export function reply() {
  const form = document.querySelector("[data-reply]");
  if (!form) return;
  counting(form);
  inserting(form);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    // Pressed twice it would be one answer all the same; the button says that it was heard.
    setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
  });
}
