// Where a fact of a platform stands and when it was looked up.
import type { Mark } from "@/api";
import { cx } from "@/components/cx";
import { useWords } from "@/components/text/words";

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

export function Source({ of, className }: { of: Sourced; className?: string }) {
  const words = useWords();
  const seen = words.time(`${of.checked}T12:00:00`).replace(/ \d\d:\d\d.*$/, "");
  return (
    <p className={cx("text-11 text-ink-3", className)}>
      {[of.source, MARKS[of.mark], `seen ${seen}`].filter(Boolean).join(", ")}
    </p>
  );
}
