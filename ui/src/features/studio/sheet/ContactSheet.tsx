// The newest batches as a contact sheet: every picture has its place from the start.
import { Check, Columns2, Maximize2, Shuffle, X } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { type ContentItem, type ImageJob, perform, useReads } from "@/api";
import { IconButton } from "@/components/button/Button";
import { useSlim } from "@/components/layout/useSlim";
import { ContactTile } from "@/components/picture/ContactTile";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { host } from "@/host";
import { stepWords, useMaking } from "../live";
import { failureWords, nameOf, placeOf, retryWords, type Sheet, type Tile } from "./tiles";
import type { PictureActions } from "./usePictureActions";

/** The most items that `content.list` answers at once. */
const PAGE = 200;

export interface ContactSheetProps {
  sheet: Sheet;
  cursor: number;
  onCursor: (index: number) => void;
  actions: PictureActions;
  onDetails: (tile: Tile) => void;
}

export function ContactSheet({ sheet, cursor, onCursor, actions, onDetails }: ContactSheetProps) {
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const items = useItems(sheet, seen.first, seen.last);
  const onWindow = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const slim = useSlim();
  const ratio = useMemo(() => ratioOf(sheet.tiles[0]), [sheet]);

  return (
    <PictureGrid
      label="Contact sheet"
      groups={sheet.groups}
      item={(index) => sheet.tiles[index]}
      idOf={({ run }) => run.run_id}
      nameOf={(tile) => nameOf(tile, items.get(tile.run.content_id ?? "")?.approval_status)}
      tileWidth={slim ? 128 : 168}
      ratio={ratio}
      gap={6}
      padding={16}
      cursor={cursor}
      onCursor={onCursor}
      onWindow={onWindow}
      newWords={(count) => (count === 1 ? "1 new picture" : `${count} new pictures`)}
      onOpen={(index) => {
        const tile = sheet.tiles[index];
        if (!tile) return;
        if (tile.run.content_id) actions.open(tile.run.content_id);
        else if (tile.run.status === "failed") onDetails(tile);
      }}
      renderTile={(tile, state) =>
        tile && (
          <SheetTile
            tile={tile}
            item={items.get(tile.run.content_id ?? "")}
            cursor={state.cursor}
            actions={actions}
            onDetails={onDetails}
          />
        )
      }
    />
  );
}

interface SheetTileProps {
  tile: Tile;
  item: ContentItem | undefined;
  cursor: boolean;
  actions: PictureActions;
  onDetails: (tile: Tile) => void;
}

function SheetTile({ tile, item, cursor, actions, onDetails }: SheetTileProps) {
  const { run, job, next } = tile;
  if (run.content_id) {
    const id = run.content_id;
    return (
      <ContactTile
        state="done"
        url={host.mediaUrl(id, "640")}
        alt={item?.description || `Picture of ${job.title}, not described yet`}
        approval={item?.approval_status}
        score={item?.identity_score}
        cursor={cursor}
        note={run.notes[0]}
        buttons={<TileButtons id={id} approval={item?.approval_status} actions={actions} />}
      />
    );
  }
  if (run.status === "failed") return <FailedTile {...{ tile, cursor, onDetails }} />;
  if (run.status === "running" || run.status === "submitted") return <RunningTile run={run} cursor={cursor} />;
  if (run.status === "done") return <ContactTile state="gone" cursor={cursor} />;
  return <ContactTile state="waiting" next={next} cursor={cursor} />;
}

function RunningTile({ run, cursor }: { run: ImageJob["runs"][number]; cursor: boolean }) {
  const making = useMaking(run);
  return (
    <ContactTile
      state="running"
      previewUrl={making.previewUrl}
      value={making.step ? making.fraction : null}
      words={stepWords(making)}
      cursor={cursor}
    />
  );
}

function FailedTile({ tile, cursor, onDetails }: Pick<SheetTileProps, "tile" | "cursor" | "onDetails">) {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await retryFailed(tile.job.job_id);
    setBusy(false);
  };
  return (
    <ContactTile
      state="failed"
      label={`${placeOf(tile)}, failed.`}
      reason={failureWords(tile.run.error)}
      cursor={cursor}
      busy={busy}
      {...(tile.retried ? {} : { onRetry: () => void retry(), retryLabel: retryWords(tile.job) })}
      onDetails={() => onDetails(tile)}
    />
  );
}

/** Queues again what failed of a job, with the same seeds. */
export const retryFailed = (job_id: string) =>
  perform("images.retry", { job_id, only_failed: true, seed: "same" }, { failed: "Nothing was queued" });

interface TileButtonsProps {
  id: string;
  approval: ContentItem["approval_status"] | undefined;
  actions: PictureActions;
}

/** Under the pointer and on the cursor. The keys are the keyboard's way, so they take no tab stop. */
function TileButtons({ id, approval, actions }: TileButtonsProps) {
  const common = { size: "s", tabIndex: -1, tooltipSide: "top" } as const;
  return (
    <>
      <IconButton
        {...common}
        icon={Check}
        label={approval === "approved" ? "Approved" : "Approve"}
        shortcut="studio.approve"
        onClick={() => actions.decide(id, "approved")}
      />
      <IconButton
        {...common}
        icon={X}
        label={approval === "rejected" ? "Rejected" : "Reject"}
        shortcut="studio.reject"
        onClick={() => actions.decide(id, "rejected")}
      />
      <IconButton {...common} icon={Shuffle} label="Vary" shortcut="studio.vary" onClick={() => actions.vary(id)} />
      <IconButton
        {...common}
        icon={Maximize2}
        label="Upscale"
        shortcut="studio.upscale"
        onClick={() => actions.upscale(id)}
      />
      <IconButton
        {...common}
        icon={Columns2}
        label="Compare"
        shortcut="studio.compare"
        onClick={() => actions.compare(id)}
      />
    </>
  );
}

/** The library's items of the jobs in sight, by id. */
function useItems(sheet: Sheet, first: number, last: number): ReadonlyMap<string, ContentItem> {
  const inSight = useMemo(() => {
    const jobs = new Map<string, number>();
    for (const { job } of sheet.tiles.slice(first, last + 1)) jobs.set(job.job_id, job.total);
    return [...jobs].flatMap(([job_id, total]) =>
      Array.from({ length: Math.ceil(total / PAGE) }, (_, page) => ({ job_id, limit: PAGE, offset: page * PAGE })),
    );
  }, [sheet, first, last]);
  const answers = useReads("content.list", inSight);
  const items = new Map<string, ContentItem>();
  for (const { data } of answers) for (const item of data?.content ?? []) items.set(item.id, item);
  return items;
}

/** Tiles take the shape of the newest batch, within what a sheet bears. */
function ratioOf(tile: Tile | undefined): number {
  const { width, height } = tile?.run ?? {};
  return width && height ? Math.min(1.5, Math.max(0.66, height / width)) : 1.25;
}
