// Light or dark, as the reader chose. In the head and not deferred, so that no page flashes in the
// other colours; without this script the system's setting holds (static/css/tokens.css).
(() => {
  const root = document.documentElement;
  // The log-in inside another page of the portal, after a session has ended (autosave.js): the form alone.
  if (self !== top) root.dataset.framed = "";
  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // Storage can be refused; then the choice lasts for the page.
    }
  };
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches && "dark")) === "dark";
  const theme = stored();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-toggle]");
    const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isDark())));
    buttons.forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        try {
          localStorage.setItem("theme", root.dataset.theme);
        } catch {
          // As above.
        }
        show();
      });
    });
    show();
  });
})();
