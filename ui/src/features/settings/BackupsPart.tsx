// Backups: making one, the list, restoring one at the next start.
import { Folder, HardDriveDownload, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Backup, type BackupMedia, perform, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { Progress } from "@/components/data/Progress";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { RadioCards } from "@/components/form/RadioCards";
import { TextField } from "@/components/form/TextField";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Time } from "@/components/text/Time";
import { useWords } from "@/components/text/words";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";

const MEDIA: readonly { value: BackupMedia; label: string; hint: string }[] = [
  { value: "new", label: "What is new", hint: "Pictures and clips that no backup in the folder holds yet" },
  { value: "all", label: "Everything", hint: "One file that is enough by itself" },
  { value: "none", label: "Without pictures", hint: "The list alone: characters, posts, settings" },
];

/** While one is made its progress is read anew this often. */
const FOLLOW_MS = 1_000;

export function BackupsPart() {
  const words = useWords();
  const [media, setMedia] = useState<BackupMedia>("new");
  const [following, setFollowing] = useState(false);
  const backups = useRead("backup.list", {}, following ? { pollMs: FOLLOW_MS } : {});
  const [deleting, setDeleting] = useState<Backup>();
  const running = backups.data?.running ?? null;
  if ((running !== null) !== following) setFollowing(running !== null);

  const make = () => perform("backup.create", { media }, { failed: "No backup was begun" });

  return (
    <>
      <PartSection
        title="Backups"
        words={
          backups.data && (
            <span className="flex items-center gap-1.5" data-selectable>
              <Folder aria-hidden="true" size={14} strokeWidth={1.75} />
              {backups.data.folder}
            </span>
          )
        }
        actions={
          <Button
            kind="primary"
            icon={HardDriveDownload}
            busy={running !== null}
            off={running !== null && "One is being made"}
            onClick={() => void make()}
          >
            Back up now
          </Button>
        }
      >
        {backups.data?.is_restore_ready && <Ready />}
        {backups.error && <ErrorNote what="The backups could not be read" error={backups.error} />}
        <RadioCards label="What it holds" labelHidden choices={MEDIA} value={media} onChange={setMedia} />
        {running && (
          <Progress
            className="mt-3"
            label={`Making ${running.name}`}
            value={running.total_bytes > 0 ? running.done_bytes / running.total_bytes : null}
          />
        )}
        <div className="mt-3 overflow-hidden rounded-3 border border-line bg-side">
          <Table
            label="Backups"
            rows={backups.data?.backups ?? []}
            rowKey={({ name }) => name}
            empty="None yet. A backup on another disk survives what happens to this one."
            columns={[
              { id: "made", head: "Made", cell: ({ made_at }) => <Time at={made_at} /> },
              { id: "holds", head: "Holds", cell: (backup) => holds(backup) },
              {
                id: "files",
                head: "Brings back",
                right: true,
                wideOnly: true,
                cell: ({ file_count, file_bytes }) =>
                  file_count === 0 ? "–" : `${words.count(file_count)} files, ${words.bytes(file_bytes)}`,
              },
              { id: "size", head: "Size", right: true, cell: ({ size_bytes }) => words.bytes(size_bytes) },
              {
                id: "do",
                head: <span className="sr-only">Actions</span>,
                right: true,
                cell: (backup) => <Doing backup={backup} onDelete={() => setDeleting(backup)} />,
              },
            ]}
          />
        </div>
        <p className="mt-2 max-w-[72ch] text-12 text-ink-3">
          Keys and sign-ins stay in the system's keychain and are in no backup. Models are not in it either: they can be
          fetched again.
        </p>
      </PartSection>
      <Place />
      <ConfirmDialog
        open={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        title="Delete this backup?"
        text="Its file does not come back. Your library is not touched."
        safe="Keep it"
        action="Delete backup"
        onAction={() =>
          deleting && perform("backup.delete", { name: deleting.name }, { failed: "The backup was not deleted" })
        }
      />
    </>
  );
}

function holds({ media, needs }: Backup): string {
  if (media === "none") return "The list alone";
  if (media === "all" || needs.length === 0) return "Everything";
  return `What was new; needs ${needs.length === 1 ? "1 earlier one" : `${needs.length} earlier ones`}`;
}

/** A restore waits for the next start. */
function Ready() {
  return (
    <Note
      className="mb-3"
      tone="warn"
      action={
        <Button
          size="s"
          onClick={() =>
            void perform(
              "backup.cancel_restore",
              {},
              { done: { title: "The library stays as it is" }, failed: "The restore was not taken back" },
            )
          }
        >
          Take it back
        </Button>
      }
    >
      A backup is ready. Close Troupe and start it again: it takes the library's place then, and the present list is
      kept aside.
    </Note>
  );
}

function Doing({ backup, onDelete }: { backup: Backup; onDelete: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <span className="flex justify-end gap-1">
      <Button size="s" kind="quiet" icon={RotateCcw} onClick={() => setAsking(true)}>
        Restore
      </Button>
      <IconButton
        icon={Trash2}
        size="s"
        label="Delete this backup"
        off={backup.needed_by.length > 0 && "Later backups need it"}
        onClick={onDelete}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Restore this backup at the next start?"
        text="Characters, posts and settings become as they were then. The present list is kept aside, pictures made since are found again. Nothing is posted by itself before each post that was due has been looked for on its platform."
        safe="Leave it as it is"
        action="Restore at the next start"
        onAction={() => perform("backup.restore", { name: backup.name }, { failed: "The backup was not made ready" })}
      />
    </span>
  );
}

function Place() {
  const settings = useSettings();
  const now = settings.data?.storage.backup_folder ?? null;
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  const value = typed ?? now ?? "";
  const keep = async () => {
    const backup_folder = value.trim() || null;
    if (backup_folder === now) return;
    const failure = await keepSetting("storage", { backup_folder }, { backup_folder: now }, "change the backup folder");
    setError(failure?.message);
    if (!failure) setTyped(undefined);
  };
  return (
    <PartSection title="Where they go" words="best on another disk, or in a folder that is synchronised">
      <TextField
        label="Folder"
        aside="empty: in the library's own"
        className="max-w-[480px]"
        placeholder="/media/disk/troupe"
        error={error}
        value={value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void keep()}
        onKeyDown={(event) => event.key === "Enter" && void keep()}
      />
    </PartSection>
  );
}
