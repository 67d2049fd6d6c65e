// Files are handed over as soon as they are chosen or dropped.

/** Presses the button of the form a file field is in. */
export function taking() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-take]") || !field.files.length) return;
    field.form.requestSubmit(field.form.querySelector('button[value="take"]') ?? field.form.querySelector("button"));
  });
}
