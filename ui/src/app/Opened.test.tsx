// A library that could not be opened: what is said, and the way in.
import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError, createQueryClient } from "@/api";
import { TooltipRoom } from "@/components/overlay/Tooltip";
import { host } from "@/host";
import { Opened } from "./Opened";

afterEach(() => vi.restoreAllMocks());

function show(): { opened: () => number } {
  const onOpened = vi.fn();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <TooltipRoom>
        <Opened onOpened={onOpened}>The studio</Opened>
      </TooltipRoom>
    </QueryClientProvider>,
  );
  return { opened: () => onOpened.mock.calls.length };
}

const inUse = (details: object = {}) =>
  new ApiError("conflict", "This library is open in another program. Close it there first.", details);

test("a library that another program has open can be taken over", async () => {
  let owned = true;
  vi.spyOn(host, "run").mockImplementation(async () => {
    if (owned) throw inUse({ can_take_over: true });
    return { services: [] };
  });
  const openLibrary = vi.spyOn(host, "openLibrary").mockImplementation(async () => {
    owned = false;
  });
  const { opened } = show();
  fireEvent.click(await screen.findByRole("button", { name: "Stop it and open here" }));
  await screen.findByText("The studio");
  expect(openLibrary.mock.calls).toEqual([[true]]);
  expect(opened()).toBe(1);
});

test("one that cannot be stopped says why, and asks nothing of what is not there", async () => {
  vi.spyOn(host, "run").mockRejectedValue(inUse({ can_take_over: true }));
  vi.spyOn(host, "openLibrary").mockRejectedValue(
    new ApiError("conflict", "The other program (process 7) could not be stopped."),
  );
  const { opened } = show();
  fireEvent.click(await screen.findByRole("button", { name: "Stop it and open here" }));
  expect((await screen.findByRole("alert")).textContent).toContain("process 7");
  expect(opened()).toBe(0);
});

test("where nobody can be stopped, it can only be tried again", async () => {
  vi.spyOn(host, "run").mockRejectedValue(inUse());
  show();
  await screen.findByText(/open in another program/);
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Try again"]);
});

test("a single answer that failed closes nothing", async () => {
  vi.spyOn(host, "run").mockRejectedValue(new ApiError("internal_error", "Something broke."));
  show();
  await screen.findByText("The studio");
});
