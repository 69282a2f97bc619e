// One picture in full: what it is, what was decided, how it was made, where it comes from.
import { useNavigate } from "@tanstack/react-router";
import {
  ChevronLeft,
  ChevronRight,
  Copy,
  Download,
  Ellipsis,
  ImageOff,
  Maximize2,
  Send,
  Trash2,
  X,
} from "lucide-react";
import { useState } from "react";
import { useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Skeleton } from "@/components/feedback/Skeleton";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Menu } from "@/components/overlay/Menu";
import { copyText } from "@/components/text/copy";
import { Time } from "@/components/text/Time";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { DecisionPart, Scores } from "./Decision";
import * as decisions from "./decide";
import type { FilterName } from "./filters";
import { Lineage } from "./Lineage";
import { Notes } from "./Notes";
import { Provenance } from "./Provenance";
import { Recipe } from "./Recipe";
import type { Item } from "./useLibrary";
import { altOf, sizeOf } from "./words";

export interface DetailDrawerProps {
  id: string;
  /** The picture's row in the list, shown at once while the rest is read. */
  row: Item | undefined;
  /** Shows another picture, e.g. the one that this was made from. */
  onOpen: (id: string) => void;
  onClose: () => void;
  /** The pictures with this value alone. */
  onFilter: (name: FilterName, value: string) => void;
  onTrash: () => void;
  onLast?: () => void;
  onNext?: () => void;
  onLook: () => void;
  /** Folders that are in use. */
  folders: readonly string[];
}

export function DetailDrawer({
  id,
  row,
  onOpen,
  onClose,
  onFilter,
  onTrash,
  onLast,
  onNext,
  onLook,
  folders,
}: DetailDrawerProps) {
  const words = useWords();
  const navigate = useNavigate();
  // The parts below keep their place while the next picture is read.
  const { data, error } = useRead("content.get", { content_id: id }, { keepLast: true });
  const item = data?.id === id ? data : (row ?? data);
  const target = { content_ids: [id] };
  const isOwn = data?.id === id;
  return (
    <Drawer label="Detail">
      <div className="relative flex h-[208px] items-center justify-center bg-well p-2">
        <Shown key={id} id={id} item={item} missing={isOwn && data.is_file_missing} />
        <span className="absolute top-2 left-2 flex gap-0.5">
          <IconButton
            icon={ChevronLeft}
            label="Picture before"
            {...(onLast ? { onClick: onLast } : { off: "this is the first" })}
          />
          <IconButton
            icon={ChevronRight}
            label="Next picture"
            {...(onNext ? { onClick: onNext } : { off: "this is the last" })}
          />
        </span>
        <span className="absolute top-2 right-2 flex flex-col gap-0.5">
          <IconButton icon={X} label="Close the detail" shortcut="library.detail" onClick={onClose} />
          {row && <IconButton icon={Maximize2} label="Look large" shortcut="Space" onClick={onLook} />}
        </span>
      </div>
      {error && (
        <div className="p-4">
          <ErrorNote what="This picture could not be read" error={error} />
        </div>
      )}
      {item && (
        <Section>
          <div className="flex items-center gap-2">
            <h2 className="min-w-0 flex-1 truncate text-13" title={item.filename} data-selectable>
              {item.filename}
            </h2>
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" size="s" />}
              entries={[
                {
                  label: "Post",
                  icon: Send,
                  off: item.approval_status !== "approved" && "Approve it first",
                  onSelect: () => void navigate({ to: "/scheduling/new", search: { content_id: id } }),
                },
                {
                  label: "Save a copy",
                  icon: Download,
                  onSelect: () => void decisions.download(target, item.filename),
                },
                { label: "Copy the prompt", icon: Copy, onSelect: () => void copyText(item.prompt, "Prompt copied") },
                ...(item.job_id
                  ? [{ label: "Pictures of the same job", onSelect: () => onFilter("job_id", item.job_id ?? "") }]
                  : []),
                ...(item.seed !== null
                  ? [{ label: "Pictures with this seed", onSelect: () => onFilter("seed", String(item.seed)) }]
                  : []),
                "line" as const,
                { label: "Move to trash", icon: Trash2, danger: true, onSelect: onTrash },
              ]}
            />
          </div>
          <p className="mb-3 text-12 text-ink-3">
            {sizeOf(item, words)}, <Time at={item.created_at} />
          </p>
          {item.deleted_at ? (
            <Note
              action={
                <Button size="s" onClick={() => void decisions.restore([id])}>
                  Restore
                </Button>
              }
            >
              In the trash
            </Note>
          ) : (
            <DecisionPart item={item} />
          )}
        </Section>
      )}
      {item && <Scores item={item} />}
      {data ? (
        <>
          <Recipe item={data} />
          <Notes key={data.id} item={data} folders={folders} />
          <Lineage item={data} onOpen={onOpen} />
          <Provenance item={data} />
        </>
      ) : (
        !error && (
          <Section>
            <Skeleton className="mb-2 h-4 w-24" />
            <Skeleton className="h-20" />
          </Section>
        )
      )}
    </Drawer>
  );
}

/** The picture in its reserved room; the small thumbnail is there first. */
function Shown({ id, item, missing }: { id: string; item: Item | undefined; missing: boolean }) {
  const [broken, setBroken] = useState(false);
  if (broken || missing) {
    return (
      <span className="flex flex-col items-center gap-1 text-12 text-ink-3">
        <ImageOff aria-hidden="true" size={24} strokeWidth={1.5} />
        File missing
      </span>
    );
  }
  return (
    <img
      src={host.mediaUrl(id, "640")}
      alt={item ? altOf(item) : ""}
      onError={() => setBroken(true)}
      className="max-h-full max-w-[calc(100%-144px)] rounded-1 object-contain"
    />
  );
}
