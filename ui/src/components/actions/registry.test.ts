// Which action a key takes.
import { afterEach, beforeEach, expect, test } from "vitest";
import { KEYMAP, type Keyed } from "./keymap";
import { type Action, actOnKey, addActions, allActions, changedShortcuts, type Offer, singleLetters } from "./registry";

let taken: string[];
let ends: (() => void)[];

beforeEach(() => {
  taken = [];
  ends = [];
  changedShortcuts.set({});
  singleLetters.set(true);
});
afterEach(() => {
  for (const end of ends) end();
  document.body.replaceChildren();
});

const action = (id: string, shortcut: string, more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  group: "Test",
  shortcut,
  perform: () => taken.push(id),
  ...more,
});
const offer = (...actions: Offer[]) => ends.push(addActions(actions));

function press(key: string, options: KeyboardEventInit = {}, target: Element = document.body): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
  let acted = false;
  const listen = (heard: KeyboardEvent) => {
    acted = actOnKey(heard);
  };
  window.addEventListener("keydown", listen);
  target.dispatchEvent(event);
  window.removeEventListener("keydown", listen);
  return acted;
}

function field(): HTMLInputElement {
  const input = document.createElement("input");
  document.body.append(input);
  return input;
}

test("a key takes its action, and only its own", () => {
  offer(action("approve", "A"), action("all", "Ctrl+A"));
  expect(press("a")).toBe(true);
  expect(press("a", { ctrlKey: true })).toBe(true);
  expect(press("b")).toBe(false);
  expect(taken).toEqual(["approve", "all"]);
});

test("the screen opened last has the key", () => {
  offer(action("app", "N"));
  offer(action("screen", "N"));
  press("n");
  ends.pop()?.();
  press("n");
  expect(taken).toEqual(["screen", "app"]);
});

test("one that cannot be taken now leaves the key to the next", () => {
  offer(action("app", "N"));
  offer(action("screen", "N", { when: () => false }));
  press("n");
  expect(taken).toEqual(["app"]);
});

test("bare keys do not act inside of fields, those with Ctrl do", () => {
  offer(action("approve", "A"), action("delete", "Delete"), action("palette", "Ctrl+K"));
  const input = field();
  expect(press("a", {}, input)).toBe(false);
  expect(press("Delete", {}, input)).toBe(false);
  expect(press("k", { ctrlKey: true }, input)).toBe(true);
});

test("single letters can be switched off", () => {
  singleLetters.set(false);
  offer(action("approve", "A"), action("keys", "?"));
  expect(press("a")).toBe(false);
  expect(press("?", { shiftKey: true })).toBe(true);
});

test("a shortcut can be changed, or taken away", () => {
  offer(action("approve", "A"), action("reject", "R"));
  changedShortcuts.set({ approve: "Y", reject: null });
  expect([press("a"), press("y"), press("r")]).toEqual([false, true, false]);
});

test("the same action offered twice stands once", () => {
  offer(action("approve", "A"));
  offer(action("approve", "A"));
  expect(allActions().filter(({ id }) => id === "approve")).toHaveLength(1);
});

test("an action of the keymap has its words and key from there", () => {
  offer({ id: "library.approve", perform: () => taken.push("library.approve") });
  expect(allActions()[0]).toMatchObject({ label: "Approve", group: "Library", shortcut: "A" });
  expect(press("a")).toBe(true);
});

test("while a dialog has the keyboard, only what works there acts", () => {
  offer(action("undo", "Ctrl+Z"), action("notices", "F8", { inDialogs: true }));
  const inDialog = (key: string, options: KeyboardEventInit = {}) =>
    actOnKey(new KeyboardEvent("keydown", { key, cancelable: true, ...options }), true);
  expect([inDialog("z", { ctrlKey: true }), inDialog("F8")]).toEqual([false, true]);
});

test("no two actions of one screen have the same key", () => {
  for (const [id, { group, shortcut }] of Object.entries<Keyed>(KEYMAP)) {
    const same = Object.entries<Keyed>(KEYMAP).filter(
      ([, other]) => other.group === group && other.shortcut === shortcut,
    );
    if (shortcut) expect(same.map(([one]) => one)).toEqual([id]);
  }
});
