// "At times" of a rule as days and an hour, and as the cron pattern that the program keeps.
import { WEEKDAYS } from "@/components/form/Weekdays";

const NAMES = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

export interface Times {
  /** 1 is Monday, 7 is Sunday. */
  days: readonly number[];
  /** `HH:MM`. */
  time: string;
}

/** The pattern of some days at an hour; all seven are every day. */
export function cronOf({ days, time }: Times): string {
  const [hour, minute] = time.split(":").map(Number);
  const named = [...days].sort((a, b) => a - b).map((day) => NAMES[day - 1]);
  return `${minute ?? 0} ${hour ?? 0} * * ${named.length === 0 || named.length === 7 ? "*" : named.join(",")}`;
}

/** Days and hour of a pattern; undefined where it says more than that. */
export function timesOf(cron: string | null | undefined): Times | undefined {
  const found = /^(\d{1,2}) (\d{1,2}) \* \* (\S+)$/.exec(cron?.trim() ?? "");
  if (!found) return undefined;
  const [, minute = "", hour = "", days = ""] = found;
  const all = days === "*" ? [...NAMES] : days.toUpperCase().split(",");
  const numbers = all.map((name) => NAMES.indexOf(name as "MON") + 1);
  if (numbers.includes(0) || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return { days: numbers, time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
}

/** "Tue Thu 19:00", "daily 23:00", "every 6 h", "when something happens". */
export function triggerWords(
  type: "schedule" | "interval" | "event",
  config: { cron?: string | null; every_minutes?: number | null; event?: string | null },
): string {
  if (type === "interval") {
    const minutes = config.every_minutes ?? 0;
    return minutes % 60 === 0 ? `every ${minutes / 60} h` : `every ${minutes} min`;
  }
  if (type === "event") return config.event === "nothing_planned" ? "when nothing is planned" : "after each approval";
  const times = timesOf(config.cron);
  if (!times) return config.cron ?? "";
  const days = times.days.length === 7 ? "daily" : times.days.map((day) => WEEKDAYS[day - 1]?.label).join(" ");
  return `${days} ${times.time}`;
}
