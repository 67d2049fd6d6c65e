// Saves by itself a moment after the last key, and says so. What is not saved yet is never left behind: other
// forms of the page wait for it, and leaving the page asks.
import { token } from "./token.js";

const PAUSE = 1_000;
const AGAIN = 5_000;

/** Watches the form; htmx sends it, and the server answers with the parts that changed. */
export function saving(desk) {
  const place = document.getElementById("saved");
  let timer = 0;
  let typed = "unsaved" in desk.dataset ? 1 : 0; // grows with every change
  let sent = 0; // what the request under way holds
  let stored = 0;
  let leaving = false;
  let out = false; // signed out: nothing is sent until somebody is back
  let turned = 0; // how often in a row it was turned away
  const dirty = () => typed > stored;
  const met = () => document.querySelector("#met [data-met]") !== null;
  const say = (key) => { place.textContent = desk.dataset[key]; };
  const save = () => { if (!met()) globalThis.htmx.trigger(desk, "save-now"); };
  const soon = (pause, what = save) => { clearTimeout(timer); timer = setTimeout(what, pause); };

  // Says whether the page may send; where it may not, says why, and looks again by itself.
  const admitted = async () => {
    const state = await token(desk.dataset.page);
    out = state === "out";
    if (state) say(state);
    if (out) soon(AGAIN, back);
    else if (state === "lost") soon(AGAIN);
    return !state;
  };
  const back = async () => { if (await admitted()) save(); };
  const failed = (status) => {
    if (status === 401) soon(turned++ ? AGAIN : 0, back);
    else if (status === 403 || status === 404) say("barred");
    else { say("lost"); soon(AGAIN); }
  };

  const touched = (event) => {
    if (event.target.matches("[data-take], [name=when], [name=day], [name=time], [name=insert]")) return;
    typed += 1;
    if (out) return;
    if (!place.textContent.includes(desk.dataset.dirty)) say("dirty");
    soon(PAUSE);
  };
  // Not "change": it comes as a button is pressed, and a line said then moves the button from under the pointer.
  desk.addEventListener("input", touched);
  desk.addEventListener("htmx:beforeSend", () => { sent = typed; say("saving"); });
  desk.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) { failed(event.detail.xhr.status); return; }
    turned = 0;
    if (met()) { say("dirty"); return; }
    if (place.querySelector(".is-failed")) return; // refused, with the reason on screen
    stored = sent;
    if (dirty()) { say("dirty"); soon(PAUSE); }
  });
  document.addEventListener("visibilitychange", () => { if (out && !document.hidden) back(); });

  // A form that is sent takes the page with it: the words go only where they are let in.
  let asking = false;
  let passing = null; // the form that was asked about already
  const pass = (form, submitter) => { passing = form; form.requestSubmit(submitter); };
  const send = async (submitter) => {
    asking = true;
    clearTimeout(timer);
    const may = await admitted();
    asking = false;
    if (may) pass(desk, submitter);
  };
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const { target, submitter } = event;
    if (target === passing) { passing = null; leaving = target === desk; return; }
    if (target !== desk && (!dirty() || met())) { leaving = false; return; }
    event.preventDefault();
    if (asking) return;
    if (target === desk) { send(submitter); return; }
    // Once is enough: where it could not be saved, the browser asks before it leaves the page.
    desk.addEventListener("htmx:afterRequest", () => pass(target, submitter), { once: true });
    save();
  });
  addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
}
