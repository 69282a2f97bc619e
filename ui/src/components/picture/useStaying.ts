// Keeps what is looked at in its place when pictures come in above it, and counts those that were not seen yet.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type GridLayout, rowOf } from "./gridLayout";

/** A list as it was laid out: the ids of its pictures, and how far from the top each row begins, in px. */
export interface LaidOut {
  layout: GridLayout;
  ids: readonly (string | undefined)[];
  topOf: (row: number) => number;
}

export interface Shift {
  /** How far what is in sight moved down, in px. */
  by_px: number;
  /** The pictures that came in above it. */
  above: readonly string[];
}

/** What a change of the list does to the first picture in sight at `scrolled_px` that is still there. */
export function shiftOf(before: LaidOut, after: LaidOut, scrolled_px: number): Shift | null {
  const known = new Set(before.ids);
  for (const [at, row] of before.layout.rows.entries()) {
    if (row.kind !== "pictures" || before.topOf(at + 1) <= scrolled_px) continue;
    const id = before.ids[row.first];
    const now = id === undefined ? -1 : after.ids.indexOf(id);
    if (now < 0) continue;
    return {
      by_px: after.topOf(rowOf(after.layout, now)) - before.topOf(at),
      above: after.ids.slice(0, now).filter((one): one is string => one !== undefined && !known.has(one)),
    };
  }
  return null;
}

/** Whether somebody looks at the list: scrolled into it, with the pointer over it, or with the keys. */
const isLookedAt = (element: HTMLElement) =>
  element.scrollTop > 0 || element.matches(":hover") || element.contains(document.activeElement);

/** Follows the list in `scroller` while `isOn`. */
export function useStaying(
  isOn: boolean,
  scroller: { readonly current: HTMLElement | null },
  { layout, ids, topOf }: LaidOut,
): { unseen: number; toTop: () => void } {
  const before = useRef<LaidOut | null>(null);
  const [unseen, setUnseen] = useState<readonly string[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids and the tops belong to the layout
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { layout, ids, topOf };
    const element = scroller.current;
    if (!isOn || !last || !element || !isLookedAt(element)) return;
    const shift = shiftOf(last, { layout, ids, topOf }, element.scrollTop);
    if (!shift) return;
    if (shift.by_px !== 0) element.scrollTop += shift.by_px;
    setUnseen((all) => {
      const left = all.filter((id) => ids.includes(id));
      return left.length === all.length && shift.above.length === 0 ? all : [...left, ...shift.above];
    });
  }, [layout, isOn, scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!isOn || !element) return;
    const isAbove = (id: string) => {
      const now = before.current;
      const at = now?.ids.indexOf(id) ?? -1;
      if (now === null || at < 0) return false;
      // Half of it in sight is seen.
      const row = rowOf(now.layout, at);
      return (now.topOf(row) + now.topOf(row + 1)) / 2 <= element.scrollTop;
    };
    const onScroll = () =>
      setUnseen((all) => {
        const left = all.filter(isAbove);
        return left.length === all.length ? all : left;
      });
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [isOn, scroller]);

  const toTop = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
    setUnseen([]);
  }, [scroller]);
  return { unseen: unseen.length, toTop };
}
