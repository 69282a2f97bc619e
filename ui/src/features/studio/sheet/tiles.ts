// The contact sheet's places: one for each picture of the newest jobs, in batches. Pure.
import type { ImageJob } from "@/api";
import type { GridGroup } from "@/components/picture/gridLayout";
import { isOpen } from "../words";

export interface Tile {
  job: ImageJob;
  run: ImageJob["runs"][number];
  /** The next of its queue to be made. */
  next: boolean;
}

export interface Sheet {
  tiles: readonly Tile[];
  groups: readonly GridGroup[];
}

/**
 * Newest batch first; inside of one, in the order in which the pictures are made. Pictures that were
 * called off before they began take no place.
 */
export function sheetOf(jobs: readonly ImageJob[], nextJobId: string | undefined): Sheet {
  const batches = new Map<string, ImageJob[]>();
  for (const job of jobs) {
    const key = job.batch_id ?? job.job_id;
    batches.set(key, [...(batches.get(key) ?? []), job]);
  }
  const tiles: Tile[] = [];
  const groups: GridGroup[] = [];
  let first = true;
  for (const batch of batches.values()) {
    // Newest come first in the list, and a batch is made from its oldest on.
    const ordered = [...batch].reverse();
    let count = 0;
    for (const job of ordered) {
      let nextSeen = false;
      for (const run of job.runs) {
        if (run.status === "cancelled" && !run.content_id) continue;
        const next: boolean = job.job_id === nextJobId && run.status === "queued" && !nextSeen;
        nextSeen ||= next;
        tiles.push({ job, run, next });
        count += 1;
      }
    }
    if (count === 0) continue;
    groups.push({ label: labelOf(ordered, first), words: doneWords(ordered, count), count });
    first = false;
  }
  return { tiles, groups };
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
export function nameOf({ job, run, next }: Tile, approval: string | undefined): string {
  const which = `Picture ${run.number} of ${job.total}, ${job.title}`;
  if (run.content_id) return approval ? `${which}, ${approval}` : which;
  if (run.status === "failed") return `${which}, failed`;
  if (run.status === "queued") return `${which}, ${next ? "next" : "waiting"}`;
  return `${which}, being made`;
}
