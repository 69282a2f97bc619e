// The head of Studio: the picture that is being made, or what was made last, so that the place is
// always there and nothing is pushed when a job begins or ends.
import { RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import { call, type ImageJob, perform, type Queue, say } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { Progress } from "@/components/data/Progress";
import { Spinner } from "@/components/feedback/Spinner";
import { Time } from "@/components/text/Time";
import { duration } from "@/components/text/words";
import { host } from "@/host";
import { stepWords, useMaking } from "../live";
import { failureOf, heldWords, pictures } from "../words";

export interface RunningPanelProps {
  queue: Queue | undefined;
  /** The newest job that has ended. */
  last: ImageJob | undefined;
}

export function RunningPanel({ queue, last }: RunningPanelProps) {
  const job = queue?.running[0];
  const run =
    job?.runs.find(({ status }) => status === "running") ?? job?.runs.find(({ status }) => status === "submitted");
  if (job && run) return <Running job={job} run={run} />;
  const next = queue?.waiting[0];
  if (next) return <Waiting job={next} />;
  return last ? <Last job={last} /> : null;
}

function Running({ job, run }: { job: ImageJob; run: ImageJob["runs"][number] }) {
  const making = useMaking(run);
  const [brokenUrl, setBrokenUrl] = useState<string>();
  const done = job.success_count + job.failure_count;
  const title = job.total === 1 ? "Making 1 picture" : `Making ${Math.min(done + 1, job.total)} of ${job.total}`;
  const share = job.total > 0 ? Math.max(job.progress, (done + making.fraction) / job.total) : making.fraction;
  const left = useLeft(job.estimated_completion);
  // Before the third step nobody knows how fast it goes.
  const known = left !== null && (done > 0 || (making.step ?? 0) >= 3);
  const more = job.total - done > 1;

  const cancel = async (after_current: boolean) => {
    const output = await perform(
      "images.cancel",
      { job_id: job.job_id, after_current },
      { failed: "It was not cancelled" },
    );
    if (!output) return;
    const left = output.total - output.success_count - (after_current ? 1 : 0);
    say("undo", {
      title: after_current ? "It stops after this picture" : "Cancelled",
      body: `${output.success_count} of ${output.total} made`,
      ...(left > 0
        ? {
            action: {
              label: left === 1 ? "Make the other" : `Make the other ${left}`,
              run: () =>
                void perform(
                  "images.retry",
                  { job_id: job.job_id, only_failed: true, seed: "same" },
                  { failed: "Nothing was queued" },
                ),
            },
          }
        : {}),
    });
  };

  return (
    <Frame
      url={making.previewUrl !== brokenUrl ? making.previewUrl : undefined}
      onBroken={setBrokenUrl}
      plate={stepWords(making)}
      waiting={<Spinner />}
    >
      <h2 className="text-13">{title}</h2>
      <p className="line-clamp-2 text-12 text-ink-2" data-selectable>
        {job.title}
      </p>
      <div className="mt-3 flex items-center gap-3 text-12 text-ink-2">
        <Progress lineOnly label={title} value={share} className="flex-1" />
        <span className="w-8 flex-none text-right">{Math.round(share * 100)}%</span>
      </div>
      <p className="mt-2 h-4 text-12 text-ink-3">{known ? `${duration(left)} left` : ""}</p>
      <div className="mt-auto flex flex-wrap gap-2">
        <Button size="s" onClick={() => void cancel(false)}>
          Cancel
        </Button>
        {more && (
          <Button size="s" kind="quiet" onClick={() => void cancel(true)}>
            Finish this one, then stop
          </Button>
        )}
      </div>
    </Frame>
  );
}

function Waiting({ job }: { job: ImageJob }) {
  const paused = job.held_reason === "paused";
  return (
    <Frame plate={undefined} waiting={<span className="text-12 text-ink-3">Next</span>}>
      <h2 className="text-13">
        {paused ? "The queue is paused" : job.held_reason ? heldWords(job.held_reason) : "Starting"}
      </h2>
      <p className="line-clamp-2 text-12 text-ink-2">{job.title}</p>
      <p className="mt-2 text-12 text-ink-3">
        {paused
          ? "Nothing new begins until the queue goes on."
          : job.held_reason
            ? "It begins by itself as soon as ComfyUI answers."
            : `${pictures(job.total)} to make`}
      </p>
      <div className="mt-auto flex gap-2">
        {paused && (
          <Button size="s" onClick={() => void perform("queue.resume", {}, { failed: "The queue was not resumed" })}>
            Resume queue
          </Button>
        )}
        <Button
          size="s"
          kind="quiet"
          onClick={() => void perform("images.cancel", { job_id: job.job_id }, { failed: "It was not cancelled" })}
        >
          Cancel
        </Button>
      </div>
    </Frame>
  );
}

function Last({ job }: { job: ImageJob }) {
  const newest = job.content_ids.at(-1);
  const failure = job.status === "failed" ? failureOf(job.error) : null;
  const made = job.success_count === job.total ? pictures(job.total) : `${job.success_count} of ${job.total}`;
  return (
    <Frame
      url={newest ? host.mediaUrl(newest, "320") : undefined}
      plate={undefined}
      waiting={<span className="text-12 text-ink-3">None</span>}
    >
      <h2 className={cx("text-13", failure && "text-bad")}>
        {job.status === "cancelled" ? `Cancelled, ${made} made` : failure ? "It failed" : `Made ${made}`}
      </h2>
      <p className="line-clamp-2 text-12 text-ink-2" data-selectable>
        {job.title}
      </p>
      <p className="mt-2 text-12 text-ink-3">
        {failure ? failure.message : job.finished_at && <Time at={job.finished_at} />}
      </p>
      <div className="mt-auto flex gap-2">
        {job.kind !== "upscale" && (
          <Button
            size="s"
            icon={RotateCw}
            onClick={() =>
              void perform("images.retry", { job_id: job.job_id, seed: "new" }, { failed: "Nothing was queued" })
            }
          >
            {job.total === 1 ? "Make another" : `Make ${job.total} more`}
          </Button>
        )}
        {job.success_count < job.total && (
          <Button
            size="s"
            kind="quiet"
            onClick={() =>
              void perform("images.retry", { job_id: job.job_id, only_failed: true }, { failed: "Nothing was queued" })
            }
          >
            Make what is left
          </Button>
        )}
      </div>
    </Frame>
  );
}

interface FrameProps {
  url?: string | undefined;
  onBroken?: (url: string) => void;
  plate: string | undefined;
  /** Stands where there is no picture. */
  waiting: React.ReactNode;
  children: React.ReactNode;
}

function Frame({ url, onBroken, plate, waiting, children }: FrameProps) {
  return (
    <div className="flex min-w-0 flex-1 gap-4">
      <div className="relative grid h-[160px] w-[128px] flex-none place-items-center overflow-hidden rounded-1 bg-hover picture-ring slim:h-[120px] slim:w-[96px]">
        {waiting}
        {url && <img src={url} alt="" onError={() => onBroken?.(url)} className="absolute size-full object-cover" />}
        {plate && (
          <span className="absolute bottom-1 left-1 rounded-1 bg-plate px-1 text-[10.5px] leading-4 font-label text-on-plate">
            {plate}
          </span>
        )}
      </div>
      <div className="flex h-[160px] min-w-0 flex-1 flex-col slim:h-[120px]">{children}</div>
    </div>
  );
}

/** Milliseconds until then, looked at each second; null where it is not known or past. */
function useLeft(until: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  if (until === null) return null;
  const left = new Date(until).getTime() - now;
  return left > 0 ? left : null;
}

/** Cancels what is being made: the key's way. */
export async function cancelRunning(): Promise<void> {
  const queue = await call("queue.get", {});
  const job = queue.running[0];
  if (job) await perform("images.cancel", { job_id: job.job_id }, { failed: "It was not cancelled" });
}
