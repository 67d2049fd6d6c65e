// A menu in the head is open until one looks elsewhere; it opens and closes by itself where no script runs.

function shut(except) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

/** Closes open menus on a click outside them, and on Escape, which goes back to where the menu was opened. */
export function menus() {
  document.addEventListener("click", (event) => shut(event.target instanceof Element ? event.target.closest(".menu") : null));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? document.querySelector(".menu[open]") : null;
    if (!menu) return;
    shut(null);
    menu.querySelector("summary").focus();
  });
}
