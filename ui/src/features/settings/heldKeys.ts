// Keys that no keychain took: they last until the program is closed, and only this page knows of them.
import { createStore, type SecretKept } from "@/api";

export const heldKeys = createStore<ReadonlySet<string>>(new Set());

/** Notes where a key went. */
export function noteKept({ name, kept }: SecretKept): void {
  if (kept === "this_run") heldKeys.set((all) => new Set([...all, name]));
  else forgetHeld(name);
}

export function forgetHeld(name: string): void {
  heldKeys.set((all) => new Set([...all].filter((one) => one !== name)));
}
