// Controls that keep a setting as it is changed: a switch, a number, an amount, a text. What is refused stands in place.
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

interface TypedSettingProps<T> {
  label: string;
  hint?: string | undefined;
  /** Behind the value: "days". */
  unit?: string | undefined;
  placeholder?: string;
  inputMode: "numeric" | "decimal" | "text";
  /** What is kept, as it is typed. */
  shown: string;
  /** What the words mean, or why they mean nothing. */
  read: (text: string) => { value: T } | { fault: string };
  keep: Keep<T>;
  className?: string | undefined;
}

/** Kept on leaving the field or with Enter; Esc puts back what was there. */
function TypedSetting<T>({ unit, shown, read, keep, className, ...field }: TypedSettingProps<T>) {
  const [typed, setTyped] = useState(shown);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    setTyped(shown);
    setError(undefined);
  }, [shown]);

  const settle = async () => {
    const text = typed.trim();
    if (text === shown) {
      setError(undefined);
      return;
    }
    const meant = read(text);
    if ("fault" in meant) {
      setError(meant.fault);
      return;
    }
    setBusy(true);
    setError((await keep(meant.value))?.message);
    setBusy(false);
  };

  return (
    <TextField
      {...field}
      error={error}
      className={cx("w-[160px]", className)}
      value={typed}
      loading={busy}
      end={unit}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void settle()}
      onKeyDown={(event) => {
        if (event.key === "Enter") void settle();
        if (event.key === "Escape" && typed !== shown) {
          event.stopPropagation();
          setTyped(shown);
          setError(undefined);
        }
      }}
    />
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

export function NumberSetting({ value, min, max, ...field }: NumberSettingProps) {
  return (
    <TypedSetting
      {...field}
      inputMode="numeric"
      shown={String(value)}
      read={(text) =>
        /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max
          ? { value: Number(text) }
          : { fault: `A whole number from ${min.toLocaleString()} to ${max.toLocaleString()}` }
      }
    />
  );
}

export interface TextSettingProps {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Null is nothing. */
  value: string | null;
  keep: Keep<string | null>;
}

export function TextSetting({ value, ...field }: TextSettingProps) {
  return (
    <TypedSetting
      {...field}
      inputMode="text"
      className="w-[340px] max-w-full"
      shown={value ?? ""}
      read={(text) => ({ value: text === "" ? null : text })}
    />
  );
}

/** More than this a month is taken for a slip of the hand, as `settings.update` takes it. */
const MOST_USD = 10_000;

export interface MoneySettingProps {
  label: string;
  hint?: string;
  /** In dollars; null is no limit. */
  value: number | null;
  keep: Keep<number | null>;
}

export function MoneySetting({ value, ...field }: MoneySettingProps) {
  return (
    <TypedSetting
      {...field}
      inputMode="decimal"
      placeholder="no limit"
      unit="$"
      className="w-[200px]"
      shown={value === null ? "" : String(value)}
      read={(text) => {
        const usd = text === "" ? null : Number(text.replace(",", "."));
        return usd === null || (usd >= 0 && usd <= MOST_USD)
          ? { value: usd }
          : { fault: `A number from 0 to ${MOST_USD.toLocaleString()}, or nothing` };
      }}
    />
  );
}
