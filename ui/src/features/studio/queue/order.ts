// Where a waiting job goes when it is moved.
import type { Input } from "@/api";

/** What `queue.move` takes to put the job at a place among the waiting ones; null: it stands there. */
export function moveTo(ids: readonly string[], from: number, to: number): Input<"queue.move"> | null {
  const job_id = ids[from];
  const place = Math.min(ids.length - 1, Math.max(0, to));
  if (job_id === undefined || place === from) return null;
  if (place === 0) return { job_id, to: "front" };
  const rest = ids.filter((id) => id !== job_id);
  const before = rest[place];
  return before === undefined ? { job_id, to: "end" } : { job_id, before };
}

/** The list with one taken to another place. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, place) => place !== from);
  const one = all[from];
  if (one === undefined) return [...all];
  const place = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, place), one, ...rest.slice(place)];
}
