// Theme and zoom of the window, as the creator last set them.
import type { Store } from "@/api";
import { lookZoom, theme } from "@/components/look";
import { host } from "@/host";

/** Puts the look on the page, and keeps it there. */
export function applyLook(): void {
  follow(theme, (chosen) => {
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });
  follow(lookZoom, (percent) => void host.setZoom(percent / 100));
}

function follow<T>(store: Store<T>, apply: (value: T) => void) {
  apply(store.get());
  store.subscribe(() => apply(store.get()));
}

const LEAST_PERCENT = 80;
const MOST_PERCENT = 150;
const STEP_PERCENT = 10;

/** Makes everything larger (1) or smaller (-1); 0 sets it back. */
export function zoomBy(steps: -1 | 0 | 1): void {
  const next = steps === 0 ? 100 : lookZoom.get() + steps * STEP_PERCENT;
  lookZoom.set(Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, next)));
}
