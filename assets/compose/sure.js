// What cannot be taken back is asked about once more.

/** Asks before a form, or the button that sends it, does what `data-sure` says. */
export function sure() {
  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.sure ?? event.target.dataset.sure;
    if (asked && !confirm(asked)) event.preventDefault();
  }, true);
}
