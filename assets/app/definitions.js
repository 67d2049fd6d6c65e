// A definition opens on click, tap or Enter by itself (popover); here it is put beside its word, and opened on hover.

const GAP = 8;

function place(button, text) {
  const word = button.getBoundingClientRect();
  const { width, height } = text.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, word.left), innerWidth - width - GAP);
  const under = word.bottom + GAP;
  text.style.left = `${left}px`;
  text.style.top = `${under + height < innerHeight ? under : Math.max(GAP, word.top - height - GAP)}px`;
}

function closest(event) {
  return event.target instanceof Element ? event.target.closest(".def > button") : null;
}

/** Listens on the whole page, so that parts loaded later have their definitions too. */
export function definitions() {
  let wait = 0;
  document.addEventListener("toggle", (event) => {
    const text = event.target;
    if (event.newState === "open" && text.matches?.(".def > [popover]")) place(text.previousElementSibling, text);
  }, true);
  document.addEventListener("pointerover", (event) => {
    const button = event.pointerType === "mouse" ? closest(event) : null;
    clearTimeout(wait);
    if (button) wait = setTimeout(() => button.nextElementSibling?.showPopover?.(), 180);
  });
  document.addEventListener("pointerout", (event) => {
    const button = closest(event);
    if (button && event.pointerType === "mouse" && document.activeElement !== button) {
      clearTimeout(wait);
      if (button.nextElementSibling?.matches(":popover-open")) button.nextElementSibling.hidePopover();
    }
  });
}
