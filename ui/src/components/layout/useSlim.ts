// Whether the window is slim: 1000 px and below, where sidebar and rail fold.
import { useSyncExternalStore } from "react";

const query = () => window.matchMedia("(max-width: 1000px)");

function subscribe(listener: () => void) {
  const media = query();
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

export function useSlim(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
