// Generate with AI: new prompts for a character, from its story, its topics and what it posted lately.
import { Sparkles } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type ApiError, call, say, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { Dialog } from "@/components/overlay/Dialog";
import { Avatar } from "@/components/picture/Avatar";
import { writtenBy } from "@/components/words/writtenBy";
import type { Cast } from "./cast";

const COUNTS = ["3", "5", "10"] as const;

export interface GenerateDialogProps {
  characterId: string | null;
  cast: Cast;
  onClose: () => void;
  /** They are in the book. */
  onMade: (characterId: string) => void;
}

export function GenerateDialog({ characterId, cast, onClose, onMade }: GenerateDialogProps) {
  const [whose, setWhose] = useState(characterId ?? cast.keys().next().value);
  const [about, setAbout] = useState("");
  const [count, setCount] = useState<(typeof COUNTS)[number]>("5");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!whose) return;
    setBusy(true);
    setError(undefined);
    try {
      const made = await call("prompts.generate", {
        character_id: whose,
        count: Number(count),
        ...(about.trim() ? { context: about.trim() } : {}),
      });
      const { length } = made.prompts;
      say("done", { title: `${length} new ${length === 1 ? "prompt" : "prompts"}`, body: writtenBy(made) });
      onMade(whose);
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Generate prompts"
      text="From the character’s story, topics and last posts. None repeats what was used before."
    >
      <form noValidate className="grid gap-3" onSubmit={(event) => void submit(event)}>
        {error && <ErrorNote what="No prompts were written" error={error} />}
        <Select
          label="For"
          placeholder="No character yet"
          choices={[...cast.values()].map(({ id, name, faceUrl }) => ({
            value: id,
            label: name,
            mark: <Avatar name={name} url={faceUrl} size="s" />,
          }))}
          value={whose}
          onChange={setWhose}
        />
        <TextArea
          label="About"
          aside="may stay empty"
          lines={2}
          placeholder="A rainy week in autumn"
          value={about}
          onChange={(event) => setAbout(event.target.value)}
        />
        <Segments
          label="How many"
          value={count}
          onChange={setCount}
          choices={COUNTS.map((value) => ({ value, label: value }))}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" icon={Sparkles} busy={busy} off={!whose && "Add a character first"}>
            Generate
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
