// Presets: generation parameters with a name. What is left open is chosen elsewhere.
import { type Preset, useRead } from "@/api";
import { Facts } from "@/components/data/Facts";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import type { OperationForm } from "@/components/form/useOperationForm";
import { Section } from "@/components/layout/Drawer";
import { Book, holds, type KindProps } from "./Book";
import type { BookKind } from "./BookForm";
import { createInputOf, factsOfPreset, type PresetWords, parametersOf, wordsOfPreset } from "./presetValues";

type PresetForm = OperationForm<PresetWords, "images.settings_create" | "images.settings_update">;

const PRESETS: BookKind<Preset, PresetWords, "images.settings_create", "images.settings_update"> = {
  one: "preset",
  operations: {
    create: "images.settings_create",
    update: "images.settings_update",
    delete: "images.settings_delete",
  },
  at: (setting_id) => ({ setting_id }),
  name: ({ name }) => name,
  inputOf: createInputOf,
  valuesOf: wordsOfPreset,
  readForm: (words, row) => ({
    name: words.name,
    description: words.description,
    value: parametersOf(words, row),
  }),
  fields: (form) => <Fields {...form} />,
};

export function Presets(page: KindProps) {
  const read = useRead("images.settings_list", { limit: 200 });
  const all = read.data?.settings ?? [];
  const rows = all.filter((one) =>
    holds(page.typed, [one.name, one.description, ...factsOfPreset(one).map(({ value }) => value)]),
  );
  return (
    <Book
      {...page}
      kind={PRESETS}
      purpose="Steps, guidance, sampler under a name. Studio takes them for what you leave open."
      read={read}
      rows={rows}
      all={all.length}
      row={(one) => (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-label">{one.name}</span>
            <span className="block truncate text-12 text-ink-2">{one.description}</span>
          </span>
          <span className="max-w-[46%] flex-none truncate text-12 text-ink-3">{shortOf(one)}</span>
        </>
      )}
      detail={(one) => (
        <>
          {one.description && <p className="px-4 pb-3 text-ink-2">{one.description}</p>}
          <Section title="Parameters">
            {factsOfPreset(one).length > 0 ? (
              <Facts facts={factsOfPreset(one)} />
            ) : (
              <p className="text-12 text-ink-3">It leaves everything open.</p>
            )}
          </Section>
        </>
      )}
    />
  );
}

const shortOf = ({ value }: Preset): string =>
  [value.steps && `${value.steps} steps`, value.cfg_scale && `guidance ${value.cfg_scale}`, value.sampler_name]
    .filter(Boolean)
    .join(", ");

/** A number that may be left open, within limits. */
const open = (least: number, most: number, whole = true) => ({
  validate: (value: unknown) => {
    if (typeof value !== "string" || value.trim() === "") return true;
    const number = Number(value);
    if (Number.isNaN(number) || (whole && !Number.isInteger(number))) return whole ? "A whole number" : "A number";
    return (number >= least && number <= most) || `From ${least} to ${most}`;
  },
});

function Fields({ form, field }: PresetForm) {
  const choose = (path: "value.model" | "value.sampler_name" | "value.scheduler") => ({
    value: form.watch(path),
    onChange: (next: string) => form.setValue(path, next === OPEN ? "" : next),
    error: field(path).error,
  });

  return (
    <>
      <TextField label="Name" autoFocus {...field("name", { required: "Is needed" })} />
      <TextField label="What it is good for" {...field("description")} />
      <p className="text-12 text-ink-3">What is left empty is chosen by the character, the style or Studio.</p>
      <ModelSelect label="Model" type="checkpoints" {...choose("value.model")} />
      <div className="grid grid-cols-2 gap-3">
        <ModelSelect label="Sampler" type="samplers" {...choose("value.sampler_name")} />
        <ModelSelect label="Scheduler" type="schedulers" {...choose("value.scheduler")} />
      </div>
      <div className="grid grid-cols-4 gap-3">
        <TextField label="Steps" placeholder="open" {...field("value.steps", open(1, 150))} />
        <TextField label="Guidance" placeholder="open" {...field("value.cfg_scale", open(0, 30, false))} />
        <TextField label="Width" placeholder="open" {...field("value.width", open(64, 4096))} />
        <TextField label="Height" placeholder="open" {...field("value.height", open(64, 4096))} />
      </div>
      <TextArea label="Without" lines={2} {...field("value.negative_prompt")} />
    </>
  );
}

/** The value of "leave it open" in a list. */
const OPEN = "*";

interface ModelSelectProps {
  label: string;
  type: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** A choice of what ComfyUI has; a name that it does not have can be typed, since it may come. */
function ModelSelect({ label, type, value, onChange, error }: ModelSelectProps) {
  const models = useRead("models.list", { type, limit: 200 });
  const names = models.data?.models.map(({ name }) => name) ?? [];
  return (
    <Select
      label={label}
      search="Find or type a name"
      ownText
      placeholder="Left open"
      loading={models.isPending}
      choices={[{ value: OPEN, label: "Left open" }, ...names.map((name) => ({ value: name, label: name }))]}
      value={value || undefined}
      onChange={onChange}
      error={error}
    />
  );
}
