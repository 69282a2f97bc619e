// From one time of day to another, each kept on leaving its field.
import { useState } from "react";
import type { ApiError, QuietHours } from "@/api";
import { TextField } from "@/components/form/TextField";

export interface HoursProps {
  value: QuietHours;
  /** Answers why they were not kept, or null. */
  keep: (value: QuietHours) => Promise<ApiError | null>;
}

export function Hours({ value, keep }: HoursProps) {
  return (
    <div className="mt-2 ml-9 flex items-end gap-2">
      <Hour label="From" value={value.from} keep={(from) => keep({ ...value, from })} />
      <Hour label="To" value={value.to} keep={(to) => keep({ ...value, to })} />
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
