// Shortcuts as text ("Ctrl+Shift+Z", "A", "?", "Alt+ArrowUp"): reading, matching, showing.
import { host, type System } from "@/host";

interface Keys {
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

function parse(shortcut: string): Keys {
  // The last plus may be the key itself ("Ctrl++").
  const parts = shortcut === "+" ? ["+"] : shortcut.split(/\+(?=.)/);
  const key = parts.at(-1) ?? "";
  return {
    ctrl: parts.includes("Ctrl"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
    key,
  };
}

/** Signs that need Shift on some keyboards: which key makes them does not matter. */
const isSign = (key: string) => key.length === 1 && !/[\p{L}\p{N}]/u.test(key);

/** Whether a key press is the shortcut. Ctrl is the command key on macOS. */
export function matches(event: KeyboardEvent, shortcut: string, system: System = host.system): boolean {
  const keys = parse(shortcut);
  const ctrl = system === "macos" ? event.metaKey : event.ctrlKey;
  const otherCtrl = system === "macos" ? event.ctrlKey : event.metaKey;
  if (otherCtrl || ctrl !== keys.ctrl || event.altKey !== keys.alt) return false;
  const pressed = event.key === " " ? "Space" : event.key;
  if (pressed.toLowerCase() !== keys.key.toLowerCase()) return false;
  return isSign(keys.key) || event.shiftKey === keys.shift;
}

/** A single key without Ctrl or Alt: it counts only outside of fields. */
export function isBareKey(shortcut: string): boolean {
  const keys = parse(shortcut);
  return !keys.ctrl && !keys.alt && !/^F\d+$/.test(keys.key);
}

/** The shortcut of a key press, to be kept; null while only modifiers are held. */
export function shortcutOf(event: KeyboardEvent, system: System = host.system): string | null {
  if (["Control", "Meta", "Alt", "Shift", "AltGraph"].includes(event.key)) return null;
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const ctrl = system === "macos" ? event.metaKey : event.ctrlKey;
  return [ctrl && "Ctrl", event.altKey && "Alt", event.shiftKey && !isSign(key) && "Shift", key]
    .filter(Boolean)
    .join("+");
}

const NAMES: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
  Escape: "Esc",
  Delete: "Del",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
};
const MAC_NAMES: Record<string, string> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };

/** How the shortcut is shown: "Ctrl ↵", "⌘ ↵" on macOS. */
export function keyNames(shortcut: string, system: System = host.system): string {
  const { ctrl, alt, shift, key } = parse(shortcut);
  return [ctrl && "Ctrl", alt && "Alt", shift && "Shift", key]
    .filter((part): part is string => Boolean(part))
    .map((part) => (system === "macos" ? MAC_NAMES[part] : undefined) ?? NAMES[part] ?? part)
    .join(" ");
}

/** The form that `aria-keyshortcuts` takes. */
export function ariaKeys(shortcut: string, system: System = host.system): string {
  return system === "macos" ? shortcut.replace("Ctrl", "Meta") : shortcut.replace("Ctrl", "Control");
}

/** Whether typing goes into the element, so that single letters are not shortcuts. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type);
}
