// Controls that keep a setting as it is changed: a switch, a number. What is refused stands in place.
import { useEffect, useState } from "react";
import type { ApiError } from "@/api";
import { cx } from "@/components/cx";
import { Switch } from "@/components/form/Switch";
import { TextField } from "@/components/form/TextField";

/** Answers why it was not kept, or null. */
export type Keep<T> = (value: T) => Promise<ApiError | null>;

export interface SwitchSettingProps {
  label: string;
  hint?: string;
  value: boolean;
  keep: Keep<boolean>;
  off?: string | false;
}

export function SwitchSetting({ label, hint, value, keep, off }: SwitchSettingProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  return (
    <div>
      <Switch
        label={label}
        hint={hint}
        checked={value}
        busy={busy}
        off={off ?? false}
        onChange={async (next) => {
          setBusy(true);
          setError((await keep(next))?.message);
          setBusy(false);
        }}
      />
      {error && (
        <p role="alert" className="mt-1 ml-9 text-12 text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export interface NumberSettingProps {
  label: string;
  hint?: string;
  /** Behind the number: "days". */
  unit?: string;
  value: number;
  min: number;
  max: number;
  keep: Keep<number>;
  className?: string;
}

/** Kept on leaving the field or with Enter; Esc puts back what was there. */
export function NumberSetting({ label, hint, unit, value, min, max, keep, className }: NumberSettingProps) {
  const [typed, setTyped] = useState(String(value));
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    setTyped(String(value));
    setError(undefined);
  }, [value]);

  const settle = async () => {
    const text = typed.trim();
    const next = Number(text);
    if (text === String(value)) {
      setError(undefined);
    } else if (!/^\d+$/.test(text) || next < min || next > max) {
      setError(`A whole number from ${min.toLocaleString()} to ${max.toLocaleString()}`);
    } else {
      setBusy(true);
      setError((await keep(next))?.message);
      setBusy(false);
    }
  };

  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      className={cx("w-[160px]", className)}
      inputMode="numeric"
      value={typed}
      loading={busy}
      end={unit}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void settle()}
      onKeyDown={(event) => {
        if (event.key === "Enter") void settle();
        if (event.key === "Escape" && typed !== String(value)) {
          event.stopPropagation();
          setTyped(String(value));
          setError(undefined);
        }
      }}
    />
  );
}
