// Reading from components: one answer for all who ask, read anew after an update, long lists by pages.
import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { invalidateBy } from "./events";
import { createQueryClient, useList, useRead } from "./query";
import { answerCalls } from "./testing";

function room() {
  const client = createQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { client, wrapper };
}

test("an update makes what is shown be read anew", async () => {
  let age = 27;
  const calls = answerCalls(() => ({ age }));
  const { client, wrapper } = room();
  const { result } = renderHook(() => useRead("characters.get", { character_id: "1" }), { wrapper });
  await waitFor(() => expect(result.current.data?.age).toBe(27));
  age = 28;
  act(() => invalidateBy({ type: "changed", data: { tags: ["characters"] }, timestamp: "", sequence: 1 }, client));
  await waitFor(() => expect(result.current.data?.age).toBe(28));
  expect(calls).toHaveLength(2);
});

test("a long list reads only the pages that are looked at", async () => {
  const calls = answerCalls((_, { limit, offset }: { limit: number; offset: number }) => ({
    total: 100_000,
    limit,
    offset,
    characters: Array.from({ length: limit }, (_, index) => ({ id: `${offset + index}` })),
  }));
  const { wrapper } = room();
  const { result } = renderHook(() => useList("characters.list", {}, "characters"), { wrapper });
  await waitFor(() => expect(result.current.total).toBe(100_000));
  expect(result.current.row(99)?.id).toBe("99");
  expect(result.current.row(100)).toBeUndefined();

  act(() => result.current.show(50_050, 50_120));
  expect(result.current.total).toBe(100_000);
  await waitFor(() => expect(result.current.row(50_120)?.id).toBe("50120"));
  expect(result.current.row(50_050)?.id).toBe("50050");
  expect(calls.map(([, input]) => (input as { offset: number }).offset)).toEqual([0, 50_000, 50_100]);
});
