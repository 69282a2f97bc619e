// What is typed is saved once, can be taken back, and is not lost where it is refused.
import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError, type Character, undo, undoStacks } from "@/api";
import { host } from "@/host";
import { useSaving } from "./saving";

let stored: Character;
let calls: [string, unknown][];
let version = 0;
let refuse: ApiError | null = null;

beforeEach(() => {
  version += 1;
  refuse = null;
  calls = [];
  stored = {
    id: `mira-${version}`,
    name: "Mira",
    bio: "Ceramics",
    age: 27,
    personality: { humor: 0.5 },
    updated_at: "2026-11-19T14:00:00Z",
  } as unknown as Character;
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    calls.push([name, input]);
    if (name === "characters.get") return stored;
    if (refuse) throw refuse;
    const { character_id: _, ...fields } = input as Record<string, unknown>;
    stored = { ...stored, ...fields, updated_at: `2026-11-19T14:0${calls.length}:00Z` } as Character;
    return stored;
  });
});

const updates = () => calls.filter(([name]) => name === "characters.update").map(([, input]) => input);
const open = (character: Character) =>
  renderHook(({ character }) => useSaving(character), { initialProps: { character } });

test("a field is sent when the person is done with it, and undo sets it back", async () => {
  const id = stored.id;
  const { result } = open(stored);
  act(() => result.current.set("personality.humor", 0.8));
  act(() => result.current.set("personality.humor", 0.9));
  expect(result.current.get("personality.humor")).toBe(0.9);
  await act(async () => result.current.settle("personality.humor"));
  await expect.poll(() => undoStacks.get().past.at(-1)?.label).toBe("change humor");
  expect(updates()).toEqual([{ character_id: id, personality: { humor: 0.9 } }]);
  await undoStacks.get().past.at(-1)?.version;
  expect(await undo()).toBe(true);
  expect(updates().at(-1)).toEqual({ character_id: id, personality: { humor: 0.5 } });
});

test("an age below 18 is told, not sent, and still there when the screen is opened again", async () => {
  const { result, unmount } = open(stored);
  act(() => result.current.set("age", 17));
  await act(async () => result.current.settle("age"));
  await expect.poll(() => result.current.error("age")).toBe("Characters are adults: 18 or over");
  unmount();
  const again = open(stored).result;
  expect(again.current.get("age")).toBe(17);
  expect(again.current.status.to_fix).toBe(1);
  expect(updates()).toEqual([]);
});

test("what the program refuses is said at its field, and what was typed stays", async () => {
  refuse = new ApiError("validation_error", "1 field needs another look: bio", {
    fields: [{ field: "bio", message: "must be at most 20000 letters" }],
  });
  const { result } = open(stored);
  act(() => result.current.set("bio", "Very long"));
  await act(async () => result.current.settle("bio"));
  await expect.poll(() => result.current.error("bio")).toBe("Must be at most 20000 letters");
  expect(result.current.get("bio")).toBe("Very long");
});

test("leaving the screen saves what was just typed", async () => {
  const { result, unmount } = open(stored);
  act(() => result.current.set("bio", "Film cameras"));
  unmount();
  await expect.poll(updates).toEqual([{ character_id: stored.id, bio: "Film cameras" }]);
});

test("a later change elsewhere shows, once one's own is saved", async () => {
  const { result, rerender } = open(stored);
  act(() => result.current.set("bio", "Mine"));
  await act(async () => result.current.settle("bio"));
  await expect.poll(() => result.current.status.state).toBe("saved");
  expect(result.current.get("bio")).toBe("Mine");
  rerender({ character: { ...stored, bio: "Theirs", updated_at: "2026-11-19T15:00:00Z" } });
  expect(result.current.get("bio")).toBe("Theirs");
});
