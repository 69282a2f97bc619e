// What waits, in its order: drawn by the handle or by Alt ↑ ↓ to another place.
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { type ImageJob, perform } from "@/api";
import { IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { QueueRow } from "@/components/data/QueueRow";
import { duration } from "@/components/text/words";
import { host } from "@/host";
import { useCast } from "../useCast";
import { heldWords, pictures } from "../words";
import { moved, moveTo } from "./order";

const ROW_PX = 31;

export function UpNext({ waiting }: { waiting: readonly ImageJob[] }) {
  const cast = useCast();
  // The order of a move stands until the queue is read anew.
  const [order, setOrder] = useState<readonly string[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading ends the own order
  useEffect(() => setOrder(null), [waiting]);
  const [drag, setDrag] = useState<{ id: string; from: number; start_px: number; by_px: number } | null>(null);
  const list = useRef<HTMLUListElement>(null);

  const jobs = order ? order.flatMap((id) => waiting.find((job) => job.job_id === id) ?? []) : [...waiting];
  const ids = jobs.map(({ job_id }) => job_id);
  const left = waiting.reduce((sum, job) => sum + job.total - job.success_count - job.failure_count, 0);
  const to = drag ? clamp(drag.from + Math.round(drag.by_px / ROW_PX), jobs.length) : 0;

  const move = (from: number, place: number) => {
    const input = moveTo(ids, from, place);
    if (!input) return;
    setOrder(moved(ids, from, place));
    const after = moved(ids, from, place);
    const back = moveTo(after, after.indexOf(input.job_id), from);
    void perform("queue.move", input, {
      failed: "It was not moved",
      ...(back ? { undo: () => ({ label: "move in the queue", inverse: { name: "queue.move", input: back } }) } : {}),
    }).then((output) => {
      if (!output) setOrder(null);
    });
  };

  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) move(place, place + step);
    else list.current?.querySelectorAll<HTMLElement>("[data-row]")[place + step]?.focus();
  };

  const onPointerDown = (event: PointerEvent, id: string, from: number) => {
    if (event.button !== 0 || (event.target as HTMLElement).closest("button")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ id, from, start_px: event.clientY, by_px: 0 });
  };

  return (
    <section aria-label="Up next" className="flex min-h-0 min-w-0 flex-col">
      <div className="mb-1 flex h-4 flex-none items-center gap-2 text-12">
        <h2 className="text-12">Up next</h2>
        <span className="text-ink-3">
          {jobs.length === 0
            ? "nothing waits"
            : `${jobs.length} ${jobs.length === 1 ? "job" : "jobs"}, ${pictures(left)}`}
        </span>
      </div>
      <ul ref={list} className="min-h-0 flex-1 overflow-y-auto">
        {jobs.map((job, place) => {
          const held = drag?.id === job.job_id;
          const shift = drag && !held ? shiftOf(place, drag.from, to) : 0;
          const who = cast.find(({ id }) => id === job.character_id);
          const name = job.title;
          return (
            // The row is moved by keys, so it takes the focus itself.
            <li
              key={job.job_id}
              data-row
              // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys that move it act on the row
              tabIndex={0}
              aria-label={`${name}, ${place + 1} of ${jobs.length}, ${asideOf(job)}`}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              onKeyDown={(event) => onKeyDown(event, place)}
              onPointerDown={(event) => onPointerDown(event, job.job_id, place)}
              onPointerMove={(event) => held && setDrag({ ...drag, by_px: event.clientY - drag.start_px })}
              onPointerUp={() => {
                if (held) move(drag.from, to);
                setDrag(null);
              }}
              onPointerCancel={() => setDrag(null)}
              style={
                held
                  ? { transform: `translateY(${drag.by_px}px)` }
                  : shift
                    ? { transform: `translateY(${shift}px)` }
                    : {}
              }
              className={cx(
                "inset-focus relative rounded-2",
                held ? "z-1 bg-raised opacity-90 shadow-lift" : drag && "transition-transform duration-140",
              )}
            >
              <QueueRow
                state={job.held_reason && place === 0 && job.held_reason !== "paused" ? "offline" : "waiting"}
                pictureUrl={pictureOf(job) ?? who?.newestUrl ?? who?.faceUrl ?? undefined}
                name={name}
                aside={asideOf(job)}
                actions={
                  <>
                    <IconButton
                      icon={ArrowUp}
                      size="s"
                      label="Sooner"
                      shortcut="Alt+ArrowUp"
                      off={place === 0 && "it is the next already"}
                      onClick={() => move(place, place - 1)}
                    />
                    <IconButton
                      icon={ArrowDown}
                      size="s"
                      label="Later"
                      shortcut="Alt+ArrowDown"
                      off={place === jobs.length - 1 && "it is the last already"}
                      onClick={() => move(place, place + 1)}
                    />
                    <IconButton
                      icon={X}
                      size="s"
                      label="Cancel it"
                      onClick={() =>
                        void perform(
                          "images.cancel",
                          { job_id: job.job_id },
                          { failed: "It was not cancelled", done: { title: "Cancelled", body: name } },
                        )
                      }
                    />
                  </>
                }
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const clamp = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));

/** How far a row gives way to one that is held. */
function shiftOf(place: number, from: number, to: number): number {
  if (place > from && place <= to) return -ROW_PX;
  if (place < from && place >= to) return ROW_PX;
  return 0;
}

function asideOf(job: ImageJob): string {
  const count = job.total - job.success_count - job.failure_count;
  if (job.held_reason) return heldWords(job.held_reason);
  const until = job.estimated_completion && new Date(job.estimated_completion).getTime() - Date.now();
  return until && until > 0 ? `${count}, in ${duration(until)}` : `${count}`;
}

/** A picture of the job itself, when it has made some before it was put back. */
function pictureOf(job: ImageJob): string | undefined {
  const id = job.content_ids.at(-1);
  return id ? host.mediaUrl(id, "320") : undefined;
}
