// Days of the week, several at once.
import { cx } from "../cx";

/** 1 is Monday, 7 is Sunday. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((label, index) => ({
  label,
  day: index + 1,
}));

export interface WeekdaysProps {
  /** Names the choice. */
  label: string;
  days: readonly number[];
  onChange: (days: readonly number[]) => void;
  className?: string;
}

export function Weekdays({ label, days, onChange, className }: WeekdaysProps) {
  return (
    <fieldset className={cx("flex flex-wrap gap-1", className)}>
      <legend className="sr-only">{label}</legend>
      {WEEKDAYS.map(({ label: name, day }) => (
        <button
          key={day}
          type="button"
          aria-pressed={days.includes(day)}
          onClick={() => onChange(days.includes(day) ? days.filter((one) => one !== day) : [...days, day])}
          className={cx(
            "h-7 rounded-2 border px-2.5 text-12",
            days.includes(day)
              ? "border-accent bg-selected font-label text-ink"
              : "border-line-strong text-ink-2 hover:bg-hover",
          )}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
