// Work under way: what is done, how far, and the line. Unknown length is a segment that travels.
import { CirclePause, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";

export type ProgressState = "running" | "paused" | "failed" | "done";

export interface ProgressProps {
  /** "Making 5 of 8". */
  label: string;
  /** 0 to 1; null where the length is not known. */
  value: number | null;
  state?: ProgressState;
  /** Right of the label; absent: the percentage. */
  aside?: ReactNode;
  /** Draws the line alone; the label is for screen readers. */
  lineOnly?: boolean;
  /** Line of 3 px, on a tile. */
  thin?: boolean;
  className?: string;
}

const LINES: Record<ProgressState, string> = {
  running: "bg-accent",
  paused: "bg-grey",
  failed: "bg-bad",
  done: "bg-grey",
};

export function Progress({ label, value, state = "running", aside, lineOnly, thin, className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  const line = (
    <span
      role="progressbar"
      aria-label={label}
      {...(percent === null ? {} : { "aria-valuenow": percent, "aria-valuetext": `${label}, ${percent}%` })}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cx("block overflow-hidden rounded-full bg-pressed", thin ? "h-[3px]" : "h-1", lineOnly && className)}
    >
      {percent === null ? (
        <span className="block h-full w-[30%] animate-travel rounded-full bg-accent motion-reduce:hatched motion-reduce:w-full" />
      ) : (
        <span
          className={cx("block h-full origin-left rounded-full transition-transform duration-140", LINES[state])}
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
    </span>
  );
  if (lineOnly) return line;
  return (
    <div className={className}>
      <div className="mb-1.5 flex items-center gap-2 text-12">
        <span className={cx("min-w-0 truncate", state === "failed" && "text-bad")}>{label}</span>
        <span className="ml-auto flex-none text-ink-3">
          {state === "paused" && <CirclePause aria-hidden="true" size={14} strokeWidth={1.75} />}
          {state === "failed" && <CircleX aria-hidden="true" size={14} strokeWidth={1.75} className="text-bad" />}
          {(state === "running" || state === "done") && (aside ?? (percent === null ? null : `${percent}%`))}
        </span>
      </div>
      {line}
    </div>
  );
}
