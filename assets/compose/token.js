// The token that the forms of a page carry ends with a sign-in, in whichever tab.

/** Gives every form the token of `page` as it is now; resolves to what keeps one from sending, "" where nothing. */
export async function token(page) {
  try {
    const answer = await fetch(page, { credentials: "same-origin" });
    if (answer.redirected) return "out";
    if (answer.status === 403 || answer.status === 404) return "barred";
    if (!answer.ok) return "lost";
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const { value } = fresh.querySelector("[name=csrfmiddlewaretoken]");
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = value;
    return "";
  } catch {
    return "lost";
  }
}
