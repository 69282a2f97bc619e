// The contact sheet's places: one for each picture of the newest jobs, in batches. Pure.
import type { ImageJob } from "@/api";
import type { GridGroup } from "@/components/picture/gridLayout";
import { failureOf, isOpen } from "../words";

export interface Tile {
  job: ImageJob;
  run: ImageJob["runs"][number];
  /** The next of its queue to be made. */
  next: boolean;
  /** What failed of its job was queued again already. */
  retried: boolean;
}

export interface Sheet {
  tiles: readonly Tile[];
  groups: readonly GridGroup[];
}

/**
 * The batch begun last comes first; inside of one, pictures stand in the order in which they are made.
 * What waits has its place in the queue, and here only once it is `running` or the very next while nothing is,
 * so that places do not jump. Pictures that were called off before they began take no place.
 */
export function sheetOf(jobs: readonly ImageJob[], running: readonly string[], nextJobId: string | undefined): Sheet {
  // The queue and the jobs are read one after the other: what runs by the queue may not have begun by its job yet.
  const begins = new Set(running.length > 0 ? running : nextJobId ? [nextJobId] : []);
  const batches = new Map<string, ImageJob[]>();
  for (const job of jobs) {
    const key = job.batch_id ?? job.job_id;
    batches.set(key, [...(batches.get(key) ?? []), job]);
  }
  const shown = [...batches.values()]
    .map((batch) => ({ batch: batch.reverse(), begun: begunAt(batch, begins) }))
    .filter(({ begun }) => begun !== "")
    .sort((one, other) => (one.begun < other.begun ? 1 : -1));

  const retried = new Set(jobs.map(({ retry_of }) => retry_of));
  const tiles: Tile[] = [];
  const groups: GridGroup[] = [];
  for (const { batch } of shown) {
    const own = batch.flatMap((job) => tilesOf(job, job.job_id === nextJobId, retried.has(job.job_id)));
    if (own.length === 0) continue;
    groups.push({ label: labelOf(batch, groups.length === 0), words: doneWords(batch, own.length), count: own.length });
    tiles.push(...own);
  }
  return { tiles, groups };
}

/** When the first of a batch was begun; past everything for what begins just now, empty while it waits. */
function begunAt(batch: readonly ImageJob[], begins: ReadonlySet<string>): string {
  const begun = batch.flatMap(({ started_at }) => started_at ?? []).sort()[0];
  return begun ?? (batch.some(({ job_id }) => begins.has(job_id)) ? "~" : "");
}

function tilesOf(job: ImageJob, isNextJob: boolean, retried: boolean): Tile[] {
  const runs = job.runs.filter(({ status, content_id }) => status !== "cancelled" || content_id);
  const next = isNextJob ? runs.find(({ status }) => status === "queued") : undefined;
  return runs.map((run) => ({ job, run, next: run === next, retried }));
}

function labelOf(batch: readonly ImageJob[], newest: boolean): string {
  if (newest) return "This batch";
  return batch.length > 1 ? `Batch sheet, ${batch.length} jobs` : (batch[0]?.title ?? "");
}

function doneWords(batch: readonly ImageJob[], count: number): string {
  const done = batch.reduce((sum, job) => sum + job.success_count, 0);
  const failed = batch.reduce((sum, job) => sum + job.failure_count, 0);
  const open = batch.some(({ status }) => isOpen(status));
  const parts = [open || failed > 0 || done < count ? `${done} of ${count} done` : `${count}`];
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(", ");
}

/** The words of a tile for those who do not see it. */
export function nameOf({ job, run, next }: Tile, approval: string | undefined): string | undefined {
  const which = placeOf({ job, run });
  if (run.content_id) return approval ? `${which}, ${approval}` : which;
  // It holds its reason and its buttons: with `placeOf` in it, its words are its name.
  if (run.status === "failed") return undefined;
  if (run.status === "done") return `${which}, deleted`;
  if (run.status === "queued") return `${which}, ${next ? "next" : "waiting"}`;
  return `${which}, being made`;
}

/** Which picture it is: "Picture 3 of 8, Mira: ridge at dawn". */
export const placeOf = ({ job, run }: Pick<Tile, "job" | "run">): string =>
  `Picture ${run.number} of ${job.total}, ${job.title}`;

/** One line of why a picture was not made. */
export const failureWords = (error: unknown): string => failureOf(error)?.message ?? "It failed";

/** A job is tried again as a whole: all that failed of it. */
export const retryWords = (job: ImageJob): string =>
  job.failure_count > 1 ? `Retry all ${job.failure_count}` : "Retry";
