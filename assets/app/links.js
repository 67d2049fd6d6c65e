// A link that is shown once: a button copies it, where the browser lets a page do so.

/** Wires every button that carries `data-copy`, the id of the field whose text it copies. */
export function links() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
    });
  }
}
