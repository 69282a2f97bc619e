// Days as headings of the grid: "Today", "Yesterday", "Tue 17 Nov", "3 Sep 2025".
import type { GridGroup } from "@/components/picture/gridLayout";

const DAY_MS = 86_400_000;

/** The zone whose days the headings are. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Today's date in a zone, `2026-11-19`. */
export const dateIn = (zone: string, now: Date = new Date()): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);

/** A date as a heading. Both are dates such as `2026-11-19`. */
export function dayLabel(date: string, today: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  const days = Math.round((Date.parse(`${today}T00:00:00Z`) - at.getTime()) / DAY_MS);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    ...(days > 0 && days < 7 ? { weekday: "short" } : {}),
    ...(date.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  });
  return words.format(at).replace(",", "");
}

/** The grid's groups. Without days, or where their sum is another than the list's, one group. */
export function groupsOf(
  days: readonly { value: string | null; count: number }[],
  total: number,
  today: string,
): GridGroup[] {
  const sum = days.reduce((all, { count }) => all + count, 0);
  if (sum !== total || total === 0) return [{ count: total }];
  return days.map(({ value, count }) => ({ label: dayLabel(value ?? "", today), count }));
}
