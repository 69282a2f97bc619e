// The actions that can be taken just now. One object an action; menus, palette, keys sheet and
// keyboard all read it from here.
import type { LucideIcon } from "lucide-react";
import { useEffect, useMemo } from "react";
import { createStore, preference, useStore } from "@/api";
import { isBareKey, isField, matches } from "./shortcuts";

export interface Action {
  /** "place.verb", e.g. "library.approve". */
  id: string;
  /** A verb and its object, sentence case. */
  label: string;
  /** The heading under which the palette and the keys sheet show it, e.g. "Library". */
  group: string;
  icon?: LucideIcon;
  /** E.g. "Ctrl+K", "A", "Alt+ArrowUp". The creator may change it. */
  shortcut?: string;
  /** Quiet words beside the label in the palette. */
  hint?: string;
  /** More words by which the palette finds it. */
  keywords?: string;
  /** Whether it can be taken now; absent: always. */
  when?: () => boolean;
  perform: () => void;
  /** False keeps it out of the palette (cursor keys and the like). */
  inPalette?: boolean;
  /** True lets its key work inside of fields too. Keys with Ctrl or Alt always do. */
  inFields?: boolean;
}

const sets = createStore<readonly (readonly Action[])[]>([]);

/** The creator's changes: by action id its shortcut, or null for none. */
export const changedShortcuts = preference<Record<string, string | null>>("shortcuts", {});

/** Switched off, single letters are not shortcuts. */
export const singleLetters = preference<boolean>("single-letters", true);

/** Adds actions; the answer takes them away. Those added last win a contested key. */
export function addActions(actions: readonly Action[]): () => void {
  sets.set((all) => [...all, actions]);
  return () => sets.set((all) => all.filter((one) => one !== actions));
}

/** Offers actions while the component stands. Keep `actions` the same between renders (`useMemo`). */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => addActions(actions), [actions]);
}

/** The shortcut in force. */
export function shortcutFor(action: Action): string | undefined {
  const changed = changedShortcuts.get()[action.id];
  return changed === undefined ? action.shortcut : (changed ?? undefined);
}

/** All actions, those added last first, one for each id. */
export function allActions(): Action[] {
  const seen = new Set<string>();
  return [...sets.get()]
    .reverse()
    .flat()
    .filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** All actions, kept current. */
export function useAllActions(): Action[] {
  const now = useStore(sets);
  const changed = useStore(changedShortcuts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `allActions` reads these two stores
  return useMemo(() => allActions(), [now, changed]);
}

/** Takes the action whose key was pressed. Answers whether there was one. */
export function actOnKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const inField = isField(event.target);
  for (const action of allActions()) {
    const shortcut = shortcutFor(action);
    if (!shortcut || !matches(event, shortcut)) continue;
    if (isBareKey(shortcut)) {
      if (inField && !action.inFields) continue;
      if (/^\p{L}$/u.test(shortcut) && !singleLetters.get()) continue;
    }
    if (action.when && !action.when()) continue;
    event.preventDefault();
    action.perform();
    return true;
  }
  return false;
}
