// Time zones by their IANA names, and the one that a place is in.

/** The zone of this computer. */
export const homeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

let all: readonly string[] | undefined;

/** All zones that this computer knows, UTC first. */
export function zones(): readonly string[] {
  all ??= ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return all;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ").trim();

/** The zone whose city the place names ("Lisbon, Portugal"); none where the place is in no name. */
export function zoneOfPlace(place: string): string | undefined {
  const parts = place.split(",").map(plain).filter(Boolean);
  return zones().find((zone) => parts.includes(plain(zone.split("/").at(-1) ?? "")) && zone.includes("/"));
}

/** "15:57", the time there. */
export function timeIn(zone: string, now: Date = new Date()): string | undefined {
  try {
    return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
  } catch {
    return undefined;
  }
}

/** What the clocks of the zone show now, to the minute. */
export function wallNow(zone: string, now: Date = new Date()): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}T${of.hour}:${of.minute}`;
}

/** `+0`, `+5:30`: how far the zone is from UTC at a wall-clock time, roughly enough for a title. */
export function offset(zone: string, now: Date = new Date()): string {
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts(now)
    .find(({ type }) => type === "timeZoneName")?.value;
  return `UTC${name?.replace("GMT", "") || "+0"}`;
}
