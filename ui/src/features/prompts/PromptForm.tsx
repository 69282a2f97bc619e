// The dialog in which a prompt of the book is made or changed, with the way back.
import { useState } from "react";
import { type Input, remember, type SavedPrompt, type Step } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";
import { Avatar } from "@/components/picture/Avatar";
import type { Cast } from "./cast";

interface Values {
  title: string;
  prompt: string;
  negative_prompt: string;
}

/** The value that stands for no character. */
const ANYBODY = "*";

export interface PromptFormProps {
  /** The prompt to change; null makes a new one. */
  row: SavedPrompt | null;
  characterId: string | null;
  cast: Cast;
  onClose: () => void;
}

export function PromptForm({ row, characterId, cast, onClose }: PromptFormProps) {
  const [whose, setWhose] = useState(characterId ?? ANYBODY);
  const before: Values = {
    title: row?.title ?? "",
    prompt: row?.prompt ?? "",
    negative_prompt: row?.negative_prompt ?? "",
  };
  const form = useOperationForm<Values, "prompts.create" | "prompts.update">(
    row ? "prompts.update" : "prompts.create",
    before,
  );
  const character_id = whose === ANYBODY ? null : whose;

  const submit = form.submit(
    (values) =>
      ({ ...values, character_id, ...(row ? { prompt_id: row.id } : {}) }) as Input<
        "prompts.create" | "prompts.update"
      >,
    (made) => {
      const change = (values: Values, of: string | null): Step => ({
        name: "prompts.update",
        input: { prompt_id: made.id, ...values, character_id: of },
      });
      const kept: Values = { title: made.title, prompt: made.prompt, negative_prompt: made.negative_prompt };
      remember(
        row
          ? { label: "change a prompt", done: change(kept, character_id), inverse: change(before, row.character_id) }
          : {
              label: "add a prompt",
              done: { name: "prompts.restore", input: { prompt_id: made.id } },
              inverse: { name: "prompts.delete", input: { prompt_id: made.id } },
            },
      );
      onClose();
    },
  );

  return (
    <Dialog open onClose={onClose} title={row ? "Change the prompt" : "New prompt"} width={560}>
      <form noValidate className="grid gap-3" onSubmit={(event) => void submit(event)}>
        {form.failure && <ErrorNote what="It was not kept" error={form.failure} />}
        <TextArea
          label="Prompt"
          lines={4}
          autoFocus
          hint="__colour__ is a wildcard, {warm|cold} a choice: each picture draws its own."
          {...form.field("prompt", { required: "Is needed" })}
        />
        <TextArea label="Without" lines={2} {...form.field("negative_prompt")} />
        <TextField label="Title" aside="may stay empty" {...form.field("title")} />
        <Select
          label="Whose"
          choices={[
            { value: ANYBODY, label: "Anybody’s" },
            ...[...cast.values()].map(({ id, name, faceUrl }) => ({
              value: id,
              label: name,
              mark: <Avatar name={name} url={faceUrl} size="s" />,
            })),
          ]}
          value={whose}
          onChange={setWhose}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" busy={form.busy}>
            {row ? "Keep" : "Add prompt"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
