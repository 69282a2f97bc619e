// A review under way: its row of pictures, read once, where it stands, deciding and taking back.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type ApiError, call, type Output, toApiError, undo } from "@/api";
import { type Decision, decide } from "./decide";
import { type Filter, filterOf, type LibrarySearch, sortOf } from "./filters";
import { arrange, nextPending, type ReviewGroup, type ReviewStep } from "./reviewSet";
import type { Item } from "./useLibrary";

/** Pictures of one review; a longer list is reviewed in parts. */
export const MOST_PICTURES = 1_000;
const PAGE_SIZE = 200;

export interface Review {
  /** Undefined while it is read. */
  items: readonly Item[] | undefined;
  groups: readonly ReviewGroup[];
  states: readonly Decision[];
  /** How many the filters have; more than `items` where the list is longer than a review. */
  total: number;
  error: ApiError | null;
  /** Decides the picture at a place, by `keep` where more goes with it. Answers whether it was kept. */
  decideAt: (place: number, decision: Decision, keep?: (item: Item) => Promise<boolean>) => Promise<boolean>;
  /** Takes the last decision of this review back and answers its place; undefined where there is none. */
  back: () => Promise<number | undefined>;
  canGoBack: boolean;
  next: (from: number, taken?: readonly number[]) => number;
}

export function useReview(search: LibrarySearch): Review {
  const wanted = JSON.stringify([filterOf(search), sortOf(search), search.ids ?? ""]);
  const [read, setRead] = useState<{ items: Item[]; groups: ReviewGroup[]; total: number }>();
  const [error, setError] = useState<ApiError | null>(null);
  const [decided, setDecided] = useState<Record<string, Decision>>({});
  const [steps, setSteps] = useState<readonly ReviewStep[]>([]);

  useEffect(() => {
    const ended = new AbortController();
    const [filter, sort, ids] = JSON.parse(wanted) as [Filter, ReturnType<typeof sortOf>, string];
    setRead(undefined);
    setError(null);
    setDecided({});
    setSteps([]);
    readSet(filter, sort, ids === "" ? [] : ids.split(","), ended.signal).then(
      ({ items, total }) => {
        if (!ended.signal.aborted) setRead({ ...arrange(items), total });
      },
      (thrown: unknown) => {
        if (!ended.signal.aborted) setError(toApiError(thrown));
      },
    );
    return () => ended.abort();
  }, [wanted]);

  const states = useMemo(
    () => (read?.items ?? []).map((item) => decided[item.id] ?? (item.approval_status as Decision)),
    [read, decided],
  );

  const latest = useRef({ read, states, steps });
  useEffect(() => {
    latest.current = { read, states, steps };
  });

  const decideAt = useCallback<Review["decideAt"]>(async (place, decision, keep) => {
    const { read, states } = latest.current;
    const item = read?.items[place];
    const before = states[place];
    if (!item || before === undefined || (before === decision && !keep)) return item !== undefined;
    // Shown at once; taken back where it was not kept.
    setDecided((all) => ({ ...all, [item.id]: decision }));
    setSteps((all) => [...all, { id: item.id, before }]);
    const kept = await (keep ? keep(item) : decide({ content_ids: [item.id] }, decision, true));
    if (!kept) {
      setDecided((all) => ({ ...all, [item.id]: before }));
      setSteps((all) => all.filter((step) => step.id !== item.id || step.before !== before));
    }
    return kept;
  }, []);

  const back = useCallback(async () => {
    const { read, steps } = latest.current;
    const last = steps.at(-1);
    if (!last || !(await undo())) return undefined;
    setDecided((all) => ({ ...all, [last.id]: last.before }));
    setSteps((all) => all.filter((step) => step !== last));
    return read?.items.findIndex(({ id }) => id === last.id);
  }, []);

  const next = useCallback(
    (from: number, taken: readonly number[] = []) => nextPending(latest.current.states, from, [from, ...taken]),
    [],
  );

  return {
    items: read?.items,
    groups: read?.groups ?? [],
    states,
    total: read?.total ?? 0,
    error,
    decideAt,
    back,
    canGoBack: steps.length > 0,
    next,
  };
}

/** The pictures of a review: those that are named, those that the state filter shows, else the pending ones. */
async function readSet(filter: Filter, sort: ReturnType<typeof sortOf>, ids: readonly string[], signal: AbortSignal) {
  if (ids.length > 0) {
    const items = await Promise.all(ids.map((content_id) => call("content.get", { content_id }, signal)));
    return { items: items as Item[], total: items.length };
  }
  const wanted: Filter = filter.approval_status ? filter : { ...filter, approval_status: "pending" };
  const items: Item[] = [];
  let total = 0;
  for (let cursor: string | null = null; items.length < MOST_PICTURES; ) {
    const page: Output<"content.list"> = await call(
      "content.list",
      { ...wanted, sort, limit: PAGE_SIZE, cursor },
      signal,
    );
    items.push(...page.content);
    if (cursor === null) total = page.total;
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  return { items, total };
}
