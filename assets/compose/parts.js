// A thread always ends with an empty field for the part that may follow.

/** Adds a field when the last one is written in. */
export function parts(desk) {
  desk.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("[data-part]") || !field.value) return;
    const next = field.parentElement.cloneNode(true);
    next.querySelector("textarea").value = "";
    next.querySelector("[data-part-counter]").replaceChildren();
    field.removeAttribute("data-part");
    field.rows = 3;
    field.parentElement.after(next);
  });
}
