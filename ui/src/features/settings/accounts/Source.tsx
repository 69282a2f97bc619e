// Where a fact of a platform stands and when it was looked up.
import type { Mark } from "@/api";
import { cx } from "@/components/cx";

const MARKS: Record<Mark, string> = {
  documented: "",
  code: "read in the platform’s code",
  secondary: "second hand",
  unverified: "not verified",
};

export interface Sourced {
  source: string;
  checked: string;
  mark: Mark;
}

/** The day with its year, however near: facts of platforms grow old. */
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

export function Source({ of, className }: { of: Sourced; className?: string }) {
  return (
    <p className={cx("text-11 text-ink-3", className)}>
      {[of.source, MARKS[of.mark], `seen ${day.format(new Date(`${of.checked}T12:00:00`))}`].filter(Boolean).join(", ")}
    </p>
  );
}
