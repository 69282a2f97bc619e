// What a character's or a style's pictures are made with: the checkpoint, and LoRAs with their strength.
import { X } from "lucide-react";
import { type Lora, useRead } from "@/api";
import { IconButton } from "@/components/button/Button";
import { type Choice, Select } from "@/components/form/Select";
import { Slider } from "@/components/form/Slider";
import { familyName } from "@/components/models/modelWords";

/** The names of models of one type, as ComfyUI lists them. */
function useModels(type: "checkpoints" | "loras"): { choices: Choice[]; loading: boolean; error: string | undefined } {
  const { data, error, isPending } = useRead("models.list", { type, limit: 200 });
  return {
    choices: (data?.models ?? []).map(({ name, base_model }) => ({
      value: name,
      label: shortName(name),
      hint: familyName(base_model),
    })),
    loading: isPending,
    error: error?.message,
  };
}

/** The file's name without folder and ending. */
const shortName = (name: string): string => name.replace(/^.*[\\/]/, "").replace(/\.(safetensors|ckpt|pt)$/, "");

export interface ModelFieldProps {
  value: string | null;
  onChange: (value: string | null) => void;
  label?: string;
  /** What is taken when none is chosen. */
  otherwise: string;
  error?: string | undefined;
}

export function ModelField({ value, onChange, label = "Model", otherwise, error }: ModelFieldProps) {
  const models = useModels("checkpoints");
  return (
    <Select
      label={label}
      search="Name of a model"
      ownText
      loading={models.loading}
      choices={[{ value: "", label: otherwise }, ...models.choices]}
      value={value ?? ""}
      {...(error ? { error } : models.error ? { hint: `${models.error} A typed name is kept.` } : {})}
      onChange={(next) => onChange(next || null)}
    />
  );
}

const STRONGEST = 2;

export interface LoraFieldProps {
  loras: readonly Lora[];
  /** `settled` is false while a slider is still moving. */
  onChange: (loras: Lora[], settled: boolean) => void;
}

export function LoraField({ loras, onChange }: LoraFieldProps) {
  const models = useModels("loras");
  const put = (name: string, strength: number, settled: boolean) =>
    onChange(
      loras.map((lora) => (lora.name === name ? { ...lora, strength } : lora)),
      settled,
    );
  return (
    <div className="flex flex-col gap-1.5">
      {loras.map(({ name, strength }) => (
        <div key={name} className="rounded-2 border border-line px-2.5 pt-1 pb-0.5">
          <div className="flex h-7 items-center gap-2">
            <span className="min-w-0 truncate" title={name}>
              {shortName(name)}
            </span>
            <IconButton
              icon={X}
              size="s"
              label={`Remove ${shortName(name)}`}
              className="-mr-1.5 ml-auto"
              onClick={() =>
                onChange(
                  loras.filter((lora) => lora.name !== name),
                  true,
                )
              }
            />
          </div>
          <Slider
            label={`Strength of ${shortName(name)}`}
            start="Strength"
            end={strength.toFixed(2)}
            min={-STRONGEST}
            max={STRONGEST}
            step={0.05}
            value={strength}
            centred
            onChange={(next) => put(name, rounded(next), false)}
            onSettle={(next) => put(name, rounded(next), true)}
          />
        </div>
      ))}
      <Select
        label="Add a LoRA"
        labelHidden
        placeholder="Add a LoRA"
        search="Name of a LoRA"
        ownText
        loading={models.loading}
        {...(models.error ? { hint: `${models.error} A typed name is kept.` } : {})}
        choices={models.choices.filter(({ value }) => !loras.some(({ name }) => name === value))}
        value={undefined}
        onChange={(name) => onChange([...loras.filter((lora) => lora.name !== name), { name, strength: 1 }], true)}
      />
    </div>
  );
}

const rounded = (strength: number) => Math.round(strength * 100) / 100;
