// The finer settings, folded: preset, negative prompt, LoRAs, sampler.
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { type Output, operationMeta, useRead } from "@/api";
import { cx } from "@/components/cx";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { change, type Draft } from "../draft";
import { Loras } from "./Loras";
import { NumberBox } from "./NumberBox";

const OPEN = "open";

/** The program's own limits of a number. */
const RULES: Partial<Record<string, { minimum?: number; maximum?: number }>> =
  operationMeta["images.generate"].rules ?? {};
const limits = (field: string) => ({ min: RULES[field]?.minimum ?? 0, max: RULES[field]?.maximum ?? 1000 });

export interface MoreProps {
  draft: Draft;
  composed: Output<"images.compose"> | undefined;
  errors: Readonly<Record<string, string>>;
  family: unknown;
}

export function More({ draft, composed, errors, family }: MoreProps) {
  const [open, setOpen] = useState(moreIsOpen);
  const toggle = () => {
    moreIsOpen = !open;
    setOpen(!open);
  };
  return (
    <div className="border-t border-line pt-1.5">
      <button
        type="button"
        aria-expanded={open}
        onClick={toggle}
        className="flex h-7 w-full items-center gap-2 rounded-2 text-12 whitespace-nowrap"
      >
        <ChevronRight
          aria-hidden="true"
          size={14}
          className={cx("flex-none text-ink-3 transition-transform duration-140", open && "rotate-90")}
        />
        <span className="font-label">More</span>
        <span className="ml-auto min-w-0 truncate text-ink-3">{summary(composed)}</span>
      </button>
      {open && <Fields {...{ draft, composed, errors, family }} />}
    </div>
  );
}

/** Stays open while the window does. */
let moreIsOpen = false;

function Fields({ draft, composed, errors, family }: MoreProps) {
  const presets = useRead("images.settings_list", {}).data?.settings ?? [];
  const samplers = useRead("models.list", { type: "samplers" }).data?.models ?? [];
  const schedulers = useRead("models.list", { type: "schedulers" }).data?.models ?? [];
  const given = composed?.composed.loras.filter(({ name }) => !draft.loras.some((own) => own.name === name)) ?? [];
  const negativeParts = composed?.composed.negative_parts.filter(({ from }) => from !== "negative_prompt") ?? [];

  return (
    <div className="flex flex-col gap-2.5 pt-2 pb-1">
      <Select
        label="Preset"
        value={draft.preset_id ?? OPEN}
        onChange={(next) => change({ preset_id: next === OPEN ? null : next })}
        choices={[
          { value: OPEN, label: "None" },
          ...presets.map((one) => ({ value: one.id, label: one.name, hint: one.description })),
        ]}
        error={errors.preset_id}
      />
      <TextArea
        label="Negative"
        lines={1}
        maxLines={6}
        value={draft.negative}
        placeholder="What must not be in it"
        onChange={(event) => change({ negative: event.target.value })}
        error={errors.negative_prompt}
        hint={negativeParts.length > 0 ? `Added: ${negativeParts.map(({ text }) => text).join(", ")}` : undefined}
      />
      <Loras loras={draft.loras} given={given} family={family} />
      <div className="grid grid-cols-2 gap-x-2 gap-y-2.5">
        <NumberBox
          label="Steps"
          whole
          {...limits("steps")}
          value={draft.steps}
          open={composed?.steps}
          onChange={(steps) => change({ steps })}
          error={errors.steps}
        />
        <NumberBox
          label="Prompt strength (cfg)"
          {...limits("cfg_scale")}
          value={draft.cfg_scale}
          open={composed?.cfg_scale}
          onChange={(cfg_scale) => change({ cfg_scale })}
          error={errors.cfg_scale}
        />
        <Select
          label="Sampler"
          search="Find a sampler"
          value={draft.sampler_name ?? OPEN}
          onChange={(next) => change({ sampler_name: next === OPEN ? null : next })}
          choices={openFirst(composed?.sampler_name, samplers)}
          error={errors.sampler_name}
        />
        <Select
          label="Scheduler"
          value={draft.scheduler ?? OPEN}
          onChange={(next) => change({ scheduler: next === OPEN ? null : next })}
          choices={openFirst(composed?.scheduler, schedulers)}
          error={errors.scheduler}
        />
      </div>
    </div>
  );
}

/** What is taken when nothing is chosen, then the server's choices. */
function openFirst(taken: string | null | undefined, models: readonly { name: string }[]) {
  return [
    { value: OPEN, label: taken ?? "As usual", ...(taken ? { hint: "as usual" } : {}) },
    ...models.map(({ name }) => ({ value: name, label: name })),
  ];
}

function summary(composed: Output<"images.compose"> | undefined): string {
  if (!composed) return "";
  return [
    composed.steps === null ? null : `steps ${composed.steps}`,
    composed.cfg_scale === null ? null : `cfg ${composed.cfg_scale}`,
    composed.sampler_name,
  ]
    .filter((part) => part !== null)
    .join(", ");
}
