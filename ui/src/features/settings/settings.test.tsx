// Settings in use: found by words, checked before they are sent, kept as they are changed, taken back.
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, forgetAll, undo } from "@/api";
import { host } from "@/host";
import { MoneySetting, NumberSetting } from "./fields";
import { keepSetting } from "./keep";
import { findSettings } from "./parts";

let calls: unknown[];

beforeEach(() => {
  forgetAll();
  calls = [];
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    calls.push([name, input]);
    if (JSON.stringify(input).includes("45")) throw new ApiError("validation_error", "storage.trash_days: not today");
    return {};
  });
});
afterEach(() => vi.restoreAllMocks());

function type(text: string) {
  const field = screen.getByLabelText("In the trash");
  fireEvent.change(field, { target: { value: text } });
  fireEvent.keyDown(field, { key: "Enter" });
}

const trash = (
  <NumberSetting
    label="In the trash"
    min={1}
    max={365}
    value={30}
    keep={(trash_days) => keepSetting("storage", { trash_days }, { trash_days: 30 }, "change the days")}
  />
);

test.each(["400", "0", "-3", "7.5", "seven", ""])("%j days are not sent", (text) => {
  render(trash);
  type(text);
  expect(screen.getByText("A whole number from 1 to 365")).toBeTruthy();
  expect(calls).toEqual([]);
});

test("a number is kept at once, and undo brings back the one before", async () => {
  render(trash);
  type("60");
  await waitFor(() => expect(calls).toEqual([["settings.update", { storage: { trash_days: 60 } }]]));
  await undo();
  expect(calls.at(-1)).toEqual(["settings.update", { storage: { trash_days: 30 } }]);
});

test("what the program refuses stands at the field, and there is nothing to undo", async () => {
  render(trash);
  type("45");
  await screen.findByText("storage.trash_days: not today");
  expect(await undo()).toBe(false);
});

test.each([
  ["12,5", 12.5],
  ["", null],
])("an amount typed as %j is kept as %j dollars", async (text, kept) => {
  const keep = vi.fn(async () => null);
  render(<MoneySetting label="At most a month" value={5} keep={keep} />);
  const field = screen.getByLabelText("At most a month");
  fireEvent.change(field, { target: { value: text } });
  fireEvent.blur(field);
  await waitFor(() => expect(keep.mock.calls).toEqual([[kept]]));
});

test("an amount that is none is said, and not kept", () => {
  const keep = vi.fn(async () => null);
  render(<MoneySetting label="At most a month" value={5} keep={keep} />);
  const field = screen.getByLabelText("At most a month");
  fireEvent.change(field, { target: { value: "plenty" } });
  fireEvent.blur(field);
  expect(screen.getByText("A number from 0 to 10,000, or nothing")).toBeTruthy();
  expect(keep).not.toHaveBeenCalled();
});

test("settings are found by any of their words", () => {
  const found = (typed: string) => findSettings(typed).map(({ part, setting }) => `${part.id}: ${setting}`);
  expect(found("tras")).toEqual(["storage: Days in the trash"]);
  expect(found("PORT other")).toEqual(["programs: Port"]);
  expect(found("bluetooth")).toEqual([]);
});
