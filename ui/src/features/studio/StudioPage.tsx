// The screen of Studio: composer, what is being made, and the newest pictures as a contact sheet.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Grid2x2, List, Pause, Play, Table2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type ImageJob, perform, undo, undoStacks, useEvents, useRead } from "@/api";
import type { KeyedId } from "@/components/actions/keymap";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { useSlim } from "@/components/layout/useSlim";
import { Popover } from "@/components/overlay/Popover";
import { Kbd } from "@/components/text/Kbd";
import { BatchPage } from "./batch/BatchPage";
import { Composer } from "./composer/Composer";
import { JobHistory } from "./JobHistory";
import { useFollowLive } from "./live";
import { cancelRunning, RunningPanel } from "./queue/RunningPanel";
import { UpNext } from "./queue/UpNext";
import { ServerNote } from "./ServerNote";
import { CompareDialog } from "./sheet/CompareDialog";
import { ContactSheet } from "./sheet/ContactSheet";
import { FailureDialog } from "./sheet/FailureDialog";
import { sheetOf, type Tile } from "./sheet/tiles";
import { usePictureActions } from "./sheet/usePictureActions";
import { useRouteDraft } from "./useRouteDraft";
import { isOpen, pictures } from "./words";

/** So many jobs stand on the sheet; the others are in the list and in the library. */
const SHEET_JOBS = 40;

export function StudioPage() {
  const { view } = useSearch({ from: "/frame/studio" });
  return view === "batch" ? <BatchPage /> : <Studio />;
}

