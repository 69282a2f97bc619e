// The beginning of a post: a picture that was approved, or new ones to choose from. The words come on the next screen.
import { useNavigate } from "@tanstack/react-router";
import { Aperture } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ImageJob, type JobId, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { platformName } from "@/components/data/PlatformMark";
import { PromptField } from "@/components/form/PromptField";
import { Dialog } from "@/components/overlay/Dialog";
import { ContactTile } from "@/components/picture/ContactTile";
import { host } from "@/host";
import type { Someone } from "./useCharacterActions";
import { firstName } from "./words";

/** Two rows of approved pictures; the others are behind "Add" on the next screen. */
const SHOWN = 12;
/** As many new ones as fit into one row of choice. */
const COUNT = 4;

/** Whose post it is, and for which platform alone. */
export interface Posting {
  who: Someone;
  platform?: string;
}

export default function PostDialog({ who, platform, onClose }: Posting & { onClose: () => void }) {
  const navigate = useNavigate();
  const name = firstName(who.name);
  const [chosen, setChosen] = useState<string | null>(null);
  const [jobId, setJobId] = useState<JobId | null>(null);
  const [prompt, setPrompt] = useState("");
  const [busy, setBusy] = useState(false);
  const approved = useRead("content.list", {
    character_id: who.id,
    approval_status: "approved",
    content_type: "image",
    never_posted: true,
    limit: SHOWN,
  }).data?.content;
  const job = useRead("images.job", { job_id: jobId ?? "" }, { enabled: jobId !== null }).data;
  const fresh = job?.runs.flatMap(({ content_id }) => content_id ?? []) ?? [];

  const generate = async () => {
    setBusy(true);
    const made = await perform(
      "images.generate",
      { character_id: who.id, prompt, count: COUNT },
      { failed: "The pictures are not being made" },
    );
    setBusy(false);
    if (made) setJobId(made.job_id);
  };
  const goOn = async () => {
    if (!chosen) return;
    if (fresh.includes(chosen)) {
      const input = { content_id: chosen, approval_status: "approved" as const };
      const kept = await perform("content.update", input, {
        failed: "The picture was not approved",
        undo: () => ({
          label: "approve a picture",
          inverse: { name: "content.update", input: { content_id: chosen, approval_status: "pending" } },
        }),
      });
      if (!kept) return;
    }
    onClose();
    void navigate({
      to: "/scheduling/new",
      search: { character_id: who.id, content_id: chosen, ...(platform ? { platform } : {}) },
    });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={platform ? `Post to ${platformName(platform)} as ${name}` : `Post as ${name}`}
      text="Choose an approved picture, or make new ones and take the best of them."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" off={!chosen && "Choose a picture first"} onClick={() => void goOn()}>
            {chosen && fresh.includes(chosen) ? "Approve and write the post" : "Write the post"}
          </Button>
        </>
      }
    >
      <h3 className="mb-1.5 text-12">Approved, not posted yet</h3>
      {approved?.length === 0 && (
        <p className="text-12 text-ink-2">None waits. Make new ones, or approve some in the Library.</p>
      )}
      <div className="grid grid-cols-6 gap-1">
        {(approved ?? Array.from({ length: SHOWN / 2 }, () => null)).map((item, place) =>
          item ? (
            <Choice
              key={item.id}
              id={item.id}
              label={item.description || `Approved picture ${place + 1}`}
              chosen={chosen === item.id}
              onChoose={setChosen}
            />
          ) : (
            // Its room is kept while the pictures are read.
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is all that an empty room has
            <span key={place} className="aspect-[4/5] rounded-1 bg-well" />
          ),
        )}
      </div>
      <div className="mt-4 grid grid-cols-[1fr_auto] items-end gap-2">
        <PromptField
          label="Or make new ones"
          placeholder={`What ${name} does, and where`}
          lines={2}
          maxLines={4}
          value={prompt}
          onChange={setPrompt}
          onSubmit={() => void generate()}
        />
        <Button
          icon={Aperture}
          busy={busy || isMaking(job)}
          off={prompt.trim() === "" && "Say what the pictures show"}
          onClick={() => void generate()}
        >
          {`Generate ${COUNT}`}
        </Button>
      </div>
      {job && (
        <div className="mt-2 grid grid-cols-4 gap-1">
          {job.runs.map((run) => (
            <Fresh key={run.run_id} run={run}>
              {run.content_id && (
                <Choice
                  id={run.content_id}
                  label={`New picture ${run.number}`}
                  chosen={chosen === run.content_id}
                  onChoose={setChosen}
                />
              )}
            </Fresh>
          ))}
        </div>
      )}
    </Dialog>
  );
}

const isMaking = (job: ImageJob | undefined) => job !== undefined && job.finished_at === null;

/** A picture that is being made, with its place kept from the start. */
function Fresh({ run, children }: { run: ImageJob["runs"][number]; children: ReactNode }) {
  if (children) return children;
  const failed = run.status === "failed" || run.status === "cancelled";
  const reason = (run.error as { message?: string } | null)?.message ?? "It was cancelled";
  return (
    <span className="block aspect-[4/5]">
      {failed ? (
        <ContactTile state="failed" label={`New picture ${run.number}`} reason={reason} />
      ) : run.status === "running" ? (
        <ContactTile state="running" value={run.progress} />
      ) : (
        <ContactTile state="waiting" />
      )}
    </span>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  chosen: boolean;
  onChoose: (id: string) => void;
}

function Choice({ id, label, chosen, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={label}
      onClick={() => onChoose(id)}
      className={cx(
        "aspect-[4/5] overflow-hidden rounded-1 bg-well",
        chosen && "outline-2 outline-offset-1 outline-accent",
      )}
    >
      <img src={host.mediaUrl(id, "320")} alt="" draggable={false} className="size-full object-cover" />
    </button>
  );
}
