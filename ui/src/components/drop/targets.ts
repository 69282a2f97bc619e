// Where dropped files may land. Each target says beforehand, in words, what would happen.
import { type RefObject, useEffect, useRef } from "react";
import { createStore } from "@/api";
import type { ChosenFile, FileDrag } from "@/host";

/** What is known of files while they are still held: in a browser their count alone. */
export interface HeldFiles {
  count: number;
  names: readonly string[];
}

export interface DropWords {
  /** "Add 3 references to Mira". */
  title: string;
  /** "1 more is no picture and will be left out". */
  note?: string;
  /** It takes none of them; the title says why. */
  refused?: boolean;
}

export interface DropTarget {
  element: RefObject<HTMLElement | null>;
  describe: (files: HeldFiles) => DropWords;
  onDrop: (files: ChosenFile[]) => void;
}

const targets = createStore<readonly DropTarget[]>([]);

export interface DragNow {
  x: number;
  y: number;
  files: HeldFiles;
  /** The target under the pointer; the only one there is, wherever the pointer is. */
  target: DropTarget | undefined;
}

/** Files held over the window just now. */
export const dragNow = createStore<DragNow | null>(null);

export const allTargets = (): readonly DropTarget[] => targets.get();

/** Makes an element take dropped files while it stands. */
export function useDropTarget(
  element: RefObject<HTMLElement | null>,
  describe: DropTarget["describe"],
  onDrop: DropTarget["onDrop"],
  enabled = true,
): void {
  const latest = useRef({ describe, onDrop });
  useEffect(() => {
    latest.current = { describe, onDrop };
  });
  useEffect(() => {
    if (!enabled) return;
    const target: DropTarget = {
      element,
      describe: (files) => latest.current.describe(files),
      onDrop: (files) => latest.current.onDrop(files),
    };
    targets.set((all) => [...all, target]);
    return () => targets.set((all) => all.filter((one) => one !== target));
  }, [element, enabled]);
}

/** The innermost target at a point: of those that hold it, the smallest. */
function targetAt(x: number, y: number): DropTarget | undefined {
  const all = targets.get();
  const under = all
    .map((target) => ({ target, box: target.element.current?.getBoundingClientRect() }))
    .filter(({ box }) => box && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
    .sort((one, other) => areaOf(one.box) - areaOf(other.box))[0]?.target;
  // With one place to go, the whole window leads there.
  return under ?? (all.length === 1 ? all[0] : undefined);
}

const areaOf = (box: DOMRect | undefined) => (box ? box.width * box.height : 0);

/** Takes what the host tells of a drag. */
export function followDrag(drag: FileDrag): void {
  if (drag.type === "leave") {
    dragNow.set(null);
  } else if (drag.type === "over") {
    const files = { count: drag.count, names: drag.names };
    dragNow.set({ x: drag.x, y: drag.y, files, target: targetAt(drag.x, drag.y) });
  } else {
    const target = targetAt(drag.x, drag.y);
    dragNow.set(null);
    const held = { count: drag.files.length, names: drag.files.map((file) => file.name) };
    if (target && !target.describe(held).refused) target.onDrop(drag.files);
  }
}
