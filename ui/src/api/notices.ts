// What is said in passing: done, can be undone, asked, failed. The toasts draw it.
import type { ApiError } from "@/host";
import { createStore } from "./store";

/** A button on a notice: the way out. */
export interface NoticeAction {
  label: string;
  run: () => void;
}

export interface Notice {
  id: number;
  kind: "done" | "undo" | "ask" | "error" | "warn";
  title: string;
  body?: string;
  action?: NoticeAction;
  /** The raw reply behind an error, folded away. */
  raw?: string;
  /** How long it stays, null until it is closed. */
  stay_ms: number | null;
  /** How many of the same kind were laid together. */
  count: number;
}

export interface NoticeWords {
  title: string;
  body?: string;
  action?: NoticeAction;
  raw?: string;
  /** Notices with the same key within two seconds become one; `title` is then asked for the sum. */
  merge?: { key: string; count?: number; title: (count: number) => string };
}

const STAY_MS: Record<Notice["kind"], number | null> = {
  done: 4_000,
  undo: 8_000,
  ask: 8_000,
  warn: null,
  error: null,
};
const MERGE_MS = 2_000;

export const notices = createStore<readonly Notice[]>([]);

let nextId = 1;
const lastOf = new Map<string, { id: number; at_ms: number }>();

/** Says something. Answers the notice's id. `now_ms` is given by tests. */
export function say(kind: Notice["kind"], words: NoticeWords, now_ms: number = Date.now()): number {
  const count = words.merge?.count ?? 1;
  const key = words.merge && `${kind} ${words.merge.key}`;
  const last = key ? lastOf.get(key) : undefined;
  const earlier = last && now_ms - last.at_ms <= MERGE_MS ? notices.get().find((one) => one.id === last.id) : undefined;

  const sum = count + (earlier?.count ?? 0);
  const made: Notice = {
    id: nextId++,
    kind,
    title: words.merge ? words.merge.title(sum) : words.title,
    stay_ms: STAY_MS[kind],
    count: sum,
    ...(words.body === undefined ? {} : { body: words.body }),
    ...(words.action === undefined ? {} : { action: words.action }),
    ...(words.raw === undefined ? {} : { raw: words.raw }),
  };
  notices.set((all) => [...all.filter((one) => one.id !== earlier?.id), made]);
  if (key) lastOf.set(key, { id: made.id, at_ms: now_ms });
  return made.id;
}

/** Says that an operation failed: what, why, and the way out if there is one. */
export function sayError(what: string, error: ApiError, action?: NoticeAction): number {
  return say("error", {
    title: what,
    body: error.message,
    ...(action ? { action } : {}),
    ...(error.details == null ? {} : { raw: rawReply(error.details) }),
  });
}

/** The raw reply behind an error, as text to be read and copied. */
export function rawReply(details: unknown): string {
  return typeof details === "string" ? details : JSON.stringify(details, null, 2);
}

export function dismiss(id: number): void {
  notices.set((all) => all.filter((one) => one.id !== id));
}
