// Countries by the name they have in the reader's language; without this file they have their English name.

/** Renames and sorts the choices of every `select` that carries `data-countries`. */
export function countries() {
  const language = document.documentElement.lang || "en";
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  for (const select of document.querySelectorAll("select[data-countries]")) {
    const [none, ...rest] = [...select.options];
    for (const option of rest) option.textContent = names.of(option.value) ?? option.textContent;
    rest.sort((a, b) => a.textContent.localeCompare(b.textContent, language));
    const chosen = select.value;
    select.replaceChildren(none, ...rest);
    select.value = chosen;
  }
}
