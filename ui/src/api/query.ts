// Reading and writing from components. An answer is kept under [operation, input] and is read anew
// when an update says that one of the operation's tags has changed.
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQueries,
  useQuery,
} from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ApiError } from "@/host";
import { call, type Input, type Output } from "./call";
import type { OperationName, Page } from "./operations";
import { createStore } from "./store";

/** Set once the program says that this page was not let in (its session ended, or it never had one). */
export const refusal = createStore<ApiError | null>(null);

/** Makes the store of answers. Updates renew them, so they do not age and focus reads nothing anew. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.code === "unauthorized") refusal.set(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export interface ReadOptions {
  /** False waits, e.g. until an id is known. */
  enabled?: boolean;
  /** Shows the last answer while the next one (of another input) is on its way. */
  keepLast?: boolean;
  /** Reads again and again, for what no update tells (the GPU's memory). */
  pollMs?: number;
}

/** How the store of answers reads an operation: for `ensureQueryData` and its like, outside of components. */
export function readQuery<N extends OperationName>(name: N, input: Input<N>, options: ReadOptions = {}) {
  return {
    queryKey: [name, input] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => call(name, input, signal),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keepLast ? { placeholderData: keepPreviousData } : {}),
    ...(options.pollMs === undefined ? {} : { refetchInterval: options.pollMs }),
  };
}

/** Reads with an operation whose effect is `read`, and stays current. */
export function useRead<N extends OperationName>(
  name: N,
  input: Input<N>,
  options: ReadOptions = {},
): UseQueryResult<Output<N>, ApiError> {
  return useQuery(readQuery(name, input, options)) as UseQueryResult<Output<N>, ApiError>;
}

/** Reads the same operation with several inputs, e.g. of the jobs in sight; answers in their order. */
export function useReads<N extends OperationName>(
  name: N,
  inputs: readonly Input<N>[],
): readonly UseQueryResult<Output<N>, ApiError>[] {
  return useQueries({ queries: inputs.map((input) => readQuery(name, input)) }) as UseQueryResult<
    Output<N>,
    ApiError
  >[];
}

/** Runs an operation on demand: `mutate(input)`, `isPending`, `error`. For one with words and a way
 * back use `perform`. */
export function useWrite<N extends OperationName>(name: N): UseMutationResult<Output<N>, ApiError, Input<N>> {
  return useMutation({ mutationFn: (input: Input<N>) => call(name, input) });
}

type ListName = { [N in OperationName]: Output<N> extends Page ? N : never }[OperationName];
type ListInput<N extends ListName> = Omit<Input<N>, "limit" | "offset">;
type RowsKey<N extends ListName> = {
  [K in keyof Output<N>]: Output<N>[K] extends readonly unknown[] ? K : never;
}[keyof Output<N>];
type Row<N extends ListName, K extends RowsKey<N>> = Output<N>[K] extends readonly (infer R)[] ? R : never;

export interface ListWindow<R> {
  /** Undefined until the first page is there. */
  total: number | undefined;
  /** The row at an index of the whole list; undefined while its page is not read. */
  row(index: number): R | undefined;
  /** Says which rows are on screen; give it to the grid's `onWindow`. */
  show(first: number, last: number): void;
  error: ApiError | null;
  loading: boolean;
}

/** Reads a long list page by page, only where it is looked at. `rowsKey` names the rows in the answer. */
export function useList<N extends ListName, K extends RowsKey<N>>(
  name: N,
  input: ListInput<N>,
  rowsKey: K,
  pageSize = 100,
): ListWindow<Row<N, K>> {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = pagesOf(range.first, range.last, pageSize);
  const results = useQueries({
    queries: pages.map((page) => ({
      ...readQuery(name, { ...input, limit: pageSize, offset: page * pageSize } as Input<N>),
    })),
  });

  const show = useCallback(
    (first: number, last: number) =>
      setRange((range) => {
        const same = pagesOf(range.first, range.last, pageSize).join() === pagesOf(first, last, pageSize).join();
        return same ? range : { first, last };
      }),
    [pageSize],
  );

  const read = new Map<number, readonly unknown[]>();
  let total: number | undefined;
  let error: ApiError | null = null;
  results.forEach((result, index) => {
    const data = result.data as (Page & Record<PropertyKey, unknown>) | undefined;
    const page = pages[index];
    if (data && page !== undefined) {
      total ??= data.total;
      read.set(page, data[rowsKey] as readonly unknown[]);
    }
    error ??= result.error as ApiError | null;
  });

  // A list that scrolled to pages not yet read still knows how long it was.
  const listKey = JSON.stringify([name, input]);
  const [known, setKnown] = useState<{ listKey: string; total: number } | null>(null);
  if (total !== undefined && (known?.listKey !== listKey || known.total !== total)) setKnown({ listKey, total });
  const lastTotal = known?.listKey === listKey ? known.total : undefined;

  return {
    total: total ?? lastTotal,
    row: (index) => read.get(Math.floor(index / pageSize))?.[index % pageSize] as Row<N, K> | undefined,
    show,
    error,
    loading: results.some((result) => result.isPending),
  };
}

function pagesOf(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(first, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
