// How times, counts, sizes and durations are said. The system decides on 12 or 24 hours.

const DAY_MS = 86_400_000;

export interface Words {
  /** `today 19:00`, `yesterday 06:12`, `Sat 21 Nov 12:00` within 7 days, `5 Dec`, `5 Dec 2027`. */
  time(at: string | Date): string;
  /** The exact instant with its zone, for tooltips. */
  exact(at: string | Date): string;
  /** `09:42:07`, for the log. */
  clock(at: string | Date): string;
  /** `4,812`. */
  count(value: number): string;
  /** `2.1 MB`. */
  bytes(size_bytes: number): string;
}

/** A format is costly to make, and the first screen needs few of them. */
function atFirstUse<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Makes the words of a locale. `now` and `timeZone` are given by tests. */
export function wordsOf(
  locale: string | undefined = undefined,
  timeZone: string | undefined = undefined,
  now: () => Date = () => new Date(),
): Words {
  const zone = timeZone ? { timeZone } : {};
  const times = (locale: string | undefined, options: Intl.DateTimeFormatOptions) =>
    atFirstUse(() => new Intl.DateTimeFormat(locale, { ...options, ...zone }));
  const hour = times(locale, { hour: "2-digit", minute: "2-digit" });
  const second = times(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const exact = times(locale, { dateStyle: "full", timeStyle: "long" });
  const parts = times("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const dayNumber = times("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
  const number = atFirstUse(() => new Intl.NumberFormat(locale));

  /** Days since 1970 on the calendar of the zone. */
  const dayOf = (at: Date) => Math.floor(Date.parse(`${dayNumber().format(at)}T00:00:00Z`) / DAY_MS);

  return {
    time(given) {
      const at = new Date(given);
      if (Number.isNaN(at.getTime())) return "not known";
      const today = now();
      const days = dayOf(at) - dayOf(today);
      const part = Object.fromEntries(
        parts()
          .formatToParts(at)
          .map(({ type, value }) => [type, value]),
      );
      if (days === 0) return `today ${hour().format(at)}`;
      if (days === -1) return `yesterday ${hour().format(at)}`;
      if (days === 1) return `tomorrow ${hour().format(at)}`;
      if (Math.abs(days) < 7) return `${part.weekday} ${part.day} ${part.month} ${hour().format(at)}`;
      const year = parts()
        .formatToParts(today)
        .find(({ type }) => type === "year")?.value;
      return part.year === year ? `${part.day} ${part.month}` : `${part.day} ${part.month} ${part.year}`;
    },
    exact: (at) => exact().format(new Date(at)),
    clock: (at) => second().format(new Date(at)),
    count: (value) => number().format(value),
    bytes(size_bytes) {
      const units = ["bytes", "kB", "MB", "GB", "TB"];
      let value = size_bytes;
      let unit = 0;
      while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
      }
      const digits = unit === 0 || value >= 100 ? 0 : 1;
      return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[unit]}`;
    },
  };
}

/** `about 40 s`, `about 2 min`, `4 h 3 min`: rounded, since nobody knows it better. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `about ${seconds < 10 ? seconds : Math.round(seconds / 5) * 5} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A score on a plate: `.91`. In running text it is `0.91`. */
export const plateScore = (score: number): string => (score >= 1 ? "1.0" : score.toFixed(2).slice(1));

let shared: Words | undefined;

/** The words of this system's locale. Their formats are costly to make, so all components share them. */
export function useWords(): Words {
  shared ??= wordsOf();
  return shared;
}
