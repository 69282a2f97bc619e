// What a window remembers of its looks, on this computer alone: theme, folded sidebar, zoom, tile
// width, changed shortcuts. Nothing of the library.
import { createStore, type Store } from "./store";

/** A remembered value. A stored one that cannot be read gives way to `first`. */
export function preference<T extends string | number | boolean | object | null>(name: string, first: T): Store<T> {
  const key = `troupe.${name}`;
  const store = createStore<T>(read(key, first));
  return {
    ...store,
    set(next) {
      store.set(next);
      try {
        localStorage.setItem(key, JSON.stringify(store.get()));
      } catch {
        // A full or forbidden storage costs only the memory of it.
      }
    },
  };
}

function read<T>(key: string, first: T): T {
  try {
    const stored = localStorage.getItem(key);
    if (stored === null) return first;
    const value = JSON.parse(stored) as T;
    return typeof value === typeof first ? value : first;
  } catch {
    return first;
  }
}
