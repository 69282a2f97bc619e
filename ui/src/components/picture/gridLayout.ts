// Where each picture of a grid stands, and where the keys lead from it. Pure, so that a hundred
// thousand pictures cost as little as their rows.

/** Pictures under one heading ("Today 18"). A grid without headings has one group without a label. */
export interface GridGroup {
  label?: string;
  count: number;
  /** Quiet words after the label, in place of the count: "4 of 8 done". */
  words?: string;
}

export type GridRow =
  | { kind: "head"; label: string; words: string | undefined; count: number }
  | { kind: "pictures"; first: number; count: number };

export interface GridLayout {
  rows: readonly GridRow[];
  columns: number;
  /** Of pictures. */
  total: number;
}

export function layOut(groups: readonly GridGroup[], columns: number): GridLayout {
  const rows: GridRow[] = [];
  let first = 0;
  for (const { label, count, words } of groups) {
    if (label !== undefined && count > 0) rows.push({ kind: "head", label, words, count });
    for (let done = 0; done < count; done += columns) {
      rows.push({ kind: "pictures", first: first + done, count: Math.min(columns, count - done) });
    }
    first += count;
  }
  return { rows, columns, total: first };
}

/** The place in `rows` of the row that holds a picture. */
export function rowOf({ rows }: GridLayout, index: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // A heading stands before the pictures of the row below it.
    const row = rows[middle];
    const below = row?.kind === "head" ? rows[middle + 1] : row;
    if (below?.kind === "pictures" && below.first <= index) low = middle;
    else high = middle - 1;
  }
  return rows[low]?.kind === "head" ? low + 1 : low;
}

export type GridMove = "left" | "right" | "up" | "down" | "home" | "end" | "pageUp" | "pageDown";

const MOVES: Record<string, GridMove> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "home",
  End: "end",
  PageUp: "pageUp",
  PageDown: "pageDown",
};

/** The move that a key makes, if it makes one. */
export const moveOfKey = (key: string): GridMove | undefined => MOVES[key];

/** Where the cursor is after a move; it stays within the grid. `pageRows`: rows that fit on screen. */
export function moveCursor(layout: GridLayout, from: number, move: GridMove, pageRows: number): number {
  const last = layout.total - 1;
  if (last < 0) return -1;
  const at = Math.min(Math.max(from, 0), last);
  switch (move) {
    case "left":
      return Math.max(0, at - 1);
    case "right":
      return Math.min(last, at + 1);
    case "home":
      return 0;
    case "end":
      return last;
    case "up":
      return byRows(layout, at, -1);
    case "down":
      return byRows(layout, at, 1);
    case "pageUp":
      return byRows(layout, at, -Math.max(1, pageRows));
    case "pageDown":
      return byRows(layout, at, Math.max(1, pageRows));
  }
}

/** So many rows of pictures further, in the same column where that row is long enough. */
function byRows(layout: GridLayout, at: number, steps: number): number {
  const { rows } = layout;
  const start = rowOf(layout, at);
  const here = rows[start];
  if (here?.kind !== "pictures") return at;
  const column = at - here.first;
  let place = start;
  let target = here;
  for (let left = Math.abs(steps); left > 0; ) {
    place += Math.sign(steps);
    const row = rows[place];
    if (!row) break;
    if (row.kind === "head") continue;
    target = row;
    left -= 1;
  }
  // In the last row, "down" leads to its end, so that it always leads somewhere.
  if (target === here && steps > 0) return at;
  return target.first + Math.min(column, target.count - 1);
}
