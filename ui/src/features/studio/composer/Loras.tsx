// LoRAs beside those of the character and the style: each with its strength, and how to add one.

import { Plus, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { type Model, useRead } from "@/api";
import { IconButton } from "@/components/button/Button";
import { Slider } from "@/components/form/Slider";
import { familyName, modelName } from "@/components/models/modelWords";
import { Popover } from "@/components/overlay/Popover";
import { change, type DraftLora } from "../draft";
import { ModelList } from "./ModelList";

export interface LorasProps {
  loras: readonly DraftLora[];
  /** Those that come with character and style, by name. */
  given: readonly DraftLora[];
  /** The family of the checkpoint, if it is known. */
  family: unknown;
}

export function Loras({ loras, given, family }: LorasProps) {
  const { data } = useRead("models.list", { type: "loras" });
  const models = data?.models ?? [];
  const own = new Set(loras.map(({ name }) => name));
  const set = (name: string, strength: number) =>
    change({ loras: loras.map((one) => (one.name === name ? { name, strength } : one)) });

  return (
    <div>
      <div className="flex h-7 items-center text-12 text-ink-2">
        LoRAs
        <span className="ml-auto">
          <AddLora models={models.filter(({ name }) => !own.has(name))} family={family} loras={loras} />
        </span>
      </div>
      {given
        .filter(({ name }) => !own.has(name))
        .map(({ name, strength }) => (
          <p key={name} className="flex h-6 items-center gap-2 text-12 text-ink-3">
            <span className="min-w-0 truncate">{modelName(name)}</span>
            <span className="ml-auto flex-none">{strength.toFixed(2)}, given</span>
          </p>
        ))}
      {loras.map(({ name, strength }) => {
        const misfit = misfitOf(models.find((one) => one.name === name)?.base_model, family);
        return (
          <div key={name} className="flex min-h-7 items-center gap-1 text-12">
            <span className="flex w-[112px] min-w-0 flex-none items-center gap-1" title={misfit ?? modelName(name)}>
              {misfit && (
                <TriangleAlert aria-label={misfit} size={12} strokeWidth={2} className="flex-none text-warn" />
              )}
              <span className="min-w-0 truncate">{modelName(name)}</span>
            </span>
            <Slider
              label={`Strength of ${modelName(name)}`}
              labelHidden
              min={-2}
              max={2}
              step={0.05}
              centred
              value={strength}
              onChange={(next) => set(name, Math.round(next * 100) / 100)}
              valueText={strength.toFixed(2)}
              end={strength.toFixed(2)}
              className="min-w-0 flex-1 gap-2"
            />
            <IconButton
              icon={X}
              size="s"
              label={`Remove ${modelName(name)}`}
              onClick={() => change({ loras: loras.filter((one) => one.name !== name) })}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Why a LoRA will not go with the checkpoint; null when it does, or nobody knows. */
export function misfitOf(lora: unknown, checkpoint: unknown): string | null {
  const [one, other] = [familyName(lora), familyName(checkpoint)];
  return one && other && one !== other ? `Made for ${one}, the model is ${other}` : null;
}

function AddLora({
  models,
  family,
  loras,
}: {
  models: readonly Model[];
  family: unknown;
  loras: readonly DraftLora[];
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Add a LoRA"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-[300px] p-0"
      trigger={<IconButton icon={Plus} size="s" label="Add a LoRA" />}
    >
      <ModelList
        label="LoRAs"
        models={models}
        warn={(model) => misfitOf(model.base_model, family)}
        onTake={(name) => {
          change({ loras: [...loras, { name, strength: 0.8 }] });
          setOpen(false);
        }}
      />
    </Popover>
  );
}
