// The actions that can be taken just now. One object an action; menus, palette, keys sheet and
// keyboard all read it from here.
import type { LucideIcon } from "lucide-react";
import { useEffect, useMemo } from "react";
import { createStore, preference, useStore } from "@/api";
import { EVERYWHERE, KEYMAP, type Keyed, type KeyedId } from "./keymap";
import { isBareKey, isField, matches } from "./shortcuts";

export interface Action extends Keyed {
  /** "place.verb", e.g. "library.approve". */
  id: string;
  icon?: LucideIcon;
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
  /** True lets its key work while a dialog has the keyboard to itself. */
  inDialogs?: boolean;
}

/** An action as a screen offers it: words and key are those of the keymap, but for what it says itself. */
export type Offer =
  | (Omit<Action, "id" | keyof Keyed> & { id: KeyedId } & Partial<Keyed>)
  | (Omit<Action, "id" | keyof Keyed> & { id: string } & Keyed);

const sets = createStore<readonly (readonly Action[])[]>([]);

/** The creator's changes: by action id its shortcut, or null for none. */
export const changedShortcuts = preference<Record<string, string | null>>("shortcuts", {});

/** Switched off, single letters are not shortcuts. */
export const singleLetters = preference<boolean>("single-letters", true);

const isKeyed = (id: string): id is KeyedId => id in KEYMAP;

/** Adds actions; the answer takes them away. Those added last win a contested key. */
export function addActions(offers: readonly Offer[]): () => void {
  const actions = offers.map((offer) => ({ ...(isKeyed(offer.id) ? KEYMAP[offer.id] : {}), ...offer }) as Action);
  sets.set((all) => [...all, actions]);
  return () => sets.set((all) => all.filter((one) => one !== actions));
}

/** Offers actions while the component stands. Keep `actions` the same between renders (`useMemo`). */
export function useActions(actions: readonly Offer[]): void {
  useEffect(() => addActions(actions), [actions]);
}

/** The shortcut in force. */
export function shortcutFor({ id, shortcut }: { id: string; shortcut?: string }): string | undefined {
  const changed = changedShortcuts.get()[id];
  return changed === undefined ? shortcut : (changed ?? undefined);
}

/** The keys to show: those in force of an action that is named by its id, or the keys themselves. */
export function useKeys(idOrKeys: KeyedId | (string & {}) | undefined): string | undefined {
  useStore(changedShortcuts);
  if (idOrKeys === undefined || !isKeyed(idOrKeys)) return idOrKeys;
  return shortcutFor({ id: idOrKeys, ...KEYMAP[idOrKeys] });
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

/** An action with a key, whether or not it can be taken on this screen. */
export type Listed = Keyed & { id: string };

/** The actions of all screens, each with its words and its own key, kept current. */
export function useListedActions(): readonly Listed[] {
  const here = useAllActions();
  return useMemo(() => {
    const everywhere = here.filter(({ group }) => EVERYWHERE.includes(group));
    const keyed: Listed[] = Object.entries(KEYMAP).map(([id, words]) => ({ id, ...words }));
    return [...everywhere, ...keyed.filter(({ group }) => !EVERYWHERE.includes(group))];
  }, [here]);
}

/** Takes the action whose key was pressed, in a dialog only one that works there. Answers whether there was one. */
export function actOnKey(event: KeyboardEvent, inDialog = false): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const inField = isField(event.target);
  for (const action of allActions()) {
    if (inDialog && !action.inDialogs) continue;
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
