// Saves by itself a moment after the last key, and says so. What is not saved yet is never left behind: other
// forms of the page wait for it, and leaving the page asks.

const PAUSE = 1_000;
const AGAIN = 5_000;

/** Watches the form; htmx sends it, and the server answers with the parts that changed. */
export function saving(desk) {
  const place = document.getElementById("saved");
  let timer = 0;
  let typed = 0; // grows with every change
  let sent = 0; // what the request under way holds
  let stored = 0;
  let leaving = false;
  const dirty = () => typed > stored;
  const met = () => document.querySelector("#met [data-met]") !== null;
  const say = (key) => { place.textContent = desk.dataset[key]; };
  const save = () => { if (!met()) globalThis.htmx.trigger(desk, "save-now"); };
  const soon = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };

  const touched = (event) => {
    if (event.target.matches("[data-take], [name=when], [name=day], [name=time], [name=insert]")) return;
    typed += 1;
    if (!place.textContent.includes(desk.dataset.dirty)) say("dirty");
    soon(PAUSE);
  };
  desk.addEventListener("input", touched);
  desk.addEventListener("change", touched);
  desk.addEventListener("htmx:beforeSend", () => { sent = typed; say("saving"); });
  desk.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) { say("lost"); soon(AGAIN); return; }
    if (met()) { say("dirty"); return; }
    if (place.querySelector(".is-failed")) return; // refused, with the reason on screen
    stored = sent;
    if (dirty()) { say("dirty"); soon(PAUSE); }
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target === desk || !dirty() || met()) { leaving = event.target === desk; return; }
    event.preventDefault();
    const { target, submitter } = event;
    desk.addEventListener("htmx:afterRequest", () => target.requestSubmit(submitter), { once: true });
    save();
  });
  addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
}
