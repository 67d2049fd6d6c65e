// What the calendar is narrowed down to acts as soon as it is chosen; without this file a button does it.

/** Wires every form that carries `data-narrow`. */
export function narrow() {
  for (const form of document.querySelectorAll("form[data-narrow]")) {
    for (const button of form.querySelectorAll("button")) button.hidden = true;
    form.addEventListener("change", () => {
      // What was not chosen stays out of the address.
      for (const field of form.elements) field.disabled = field.name !== "" && field.value === "";
      form.submit();
    });
  }
}
