// A setting in dollars that may be empty. Kept on leaving the field or with Enter; Esc puts back what was there.
import { useEffect, useState } from "react";
import { TextField } from "@/components/form/TextField";
import type { Keep } from "./fields";

export interface MoneySettingProps {
  label: string;
  hint?: string;
  value: number | null;
  keep: Keep<number | null>;
}

export function MoneySetting({ label, hint, value, keep }: MoneySettingProps) {
  const shown = value === null ? "" : String(value);
  const [typed, setTyped] = useState(shown);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    setTyped(shown);
    setError(undefined);
  }, [shown]);

  const settle = async () => {
    const text = typed.trim().replace(",", ".");
    const next = text === "" ? null : Number(text);
    if (text === shown) {
      setError(undefined);
    } else if (next !== null && !(next >= 0 && next <= 10_000)) {
      setError("A number from 0 to 10,000, or nothing");
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
      className="w-[200px]"
      inputMode="decimal"
      placeholder="no limit"
      value={typed}
      loading={busy}
      end="$"
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
