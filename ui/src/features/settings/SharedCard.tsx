// One graphics card for all: when text models leave it for pictures, and when long jobs are made.
import { useState } from "react";
import type { ApiError, GenerationSettings, QuietHours } from "@/api";
import { TextField } from "@/components/form/TextField";
import { SwitchSetting } from "./fields";
import { keepSetting } from "./keep";

const NIGHT: QuietHours = { from: "22:00", to: "06:00" };

export function SharedCard({ now }: { now: GenerationSettings }) {
  const hours = now.long_jobs_only_in;
  const keep = (long_jobs_only_in: QuietHours | null): Promise<ApiError | null> =>
    keepSetting("generation", { long_jobs_only_in }, { long_jobs_only_in: hours }, "change when long jobs are made");
  return (
    <div className="mt-4 grid gap-3">
      <SwitchSetting
        label="Unload text models before pictures"
        hint="When less than 6 GB of graphics memory are free. They load again when words are wanted."
        value={!now.keeps_text_models}
        keep={(unloads) =>
          keepSetting(
            "generation",
            { keeps_text_models: !unloads },
            { keeps_text_models: now.keeps_text_models },
            "change whether text models make room",
          )
        }
      />
      <SwitchSetting
        label="Long batches only in quiet hours"
        hint="What will take more than ten minutes waits for them; the rest goes on."
        value={hours !== null}
        keep={(on) => keep(on ? NIGHT : null)}
      />
      {hours && (
        <div className="mt-2 ml-9 flex items-end gap-2">
          <Hour label="From" value={hours.from} keep={(from) => keep({ ...hours, from })} />
          <Hour label="To" value={hours.to} keep={(to) => keep({ ...hours, to })} />
        </div>
      )}
    </div>
  );
}

interface HourProps {
  label: string;
  value: string;
  keep: (value: string) => Promise<ApiError | null>;
}

/** Kept on leaving the field. */
function Hour({ label, value, keep }: HourProps) {
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  return (
    <TextField
      label={label}
      type="time"
      className="w-[112px]"
      error={error}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={async () => {
        if (typed === undefined || typed === value) return;
        const failure = await keep(typed);
        setError(failure?.message);
        if (!failure) setTyped(undefined);
      }}
    />
  );
}
