// Days and hours of the calendar as plain texts: `2026-11-16`, `2026-11-16T19:00`. They are wall-clock times of the
// calendar's zone; which instant they are is the program's to say.

const DAY_MS = 86_400_000;

/** The view of the calendar. */
export type View = "month" | "week" | "list";
/** What a title can name: a view, or seven days from the day on. */
type Titled = View | "days";

const plain = (date: Date): string => date.toISOString().slice(0, 10);
const dateOf = (day: string): Date => new Date(`${day.slice(0, 10)}T00:00:00Z`);

/** The day so many days on. */
export const addDays = (day: string, days: number): string => plain(new Date(dateOf(day).getTime() + days * DAY_MS));

/** The wall-clock time so many minutes on. */
export const addMinutes = (wall_time: string, minutes: number): string =>
  new Date(Date.parse(`${wall_time}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);

/** The Monday of the day's week. */
export const mondayOf = (day: string): string => addDays(day, -((dateOf(day).getUTCDay() + 6) % 7));

/** First and last day that a view of `day` shows: whole weeks in the month. */
export function range(view: View, day: string): { from_date: string; to_date: string } {
  if (view !== "month") {
    const from_date = mondayOf(day);
    return { from_date, to_date: addDays(from_date, 6) };
  }
  const first = `${day.slice(0, 7)}-01`;
  const from_date = mondayOf(first);
  const next = plain(new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)));
  return { from_date, to_date: addDays(mondayOf(addDays(next, -1)), 6) };
}

/** The day to which the arrows lead: a week or a month on. */
export function turn(view: View, day: string, by: 1 | -1): string {
  if (view !== "month") return addDays(day, 7 * by);
  return plain(new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + by, 1)));
}

/** What the toolbar says: `16 – 22 November 2026`, `November 2026`. */
export function title(view: Titled, day: string, locale?: string): string {
  const zone = { timeZone: "UTC" };
  if (view === "month") {
    return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", ...zone }).format(dateOf(day));
  }
  const { from_date, to_date } = view === "days" ? { from_date: day, to_date: addDays(day, 6) } : range(view, day);
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", ...zone });
  return format.formatRange(dateOf(from_date), dateOf(to_date));
}
