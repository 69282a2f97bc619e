// The last readings as a small line; under the pointer it says the value. Fewer than three: nothing.
import { useMemo, useState } from "react";
import { cx } from "../cx";
import { Plot } from "./Plot";

export interface SparkLineProps {
  /** What is measured, for screen readers. */
  label: string;
  values: readonly number[];
  /** The top of the scale; absent: the greatest value. */
  max?: number;
  /** How a value is said, e.g. `(v) => "17.2 GB"`. */
  say: (value: number, index: number) => string;
  tone?: "plain" | "accent";
  className?: string;
}

const HEIGHT = 32;

export function SparkLine({ label, values, max, say, tone = "plain", className }: SparkLineProps) {
  const [at, setAt] = useState<number | null>(null);
  const readings = useMemo(() => [values.map((_, index) => index), values] as const, [values]);
  if (values.length < 3) return null;
  const last = values.length - 1;
  const read = at === null ? undefined : values[at];

  return (
    <span
      role="img"
      aria-label={`${label}: ${say(values[last] ?? 0, last)}`}
      className={cx("relative block", className)}
    >
      <Plot
        readings={readings}
        from={0}
        to={last}
        top={Math.max(max ?? 0, ...values) || 1}
        height={HEIGHT}
        tone={tone}
        at={at}
        onAt={setAt}
      />
      {at !== null && read !== undefined && (
        <span
          className="pointer-events-none absolute bottom-full mb-1 -translate-x-1/2 rounded-2 bg-raised px-1.5 py-0.5 text-11 whitespace-nowrap text-ink shadow-pop"
          style={{ left: `${(at / last) * 100}%` }}
        >
          {say(read, at)}
        </span>
      )}
    </span>
  );
}
