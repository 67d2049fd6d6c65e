// Passkeys are asked for by the package's own scripts; what goes wrong there is said on the page, not in the console.

/** Shows the sentence that waits on the page when the browser gives no passkey. */
export function passkeys() {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const said of document.querySelectorAll("[data-passkey-trouble]")) said.hidden = false;
  });
}
