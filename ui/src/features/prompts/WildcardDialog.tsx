// The words of a wildcard, one a line.
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type ApiError, call, perform, remember, type Step, toApiError, type Wildcard } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Dialog } from "@/components/overlay/Dialog";

export interface WildcardDialogProps {
  /** The wildcard to change; null makes a new one. */
  wildcard: Wildcard | null;
  onClose: () => void;
}

export function WildcardDialog({ wildcard, onClose }: WildcardDialogProps) {
  const [name, setName] = useState(wildcard?.name ?? "");
  const [typed, setTyped] = useState(wildcard?.words.join("\n") ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const kept = await call("prompts.wildcards_set", { name, words: typed.split("\n") });
      const set = (words: string[]): Step => ({ name: "prompts.wildcards_set", input: { name: kept.name, words } });
      const away: Step = { name: "prompts.wildcards_delete", input: { name: kept.name } };
      remember({
        label: `${wildcard ? "change" : "add"} ${kept.name}`,
        done: set(kept.words),
        inverse: wildcard ? set(wildcard.words) : away,
      });
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };

  const away = async () => {
    if (!wildcard) return;
    const gone = await perform(
      "prompts.wildcards_delete",
      { name: wildcard.name },
      {
        failed: `${wildcard.name} was not deleted`,
        done: { title: `${wildcard.name} deleted`, body: "Prompts that hold it say so when they are used." },
        undo: () => ({
          label: `delete ${wildcard.name}`,
          inverse: { name: "prompts.wildcards_set", input: { name: wildcard.name, words: wildcard.words } },
        }),
      },
    );
    if (gone) onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={wildcard ? `The wildcard ${wildcard.name}` : "New wildcard"}
      text={`Write __${name.trim() || "colour"}__ in a prompt: each picture draws one of these words.`}
    >
      <form noValidate className="grid gap-3" onSubmit={(event) => void submit(event)}>
        {error && <ErrorNote what="It was not kept" error={error} />}
        {!wildcard && (
          <TextField
            label="Name"
            placeholder="colour"
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <TextArea
          label="Words, one a line"
          lines={8}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="mt-1 flex items-center gap-2">
          {wildcard && (
            <Button kind="quiet-danger" icon={Trash2} onClick={() => void away()}>
              Delete
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            <Button kind="quiet" onClick={onClose}>
              Cancel
            </Button>
            <Button kind="primary" type="submit" busy={busy}>
              Keep
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  );
}
