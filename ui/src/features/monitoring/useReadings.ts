// The last readings of a figure, for its line. They are kept while the program is open, not longer.
import { useEffect } from "react";
import { createStore, type Store, useStore } from "@/api";

/** Half an hour at one reading in ten seconds. */
const KEPT = 180;

const stores = new Map<string, Store<readonly number[]>>();

function storeOf(name: string): Store<readonly number[]> {
  const found = stores.get(name);
  if (found) return found;
  const made = createStore<readonly number[]>([]);
  stores.set(name, made);
  return made;
}

/** Adds a reading when `at` is new, and answers those so far, oldest first. */
export function useReadings(name: string, value: number | undefined, at: number): readonly number[] {
  const store = storeOf(name);
  const readings = useStore(store);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each moment is one reading, also of the same value
  useEffect(() => {
    if (value !== undefined && at > 0) store.set((all) => [...all, value].slice(-KEPT));
  }, [store, at]);
  return readings;
}
