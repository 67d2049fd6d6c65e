const EVERY = 2000;
const DAY = 86400; // a page open for longer is loaded again by its reader

/** Looks again once something of the post is due or under way, and shows the page anew when that has changed. */
export function watching() {
  const stands = document.querySelector("[data-due]");
  const due = Number(stands?.dataset.due);
  // Where a person writes, nothing is taken from under their hands.
  if (!stands || due > DAY || document.querySelector("[data-desk]")) return;
  const look = async () => {
    const fresh = document.hidden ? "" : await asked();
    if (fresh && fresh !== stands.dataset.standing) location.reload();
    else setTimeout(look, EVERY);
  };
  setTimeout(look, due * 1000 + EVERY);
}

/** Resolves to how the post's deliveries stand now; to nothing where the site cannot be asked. */
async function asked() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-standing]")?.dataset.standing ?? "";
  } catch {
    return "";
  }
}
