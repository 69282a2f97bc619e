// Measures over time as a chart draws and says them.
import type { Readings } from "./Plot";

export interface TimePoint {
  /** Milliseconds since 1970. */
  at: number;
  value: number;
  least: number;
  most: number;
}

/** The points as columns, with an empty one where two lie more than twice as far apart as they should. */
export function readingsOf(points: readonly TimePoint[], step_ms: number): Readings {
  const at: number[] = [];
  const value: (number | null)[] = [];
  const least: (number | null)[] = [];
  const most: (number | null)[] = [];
  points.forEach((point, place) => {
    const before = points[place - 1];
    if (before && point.at - before.at > 2 * step_ms) {
      at.push((before.at + point.at) / 2);
      for (const column of [value, least, most]) column.push(null);
    }
    at.push(point.at);
    value.push(point.value);
    least.push(point.least);
    most.push(point.most);
  });
  return [at, value, least, most];
}

/** "2 jobs to 6 jobs": between what it was. */
export function between(points: readonly TimePoint[], say: (value: number) => string): string {
  const least = say(Math.min(...points.map((point) => point.least)));
  const most = say(Math.max(...points.map((point) => point.most)));
  return least === most ? most : `${least} to ${most}`;
}

/** The whole chart in a sentence: where it stands now and between what it was. */
export function inWords(title: string, points: readonly TimePoint[], say: (value: number) => string): string {
  const last = points.at(-1);
  if (!last) return `${title}: not measured yet`;
  return `${title}: ${say(last.value)} now, ${between(points, say)} in this time`;
}
