// The last readings as a small line; under the pointer it says the value. Fewer than three: nothing.
import { useState } from "react";
import { cx } from "../cx";

export interface SparkLineProps {
  /** What is measured, for screen readers. */
  label: string;
  values: readonly number[];
  /** The top of the scale; absent: the greatest value. */
  max?: number;
  /** How a value is said, e.g. `(v) => "17.2 GB"`. */
  say: (value: number, index: number) => string;
  tone?: "plain" | "accent";
  height?: number;
  className?: string;
}

const WIDTH = 132;

export function SparkLine({ label, values, max, say, tone = "plain", height = 32, className }: SparkLineProps) {
  const [at, setAt] = useState<number | null>(null);
  if (values.length < 3) return null;
  const top = Math.max(max ?? 0, ...values) || 1;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => height - 1 - (Math.max(0, value) / top) * (height - 3);
  const line = values
    .map((value, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join("");
  const read = at === null ? undefined : values[at];
  const last = values.at(-1) ?? 0;

  return (
    <span className={cx("relative block", tone === "accent" ? "text-accent" : "text-grey", className)}>
      <svg
        role="img"
        aria-label={`${label}: ${say(last, values.length - 1)}`}
        viewBox={`0 0 ${WIDTH} ${height}`}
        preserveAspectRatio="none"
        className="block w-full"
        style={{ height }}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (values.length - 1)));
        }}
        onPointerLeave={() => setAt(null)}
      >
        <path d={`${line}L${WIDTH} ${height}L0 ${height}Z`} fill="currentColor" opacity={0.14} />
        <path
          d={line}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
        {at !== null && (
          <path
            d={`M${x(at)} 0V${height}`}
            stroke="currentColor"
            strokeWidth={1}
            vectorEffect="non-scaling-stroke"
            opacity={0.5}
          />
        )}
      </svg>
      {at !== null && read !== undefined && (
        <span
          className="pointer-events-none absolute bottom-full mb-1 -translate-x-1/2 rounded-2 bg-raised px-1.5 py-0.5 text-11 whitespace-nowrap text-ink shadow-pop"
          style={{ left: `${(at / (values.length - 1)) * 100}%` }}
        >
          {say(read, at)}
        </span>
      )}
    </span>
  );
}
