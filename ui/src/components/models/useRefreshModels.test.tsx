// Refreshing models: one call, one sentence, and what was read of them before is read again.
import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError, createQueryClient, notices, useRead } from "@/api";
import { host } from "@/host";
import { useRefreshModels } from "./useRefreshModels";

afterEach(() => vi.restoreAllMocks());

function refreshing(answer: (input: { refresh?: boolean }) => unknown) {
  const client = createQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  notices.set([]);
  vi.spyOn(host, "run").mockImplementation(async (_, input) => answer(input as { refresh?: boolean }));
  return renderHook(() => ({ refresh: useRefreshModels(), list: useRead("models.list", { limit: 1 }) }), { wrapper });
}

test("what a list showed is read again, and how many there are now is said", async () => {
  let total = 3;
  const { result } = refreshing(({ refresh }) => {
    if (refresh) total = 4;
    return { models: [], total, types: { loras: 2 } };
  });
  await waitFor(() => expect(result.current.list.data?.total).toBe(3));
  await act(() => result.current.refresh.run());
  await waitFor(() => expect(result.current.list.data?.total).toBe(4));
  expect(notices.get().map(({ title, body }) => [title, body])).toEqual([
    ["Models refreshed", "4 files, 2 of them LoRAs"],
  ]);
  expect(result.current.refresh.busy).toBe(false);
});

test("where ComfyUI does not answer, that is said and the button can be pressed again", async () => {
  const { result } = refreshing(({ refresh }) => {
    if (refresh) throw new ApiError("service_unavailable", "ComfyUI does not answer.");
    return { models: [], total: 3, types: {} };
  });
  await act(() => result.current.refresh.run());
  expect(notices.get().map(({ title }) => title)).toEqual(["The models were not refreshed"]);
  expect(result.current.refresh.busy).toBe(false);
});
