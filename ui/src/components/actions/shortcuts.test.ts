// Shortcuts as text, on both kinds of keyboards.
import { expect, test } from "vitest";
import { ariaKeys, isBareKey, keyNames, matches, shortcutOf } from "./shortcuts";

const press = (key: string, options: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...options });

test.each<[string, KeyboardEvent, boolean]>([
  ["A", press("a"), true],
  ["A", press("A", { shiftKey: true }), false],
  ["A", press("a", { ctrlKey: true }), false],
  ["A", press("a", { metaKey: true }), false],
  ["Ctrl+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), true],
  ["Ctrl+Z", press("Z", { ctrlKey: true, shiftKey: true }), false],
  ["?", press("?", { shiftKey: true }), true],
  ["Ctrl++", press("+", { ctrlKey: true, shiftKey: true }), true],
  ["Ctrl+-", press("-", { ctrlKey: true }), true],
  ["Space", press(" "), true],
  ["Alt+ArrowUp", press("ArrowUp", { altKey: true }), true],
  ["Shift+F6", press("F6", { shiftKey: true }), true],
])("%s and a press", (shortcut, event, expected) => {
  expect(matches(event, shortcut, "linux")).toBe(expected);
});

test("Ctrl is the command key on macOS", () => {
  expect(matches(press("k", { metaKey: true }), "Ctrl+K", "macos")).toBe(true);
  expect(matches(press("k", { ctrlKey: true }), "Ctrl+K", "macos")).toBe(false);
});

test.each([
  ["Ctrl+Enter", "linux", "Ctrl ↵"],
  ["Ctrl+Enter", "macos", "⌘ ↵"],
  ["Delete", "linux", "Del"],
  ["Ctrl++", "windows", "Ctrl +"],
] as const)("%s on %s is shown as %s", (shortcut, system, shown) => {
  expect(keyNames(shortcut, system)).toBe(shown);
});

test.each([
  ["A", true],
  ["Delete", true],
  ["Ctrl+K", false],
  ["F6", false],
])("%s is a bare key: %s", (shortcut, bare) => {
  expect(isBareKey(shortcut)).toBe(bare);
});

test("a press can be kept as a shortcut that it matches", () => {
  const event = press("k", { ctrlKey: true, altKey: true });
  expect(shortcutOf(event, "linux")).toBe("Ctrl+Alt+K");
  expect(matches(event, "Ctrl+Alt+K", "linux")).toBe(true);
  expect(shortcutOf(press("Control", { ctrlKey: true }), "linux")).toBeNull();
  expect(ariaKeys("Ctrl+K", "linux")).toBe("Control+K");
});
