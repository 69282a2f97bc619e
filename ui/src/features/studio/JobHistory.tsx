// All jobs that were not cleared, with what became of each.
import { RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { type ImageJob, perform, type State, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { type Column, Table } from "@/components/data/Table";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { retryFailed } from "./sheet/ContactSheet";
import { failureOf, heldWords, isOpen } from "./words";

const PAGE = 50;
type Shown = "all" | "failed" | "done" | "cancelled";

export function JobHistory() {
  const [shown, setShown] = useState<Shown>("all");
  const [pages, setPages] = useState(1);
  const filter: { status?: State } = shown === "all" ? {} : { status: shown };
  const { data, error } = useRead("images.jobs", { ...filter, limit: Math.min(200, PAGE * pages) }, { keepLast: true });
  const jobs = data?.jobs ?? [];
  // What tries a job again may be of another state than those shown.
  const recent = useRead("images.jobs", { limit: 200 }).data?.jobs ?? [];
  const retried = new Set([...jobs, ...recent].map(({ retry_of }) => retry_of));
  const failed = jobs.filter(
    ({ job_id, failure_count, status }) => failure_count > 0 && !isOpen(status) && !retried.has(job_id),
  );

  const clear = () =>
    perform(
      "images.clear",
      {},
      {
        failed: "Nothing was cleared",
        done: ({ cleared }) => ({
          title: cleared === 0 ? "There was nothing to clear" : `${cleared} ${cleared === 1 ? "job" : "jobs"} cleared`,
          body: "Their pictures stay in the library",
        }),
      },
    );

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 px-4 pt-3 pb-2">
        <Segments
          label="Which jobs"
          value={shown}
          onChange={setShown}
          choices={[
            { value: "all", label: "All" },
            { value: "failed", label: "Failed" },
            { value: "done", label: "Done" },
            { value: "cancelled", label: "Cancelled" },
          ]}
        />
        <span className="ml-auto flex gap-2">
          <Button
            size="m"
            icon={RotateCw}
            off={failed.length === 0 && "nothing here failed that was not tried again"}
            onClick={() => failed.forEach((job) => void retryFailed(job.job_id))}
          >
            Retry failed
          </Button>
          <Button icon={Trash2} kind="quiet" onClick={() => void clear()}>
            Clear finished
          </Button>
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && <ErrorNote what="The jobs could not be read" error={error} className="mx-4" />}
        {data && jobs.length === 0 && shown === "all" ? (
          <EmptyState title="No jobs" text="What you generate is listed here until you clear it." />
        ) : (
          data && (
            <Table
              label="Jobs"
              columns={columnsOf(retried)}
              rows={jobs}
              rowKey={({ job_id }) => job_id}
              rowHeight={44}
              empty={`No job is ${shown}`}
            />
          )
        )}
        {data && data.total > jobs.length && jobs.length < 200 && (
          <div className="p-3 text-center">
            <Button size="s" kind="quiet" onClick={() => setPages(pages + 1)}>
              Show more of {data.total}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** `retried` are the jobs whose failures were queued again already. */
const columnsOf = (retried: ReadonlySet<string | null>): readonly Column<ImageJob>[] => [
  {
    id: "job",
    head: "Job",
    cell: (job) => {
      const picture = job.content_ids.at(-1);
      return (
        <span className="flex min-w-0 items-center gap-2.5">
          <span className="relative h-9 w-7 flex-none overflow-hidden rounded-1 bg-hover picture-ring">
            {picture && <img src={host.mediaUrl(picture, "320")} alt="" className="size-full object-cover" />}
          </span>
          <span className="min-w-0">
            <span className="block max-w-[340px] truncate slim:max-w-[180px]">{job.title}</span>
            {job.error !== null && (
              <span
                className="block max-w-[340px] truncate text-ink-3 slim:max-w-[180px]"
                title={failureOf(job.error)?.message}
              >
                {failureOf(job.error)?.message}
              </span>
            )}
          </span>
        </span>
      );
    },
  },
  { id: "state", head: "State", width: 150, cell: (job) => <JobState job={job} /> },
  {
    id: "made",
    head: "Made",
    right: true,
    width: 90,
    cell: (job) => (job.success_count === job.total ? job.total : `${job.success_count} of ${job.total}`),
  },
  {
    id: "when",
    head: "Asked for",
    width: 130,
    wideOnly: true,
    cell: (job) => <Time at={job.created_at} className="whitespace-nowrap" />,
  },
  {
    id: "actions",
    head: <span className="sr-only">Actions</span>,
    width: 128,
    right: true,
    cell: (job) => <Row job={job} isRetried={retried.has(job.job_id)} />,
  },
];

function JobState({ job }: { job: ImageJob }) {
  if (job.status === "queued")
    return <StateTag>{job.held_reason ? `Waits: ${heldWords(job.held_reason)}` : "Waiting"}</StateTag>;
  if (isOpen(job.status)) return <StateTag tone="info">Being made</StateTag>;
  if (job.status === "failed") return <StateTag tone="bad">Failed</StateTag>;
  if (job.status === "cancelled") return <StateTag>Cancelled</StateTag>;
  return job.failure_count > 0 ? <StateTag tone="warn">{job.failure_count} failed</StateTag> : <>Done</>;
}

function Row({ job, isRetried }: { job: ImageJob; isRetried: boolean }) {
  if (isOpen(job.status))
    return (
      <Button
        size="s"
        kind="quiet"
        onClick={() => void perform("images.cancel", { job_id: job.job_id }, { failed: "It was not cancelled" })}
      >
        Cancel
      </Button>
    );
  if (job.success_count < job.total && !isRetried)
    return (
      <Button size="s" icon={RotateCw} onClick={() => void retryFailed(job.job_id)}>
        Retry
      </Button>
    );
  return (
    <Button
      size="s"
      kind="quiet"
      onClick={() =>
        void perform("images.retry", { job_id: job.job_id, seed: "new" }, { failed: "Nothing was queued" })
      }
    >
      Make again
    </Button>
  );
}