function Studio() {
  useRouteDraft();
  useFollowLive();
  const navigate = useNavigate();
  const slim = useSlim();
  const queue = useRead("queue.get", {});
  const jobs = useRead("images.jobs", { limit: SHEET_JOBS });
  const [view, setView] = useState<"sheet" | "jobs">("sheet");
  const [cursorRun, setCursorRun] = useState<string | null>(null);
  const [compared, setCompared] = useState<string | null>(null);
  const [failed, setFailed] = useState<Tile | null>(null);

  const waiting = queue.data?.waiting ?? [];
  const paused = queue.data?.is_paused ?? false;
  const running = queue.data?.running ?? [];
  const nextJobId = [...running.filter(hasQueued), ...waiting][0]?.job_id;
  const runningIds = running.map(({ job_id }) => job_id).join(" ");
  const sheet = useMemo(
    () => sheetOf(jobs.data?.jobs ?? [], runningIds.split(" ").filter(Boolean), nextJobId),
    [jobs.data, runningIds, nextJobId],
  );
  const cursor = sheet.tiles.findIndex(({ run }) => run.run_id === cursorRun);
  const current = sheet.tiles[cursor];
  const contentId = view === "sheet" ? (current?.run.content_id ?? null) : null;
  const made = useMemo(() => sheet.tiles.flatMap(({ run }) => run.content_id ?? []), [sheet]);
  const last = jobs.data?.jobs.find(({ status }) => !isOpen(status));

  const onCompare = useCallback((id: string) => setCompared(id), []);
  const actions = usePictureActions(onCompare);
  const pause = useCallback(
    () =>
      void perform(
        paused ? "queue.resume" : "queue.pause",
        {},
        {
          failed: paused ? "The queue was not resumed" : "The queue was not paused",
        },
      ),
    [paused],
  );

  useActions(
    useMemo<Offer[]>(() => {
      const onPicture = (id: KeyedId, act: (contentId: string) => void): Offer => ({
        id,
        when: () => contentId !== null,
        perform: () => contentId !== null && act(contentId),
      });
      return [
        onPicture("studio.approve", (id) => actions.decide(id, "approved")),
        onPicture("studio.reject", (id) => actions.decide(id, "rejected")),
        onPicture("studio.vary", actions.vary),
        onPicture("studio.upscale", actions.upscale),
        onPicture("studio.compare", actions.compare),
        {
          id: "studio.undo",
          inPalette: false,
          when: () => undoStacks.get().past.length > 0,
          perform: () => void undo(),
        },
        {
          id: "studio.cancel",
          perform: () => void cancelRunning(),
        },
        {
          id: "studio.pause",
          label: paused ? "Resume queue" : "Pause queue",
          icon: paused ? Play : Pause,
          perform: pause,
        },
      ];
    }, [contentId, actions, paused, pause]),
  );

  // A job that was queued just now brings its first place under the cursor once it is read.
  const [queued, setQueued] = useState<string | null>(null);
  useEffect(() => {
    if (!queued || !jobs.data?.jobs.some(({ job_id }) => job_id === queued)) return;
    const tile = sheet.tiles.find(({ job }) => job.job_id === queued);
    if (tile) setCursorRun(tile.run.run_id);
    setQueued(null);
  }, [queued, sheet, jobs.data]);

  const isEmpty = jobs.data !== undefined && jobs.data.total === 0;
  const upNext = <UpNext waiting={waiting} />;

  return (
    <Page>
      <Toolbar
        title="Studio"
        actions={
          <>
            <Button icon={Table2} onClick={() => void navigate({ to: "/studio", search: { view: "batch" } })}>
              Batch sheet
            </Button>
            <Button icon={paused ? Play : Pause} kind={paused ? "secondary" : "quiet"} onClick={pause}>
              {paused ? "Resume queue" : "Pause queue"}
            </Button>
          </>
        }
      />
      <PageBody>
        <Composer
          onQueued={(id) => {
            setQueued(id);
            setView("sheet");
          }}
        />
        <Main padding="none" scrolls={false}>
          <ServerNote />
          {(jobs.error ?? queue.error) && (
            <ErrorNote
              what="The queue could not be read"
              error={(jobs.error ?? queue.error) as NonNullable<typeof jobs.error>}
              className="mx-4 mt-3"
            />
          )}
          {isEmpty ? (
            <EmptyState
              picture={<OutlineTiles columns={5} rows={2} />}
              title="Nothing made yet"
              text="Write what the picture shows, then Generate. Pictures appear here as they are made."
            />
          ) : (
            jobs.data && (
              <>
                <div className="flex flex-none gap-4 border-b border-line px-4 py-3">
                  <RunningPanel queue={queue.data} last={last} />
                  {!slim && (
                    <div className="flex h-[160px] w-[288px] flex-none flex-col border-l border-line pl-4">
                      {upNext}
                    </div>
                  )}
                </div>
                <div className="flex h-9 flex-none items-end gap-3 px-4 whitespace-nowrap">
                  <Segments
                    label="What to see"
                    value={view}
                    onChange={setView}
                    choices={[
                      { value: "sheet", label: "Pictures", icon: Grid2x2 },
                      { value: "jobs", label: "Jobs", icon: List },
                    ]}
                  />
                  {slim && (
                    <Popover
                      label="Up next"
                      className="w-[320px]"
                      trigger={<Button>{`Up next ${waiting.length}`}</Button>}
                    >
                      <div className="flex max-h-[260px] flex-col">{upNext}</div>
                    </Popover>
                  )}
                  {view === "sheet" && !slim && <KeyHints />}
                </div>
                {view === "sheet" ? (
                  <ContactSheet
                    sheet={sheet}
                    cursor={cursor}
                    onCursor={(index) => setCursorRun(sheet.tiles[index]?.run.run_id ?? null)}
                    actions={actions}
                    onDetails={setFailed}
                  />
                ) : (
                  <JobHistory />
                )}
              </>
            )
          )}
        </Main>
      </PageBody>
      <Spoken />
      <CompareDialog first={compared} ids={made} actions={actions} onClose={() => setCompared(null)} />
      <FailureDialog tile={failed} onClose={() => setFailed(null)} />
    </Page>
  );
}

/** Says to those who do not see it that a job has ended. */
function Spoken() {
  const [words, setWords] = useState("");
  useEvents(["generation_completed", "generation_failed"], (event) => {
    const { success_count } = event.data as { success_count?: number };
    setWords(success_count === undefined ? "A job failed" : `${pictures(success_count)} made`);
  });
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}

const hasQueued = (job: ImageJob) => job.runs.some(({ status }) => status === "queued");

const HINTS = [
  ["Approve", "studio.approve"],
  ["Reject", "studio.reject"],
  ["Vary", "studio.vary"],
  ["Upscale", "studio.upscale"],
  ["Compare", "studio.compare"],
] as const;

function KeyHints() {
  return (
    <span className="ml-auto flex h-7 min-w-0 items-center gap-3 overflow-hidden text-12 text-ink-3">
      {HINTS.map(([label, key]) => (
        <span key={key} className="flex items-center gap-1">
          {label} <Kbd keys={key} />
        </span>
      ))}
    </span>
  );
}
