// Light, dark or what the system says: kept in a cookie, so that the server draws the page right the first time.

const YEAR = 31_536_000;

/** Wires every button that carries `data-theme-switch`. */
export function theme() {
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    const face = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    face();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      document.cookie = `theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
      face();
    });
  }
}
