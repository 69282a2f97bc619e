// A number that may be left open; the placeholder then shows what will be taken.
import { useEffect, useState } from "react";
import { TextField } from "@/components/form/TextField";

export interface NumberBoxProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  /** What is taken while it is open. */
  open?: number | null | undefined;
  min: number;
  max: number;
  whole?: boolean;
  end?: React.ReactNode;
  error?: string | undefined;
  /** Leaving it empty is not allowed: the last value comes back. */
  needed?: boolean;
}

export function NumberBox({ label, value, onChange, open, min, max, whole, end, error, needed }: NumberBoxProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  useEffect(() => {
    setText((now) => (numberOf(now) === value ? now : value === null ? "" : String(value)));
  }, [value]);

  const typed = numberOf(text);
  const wrong =
    text.trim() !== "" && (typed === null || typed < min || typed > max || (whole && !Number.isInteger(typed)))
      ? `${whole ? "A whole number" : "A number"} from ${min} to ${max}`
      : undefined;

  return (
    <TextField
      label={label}
      inputMode={whole ? "numeric" : "decimal"}
      value={text}
      placeholder={open == null ? "" : String(open)}
      error={wrong ?? error}
      end={end}
      onChange={(event) => {
        setText(event.target.value);
        const next = numberOf(event.target.value);
        const fits = next !== null && next >= min && next <= max && (!whole || Number.isInteger(next));
        if (fits) onChange(next);
        else if (event.target.value.trim() === "" && !needed) onChange(null);
      }}
      onBlur={() => (wrong || (needed && text.trim() === "")) && setText(value === null ? "" : String(value))}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        const step = (event.key === "ArrowUp" ? 1 : -1) * (whole ? 1 : 0.5);
        onChange(Math.min(max, Math.max(min, (value ?? open ?? min) + step)));
      }}
    />
  );
}

function numberOf(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? null : value;
}
