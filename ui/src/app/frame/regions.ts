// F6 goes round the regions: sidebar, toolbar, rail, main, drawer, status bar.

const ORDER = ["sidebar", "toolbar", "rail", "main", "drawer", "status"];
const FOCUSABLE = 'button, a[href], input, textarea, select, [tabindex]:not([tabindex="-1"])';

/** Moves focus to the next (1) or previous (-1) region that is on screen. */
export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")]
    .filter((element) => element.offsetParent !== null || element === document.activeElement)
    .sort((one, other) => place(one) - place(other));
  if (regions.length === 0) return;
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(here + step + regions.length) % regions.length] ?? regions[0];
  if (!next) return;
  const inside =
    next.querySelector<HTMLElement>('[aria-current="page"], [role="grid"]') ??
    next.querySelector<HTMLElement>(FOCUSABLE);
  (inside ?? next).focus();
}

const place = (region: HTMLElement) => ORDER.indexOf(region.dataset.region ?? "");
