// The library's folder: where it lies, what takes room, the trash, and the daily copies.
import { useNavigate } from "@tanstack/react-router";
import { Folder, Trash2 } from "lucide-react";
import { type StorageKind, type StorageSettings, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ShareBar } from "@/components/data/ShareBar";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Panel } from "@/components/layout/Panel";
import { Time } from "@/components/text/Time";
import { useWords } from "@/components/text/words";
import { NumberSetting } from "./fields";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";

const PARTS: Record<string, string> = {
  media: "Pictures and clips",
  thumbnails: "Thumbnails, made again when needed",
  database: "List of everything",
  copies: "Daily copies of the list",
  uploads: "Files on their way in",
  logs: "Log",
};
const KINDS: Record<string, string> = {
  image: "Pictures",
  video: "Clips",
  audio: "Sounds",
  text: "Texts",
  trash: "In the trash",
};

export function StoragePart() {
  const words = useWords();
  const settings = useSettings();
  const folder = useRead("setup.detect", {}).data?.library_folder;
  const room = useRead("resources.storage", {});
  const made = useRead("generation.storage", {});
  const copies = useRead("library.copies", {});
  const parts = (room.data?.parts ?? [])
    .filter((part) => part.size_bytes > 0)
    .sort((a, b) => b.size_bytes - a.size_bytes);
  const free = room.data?.free_bytes ?? null;

  return (
    <>
      <PartSection
        title="Library"
        words={
          folder && (
            <span className="flex items-center gap-1.5" data-selectable>
              <Folder aria-hidden="true" size={14} strokeWidth={1.75} />
              {folder}
            </span>
          )
        }
      >
        {room.error && <ErrorNote className="mb-2" what="The disk could not be read" error={room.error} />}
        {room.data?.is_short && (
          <Note tone="warn" className="mb-2">
            Only {words.bytes(free ?? 0)} are free. Less than 2 GB: pictures may soon find no room.
          </Note>
        )}
        <div className="grid grid-cols-2 gap-4 slim:grid-cols-1">
          <Panel title="What takes room" aside={room.data ? `${words.bytes(room.data.library_bytes)} in all` : "–"}>
            {room.data && (
              <>
                <ShareBar
                  label="The library's parts"
                  shares={parts.map(({ name, size_bytes }) => ({
                    name: PARTS[name] ?? name,
                    size: size_bytes,
                    said: words.bytes(size_bytes),
                  }))}
                />
                <p className="mt-2 text-12 text-ink-3">
                  {free === null
                    ? "How much is free on this disk is not known"
                    : `${words.bytes(free)} free on this disk`}
                </p>
              </>
            )}
          </Panel>
          <Panel title="What was made" padded={false}>
            {made.error && <ErrorNote className="m-2" what="It could not be counted" error={made.error} />}
            {made.data && (
              <Table<StorageKind>
                label="What was made"
                rows={made.data.kinds}
                rowKey={({ kind }) => kind}
                empty="Nothing was made yet."
                columns={[
                  { id: "kind", head: "Kind", cell: ({ kind }) => KINDS[kind] ?? kind },
                  { id: "count", head: "Count", right: true, cell: ({ count }) => words.count(count) },
                  { id: "size", head: "Size", right: true, cell: ({ size_bytes }) => words.bytes(size_bytes) },
                  {
                    id: "oldest",
                    head: "Oldest",
                    right: true,
                    wideOnly: true,
                    cell: ({ oldest }) => (oldest ? <Time at={oldest} /> : "–"),
                  },
                ]}
              />
            )}
          </Panel>
        </div>
      </PartSection>
      {settings.error && <ErrorNote className="mt-6" what="The settings could not be read" error={settings.error} />}
      {settings.data && <Keeping now={settings.data.storage} trash_bytes={made.data?.trash_bytes} />}
      <PartSection title="Daily copies" words="of the list of everything; the pictures themselves are files">
        <div className="overflow-hidden rounded-3 border border-line bg-side">
          {copies.error && <ErrorNote className="m-2" what="The copies could not be read" error={copies.error} />}
          <Table
            label="Daily copies"
            rows={copies.data?.copies ?? []}
            rowKey={({ name }) => name}
            empty="None yet. The first is made within a day."
            columns={[
              { id: "made", head: "Made", cell: ({ made_at }) => (made_at ? <Time at={made_at} /> : "not known") },
              {
                id: "name",
                head: "File",
                wideOnly: true,
                cell: ({ name }) => <span className="font-mono">{name}</span>,
              },
              { id: "size", head: "Size", right: true, cell: ({ size_bytes }) => words.bytes(size_bytes) },
            ]}
          />
        </div>
        <p className="mt-2 max-w-[72ch] text-12 text-ink-3">
          When the list is damaged, Troupe starts in safe mode and offers to go back to one of these.
        </p>
      </PartSection>
    </>
  );
}

function Keeping({ now, trash_bytes }: { now: StorageSettings; trash_bytes: number | undefined }) {
  const words = useWords();
  const navigate = useNavigate();
  return (
    <PartSection
      title="How long things are kept"
      words={trash_bytes === undefined ? undefined : `${words.bytes(trash_bytes)} in the trash`}
      actions={
        <Button icon={Trash2} onClick={() => void navigate({ to: "/library", search: { view: "trash" } })}>
          Open the trash
        </Button>
      }
    >
      <div className="flex flex-wrap gap-6">
        <NumberSetting
          label="In the trash"
          unit="days"
          min={1}
          max={365}
          value={now.trash_days}
          keep={(trash_days) =>
            keepSetting("storage", { trash_days }, { trash_days: now.trash_days }, "change the days in the trash")
          }
        />
        <NumberSetting
          label="Daily copies"
          unit="copies"
          min={1}
          max={60}
          value={now.daily_copies}
          keep={(daily_copies) =>
            keepSetting("storage", { daily_copies }, { daily_copies: now.daily_copies }, "change the daily copies")
          }
        />
      </div>
    </PartSection>
  );
}
