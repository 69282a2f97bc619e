// Makes or changes a style.
import { useState } from "react";
import { type Character, type Lora, offerUndo, remember, type Style } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Checkbox } from "@/components/form/Checkbox";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";
import { LoraField, ModelField } from "./ModelFields";
import { firstName, sentence, styleFields } from "./words";

interface Values {
  name: string;
  description: string;
  prompt_prefix: string;
  prompt_suffix: string;
  negative_prompt: string;
  settings: Record<Setting, string>;
}

type Setting = "width" | "height" | "steps" | "cfg_scale";

const SETTINGS: readonly [setting: Setting, label: string][] = [
  ["width", "Width"],
  ["height", "Height"],
  ["steps", "Steps"],
  ["cfg_scale", "Guidance"],
];

export interface StyleDialogProps {
  character: Character;
  /** Null makes a new one. */
  style: Style | null;
  onClose: () => void;
}

export function StyleDialog({ character, style, onClose }: StyleDialogProps) {
  const { field, submit, failure, busy } = useOperationForm<Values, "styles.create" | "styles.update">(
    style ? "styles.update" : "styles.create",
    {
      name: style?.name ?? "",
      description: style?.description ?? "",
      prompt_prefix: style?.prompt_prefix ?? "",
      prompt_suffix: style?.prompt_suffix ?? "",
      negative_prompt: style?.negative_prompt ?? "",
      settings: {
        width: text(style?.settings.width),
        height: text(style?.settings.height),
        steps: text(style?.settings.steps),
        cfg_scale: text(style?.settings.cfg_scale),
      },
    },
  );
  const [model, setModel] = useState(style?.model ?? null);
  const [loras, setLoras] = useState<readonly Lora[]>(style?.loras ?? []);
  const [isDefault, setDefault] = useState(style?.is_default ?? false);
  const shown = (path: keyof Omit<Values, "settings"> | `settings.${Setting}`) => {
    const { error, ...rest } = field(path, path === "name" ? { required: "Is needed" } : {});
    return { ...rest, ...(error ? { error: sentence(error) } : {}) };
  };

  const at = { character_id: character.id, ...(style ? { style_id: style.id } : {}) };
  const send = submit(
    ({ settings, ...words }) => ({
      ...at,
      ...words,
      model,
      loras: [...loras],
      settings: { ...style?.settings, ...numbers(settings) },
      ...(isDefault ? { is_default: true } : {}),
    }),
    (saved) => {
      const done = styleFields(saved);
      const own = { character_id: character.id, style_id: saved.id };
      if (style) {
        offerUndo(
          {
            label: `change ${style.name}`,
            done: { name: "styles.update", input: { ...own, ...sent(done) } },
            inverse: { name: "styles.update", input: { ...own, ...sent(styleFields(style)) } },
            row: { name: "styles.get", input: own },
          },
          { title: `${saved.name} is changed` },
        );
      } else {
        remember({
          label: `add ${saved.name}`,
          done: { name: "styles.create", input: { character_id: character.id, ...done } },
          inverse: { name: "styles.delete", input: own },
          made: saved.id,
        });
      }
      onClose();
    },
  );

  return (
    <Dialog
      open
      onClose={onClose}
      width={720}
      title={style ? `Edit ${style.name}` : `Add a style of ${firstName(character.name)}`}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={busy} onClick={() => void send()}>
            {style ? "Save" : "Add style"}
          </Button>
        </>
      }
    >
      <form className="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
        {failure && <ErrorNote what="The style was not saved" error={failure} />}
        <div className="grid grid-cols-2 items-start gap-x-4 gap-y-3">
          <TextField label="Name" placeholder="Golden hour" {...shown("name")} />
          <TextField label="What it is good for" {...shown("description")} />
          <div className="flex flex-col gap-3">
            <TextArea label="Before the character’s words" lines={2} {...shown("prompt_prefix")} />
            <TextArea label="At the end of the prompt" lines={2} {...shown("prompt_suffix")} />
            <TextArea label="Never" lines={2} {...shown("negative_prompt")} />
          </div>
          <div className="flex flex-col gap-3">
            <ModelField value={model} otherwise="The character’s" onChange={setModel} />
            <LoraField loras={loras} onChange={setLoras} />
            <div className="grid grid-cols-2 items-start gap-x-2 gap-y-3">
              {SETTINGS.map(([setting, label]) => (
                <TextField
                  key={setting}
                  label={label}
                  inputMode="decimal"
                  placeholder="as set"
                  {...shown(`settings.${setting}`)}
                />
              ))}
            </div>
          </div>
        </div>
        <Checkbox
          label="Take it where no style is chosen"
          checked={isDefault}
          off={style?.is_default && "Make another style the default to take that away"}
          onChange={setDefault}
        />
      </form>
    </Dialog>
  );
}

const text = (value: number | null | undefined): string => (value == null ? "" : String(value));

/** An empty field leaves the parameter open. */
const numbers = (settings: Record<Setting, string>): Record<Setting, number | null> =>
  Object.fromEntries(
    Object.entries(settings).map(([setting, typed]) => [setting, typed.trim() === "" ? null : Number(typed)]),
  ) as Record<Setting, number | null>;

/** That a style is the default can only be given, not taken. */
function sent({ is_default, ...fields }: ReturnType<typeof styleFields>) {
  return { ...fields, ...(is_default ? { is_default } : {}) };
}
