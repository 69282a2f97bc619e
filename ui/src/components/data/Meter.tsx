// A measured share of a whole: a 4 px line, with the creator's limit as a tick.
import { cx } from "../cx";

export type MeterTone = "plain" | "accent" | "ok" | "warn" | "bad";

const FILLS: Record<MeterTone, string> = {
  plain: "bg-grey",
  accent: "bg-accent",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
};

export interface MeterProps {
  /** What is measured. */
  label: string;
  /** 0 to 1. */
  value: number;
  tone?: MeterTone;
  /** The creator's limit, 0 to 1. */
  limit?: number;
  /** Says the value, e.g. "17.2 of 24 GB". */
  valueText: string;
  className?: string;
}

export function Meter({ label, value, tone = "plain", limit, valueText, className }: MeterProps) {
  const share = Math.min(1, Math.max(0, value));
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={share}
      aria-valuetext={valueText}
      className={cx("relative block h-1 min-w-[24px] flex-1 rounded-full bg-pressed", className)}
    >
      <span className={cx("block h-full rounded-full", FILLS[tone])} style={{ width: `${share * 100}%` }} />
      {limit !== undefined && (
        <span className="absolute -top-[3px] h-2.5 w-px bg-ink-2" style={{ left: `${limit * 100}%` }} />
      )}
    </span>
  );
}
