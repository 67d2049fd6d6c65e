// A message that is still being passed on: looks now and then whether more was heard, and shows it when asked.

const EVERY = 20_000;

const look = () => {
  if (document.visibilityState !== "visible") return;
  for (const place of document.querySelectorAll("[data-news]")) globalThis.htmx.trigger(place, "look");
};

// The page is asked for once more and its parts take the place of the old ones; the map keeps where its reader was.
async function show() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const maps = [...document.querySelectorAll("[data-passaparola-map][data-src]")];
  await Promise.all(maps.map((map) => globalThis.PassaparolaMap.load(map)));
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!fresh) return location.reload();
    part.replaceChildren(...fresh.childNodes);
    globalThis.htmx.process(part);
  }
  document.querySelector("[data-news]")?.focus({ preventScroll: true });
  return undefined;
}

/** Looks for news while the page is looked at; a hidden page asks for nothing. */
export function news() {
  if (!document.querySelector("[data-news]")) return;
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-show-news]") : null;
    if (!button) return;
    button.disabled = true;
    show().catch(() => { button.disabled = false; });
  });
}
