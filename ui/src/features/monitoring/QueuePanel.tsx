// What is made now and next; Studio is where it is changed.
import { useNavigate } from "@tanstack/react-router";
import { type ImageJob, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { QueueRow } from "@/components/data/QueueRow";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { host } from "@/host";

/** Rows drawn; the rest is counted. */
const SHOWN = 6;

export function QueuePanel() {
  const navigate = useNavigate();
  const queue = useRead("queue.get", {});
  const jobs = [...(queue.data?.running ?? []), ...(queue.data?.waiting ?? [])];
  const running = queue.data?.running.length ?? 0;
  return (
    <Panel
      title="Queue"
      words={queue.data?.is_paused ? "paused" : undefined}
      aside={
        <Button size="s" kind="quiet" onClick={() => void navigate({ to: "/studio" })}>
          Open Studio
        </Button>
      }
    >
      {queue.error && <ErrorNote what="The queue could not be read" error={queue.error} />}
      {queue.data && jobs.length === 0 && <p className="text-12 text-ink-3">Nothing is being made, nothing waits.</p>}
      {jobs.slice(0, SHOWN).map((job, index) => (
        <QueueRow
          key={job.job_id}
          state={index < running ? "running" : job.held_reason ? "held" : "waiting"}
          pictureUrl={pictureOf(job)}
          name={job.title}
          aside={job.held_reason ?? `${job.success_count} of ${job.total}`}
          onOpen={() => void navigate({ to: "/studio" })}
        />
      ))}
      {jobs.length > SHOWN && <p className="mt-1 text-12 text-ink-3">{jobs.length - SHOWN} more wait</p>}
    </Panel>
  );
}

function pictureOf(job: ImageJob): string | undefined {
  const last = job.content_ids.at(-1);
  return last ? host.mediaUrl(last, "320") : undefined;
}
