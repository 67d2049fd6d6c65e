// A chip may be dragged to another day or hour. The move is the same form that its "Move" link asks by: the server
// decides, and the page that comes back says where it went.

const place = (target) => (target instanceof Element ? target.closest("[data-day]") : null);

function send(form, chip, to) {
  form.action = form.dataset.action.replace(/\/0\/$/, `/${chip.dataset.post}/`);
  form.elements.came.value = chip.dataset.came;
  form.elements.day.value = to.dataset.day;
  // On an hour of the week the minutes stay: half past nine dragged to the row of four is half past four.
  const minutes = chip.querySelector("time").textContent.slice(-2);
  form.elements.time.value = to.dataset.hour ? `${to.dataset.hour.slice(0, 2)}:${minutes}` : "";
  form.submit();
}

/** Wires the chips that can be moved and the days and hours they can be moved to. */
export function drag() {
  const form = document.querySelector("form[data-move-form]");
  if (!form) return;
  let held = null;
  let over = null;
  const light = (next) => {
    if (over === next) return;
    over?.classList.remove("over");
    next?.classList.add("over");
    over = next;
  };
  document.addEventListener("dragstart", (event) => {
    held = event.target instanceof Element ? event.target.closest(".chip[draggable]") : null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    // Without data of its own the link's address would be dragged, to be dropped into another window.
    event.dataTransfer.setData("text/plain", held.textContent.trim());
    held.classList.add("held");
  });
  document.addEventListener("dragover", (event) => {
    const to = held && place(event.target);
    light(to);
    if (!to) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  });
  document.addEventListener("drop", (event) => {
    const to = held && place(event.target);
    if (!to) return;
    event.preventDefault();
    if (to !== place(held)) send(form, held, to);
  });
  document.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    light(null);
  });
}
