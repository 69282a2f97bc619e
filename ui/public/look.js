// Puts the creator's look on the page before anything is painted: the theme, and where the frame will stand. It is a
// file of its own and no part of the bundle, because the bundle comes after the first paint.
(() => {
  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`troupe.${name}`));
    } catch {
      return null;
    }
  };
  const page = document.documentElement;
  const theme = kept("theme");
  if (theme === "dark" || theme === "light") page.dataset.theme = theme;
  if (kept("set-up") === true) page.dataset.frame = kept("sidebar-folded") === true ? "folded" : "open";
})();
