// The move to a new computer, step by step; and on the new one what is still to do there.
import { useNavigate } from "@tanstack/react-router";
import { Check, Download, FileInput } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type Checklist, type ModelToFetch, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { PlatformMark } from "@/components/data/PlatformMark";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { TextField } from "@/components/form/TextField";
import { Time } from "@/components/text/Time";
import { PartSection } from "./PartHead";

export function NewComputerPart() {
  const navigate = useNavigate();
  const todo = useRead("backup.checklist", {});
  return (
    <>
      <PartSection title="Move to a new computer" words="with everything that Troupe knows">
        <ol className="grid max-w-[72ch] gap-3 text-13">
          <Step number={1} title="On the old computer: make a backup">
            Choose a folder on a disk that you can carry, then Back up now with Everything.
            <p className="mt-1.5">
              <Button size="s" onClick={() => void navigate({ to: "/settings", search: { part: "backups" } })}>
                Open Backups
              </Button>
            </p>
          </Step>
          <Step number={2} title="Then close Troupe there">
            Two computers that post from the same plan would post twice. Leave it closed, or pause everything there.
          </Step>
          <Step number={3} title="On the new computer: restore it">
            Install Troupe, connect the disk and name the backup's file. It takes the library's place at the next start.
            <FromFile />
          </Step>
          <Step number={4} title="Start Troupe again and come back here">
            What is still to do stands below: accounts to sign in to again, models to fetch.
          </Step>
        </ol>
      </PartSection>
      {todo.error && <ErrorNote className="mt-6" what="What is still to do could not be read" error={todo.error} />}
      {todo.data && <Todo todo={todo.data} />}
    </>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-2">
      <span aria-hidden="true" className="grid size-5 place-items-center rounded-full bg-pressed text-11">
        {number}
      </span>
      <div>
        <p className="font-label">{title}</p>
        <div className="text-12 text-ink-2">{children}</div>
      </div>
    </li>
  );
}

/** Names a backup's file on this computer. */
function FromFile() {
  const [path, setPath] = useState("");
  const [ready, setReady] = useState<string>();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    const made = await perform("backup.restore", { path: path.trim() }, { failed: "The backup was not made ready" });
    setBusy(false);
    setReady(made?.message);
  };
  if (ready) return <Note className="mt-1.5">{ready}</Note>;
  return (
    <div className="mt-1.5 flex items-end gap-2">
      <TextField
        className="min-w-0 flex-1"
        label="The backup's file"
        placeholder="/media/disk/troupe-2026-11-20-153000.troupe-backup.zip"
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <Button
        icon={FileInput}
        busy={busy}
        off={path.trim() === "" && "Name the file first"}
        onClick={() => void restore()}
      >
        Restore it
      </Button>
    </div>
  );
}

function Todo({ todo }: { todo: Checklist }) {
  const navigate = useNavigate();
  const { accounts, models } = todo;
  return (
    <PartSection
      title="Still to do here"
      words={
        todo.restored_at && (
          <>
            restored <Time at={todo.restored_at} />
          </>
        )
      }
    >
      {todo.restored_at && (
        <Note className="mb-2">
          Posts that were due before that are looked for on their platforms first. Is Troupe closed on the other
          computer?
        </Note>
      )}
      {accounts.length === 0 && models.length === 0 && (
        <p className="flex items-center gap-2 text-12 text-ink-2">
          <Check aria-hidden="true" size={16} strokeWidth={1.75} />
          {todo.is_comfyui_known
            ? "Every account is signed in, every model is here."
            : "Every account is signed in. Models are compared once ComfyUI answers."}
        </p>
      )}
      {(accounts.length > 0 || models.length > 0) && (
        <ul className="max-w-[72ch] overflow-hidden rounded-3 border border-line bg-side text-12">
          {accounts.map((account) => (
            <li
              key={account.account_id}
              className="flex items-center gap-2 border-t border-line px-3 py-1.5 first:border-t-0"
            >
              <PlatformMark platform={account.platform} />
              <span className="min-w-0 flex-1 truncate">{account.username}</span>
              <Button size="s" onClick={() => void navigate({ to: "/settings", search: { part: "accounts" } })}>
                Sign in again
              </Button>
            </li>
          ))}
          {models.map((model) => (
            <ModelRow key={`${model.folder} ${model.name}`} model={model} />
          ))}
        </ul>
      )}
    </PartSection>
  );
}

function ModelRow({ model }: { model: ModelToFetch }) {
  const [busy, setBusy] = useState(false);
  const { url, folder, name, sha256 } = model;
  const fetchIt = async () => {
    if (!url) return;
    setBusy(true);
    await perform(
      "models.install",
      { link: url, folder, ...(sha256 ? { sha256 } : {}) },
      { done: { title: `${name} is being fetched` }, failed: `${name} is not fetched` },
    );
    setBusy(false);
  };
  return (
    <li className="flex items-center gap-2 border-t border-line px-3 py-1.5 first:border-t-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{name}</span>
        {sha256 && (
          <span className="block truncate font-mono text-11 text-ink-3" data-selectable>
            {sha256}
          </span>
        )}
      </span>
      <Button
        size="s"
        icon={Download}
        busy={busy}
        off={!url && "It is not known where it came from: paste its link under Models"}
        onClick={() => void fetchIt()}
      >
        Fetch it
      </Button>
    </li>
  );
}
