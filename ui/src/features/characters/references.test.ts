// Each dropped file is told for itself what became of it.
import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ApiError } from "@/api";
import { host } from "@/host";
import { addReferences, clearIntakes, describeDrop, useIntakes } from "./references";

const file = (name: string) => ({ name, input: async () => ({ path: `/pictures/${name}` }) });

test("added ones go, the others say why they are not", async () => {
  const given: unknown[] = [];
  vi.spyOn(host, "run").mockImplementation(async (_, input) => {
    const [{ path }] = (input as { files: [{ path: string }] }).files;
    given.push(path);
    if (path.endsWith("broken.png")) {
      throw new ApiError("validation_error", "1 field needs another look: files[0]", {
        fields: [{ field: "files[0]", message: "is empty" }],
      });
    }
    return { results: [{ outcome: path.endsWith("again.png") ? "already_there" : "added" }] };
  });
  await addReferences("mira", [file("new.png"), file("again.png"), file("broken.png")]);
  expect(given).toEqual(["/pictures/new.png", "/pictures/again.png", "/pictures/broken.png"]);
  const { result, rerender } = renderHook(() => useIntakes("mira"));
  expect(result.current.map(({ name, outcome, why }) => [name, outcome, why])).toEqual([
    ["again.png", "already_there", undefined],
    ["broken.png", "refused", "Is empty"],
  ]);
  clearIntakes("mira");
  rerender();
  expect(result.current).toEqual([]);
});

test.each([
  [{ count: 3, names: [] }, "Add 3 references to Mira", undefined],
  [{ count: 2, names: ["a.png", "b.txt"] }, "Add a reference to Mira", "1 more is no picture and will be refused"],
  [{ count: 1, names: ["b.txt"] }, "None of these is a picture", "PNG, JPEG or WebP"],
])("%o is described as %s", (files, title, note) => {
  const words = describeDrop(files, "Mira");
  expect([words.title, words.note]).toEqual([title, note]);
});
