// The pictures of a review in their order, with what was decided; it goes along with the cursor.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { cx } from "@/components/cx";
import { APPROVALS } from "@/components/data/StateTag";
import { host } from "@/host";
import type { Decision } from "./decide";
import type { Item } from "./useLibrary";

const STEP_PX = 44;

export interface FilmstripProps {
  items: readonly Item[];
  states: readonly Decision[];
  /** The one on which the keys act. */
  cursor: number;
  /** The other side of a pair. */
  other?: number | undefined;
  onSelect: (place: number) => void;
}

export function Filmstrip({ items, states, cursor, other, onSelect }: FilmstripProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    horizontal: true,
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => STEP_PX,
    overscan: 6,
    paddingStart: 16,
    paddingEnd: 16,
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // The cursor stays in the third quarter of the row.
    element.scrollLeft = Math.max(0, 16 + cursor * STEP_PX - element.clientWidth * 0.62);
  }, [cursor]);
  return (
    <div ref={scroller} className="h-[66px] overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
      <div className="relative h-full" style={{ width: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          const state = states[index];
          if (!item || !state) return null;
          const mark = state === "pending" ? undefined : APPROVALS[state];
          const Mark = mark?.icon;
          return (
            <button
              key={item.id}
              type="button"
              tabIndex={index === cursor ? 0 : -1}
              aria-current={index === cursor ? "true" : undefined}
              aria-label={`${index + 1} of ${items.length}, ${APPROVALS[state].label.toLowerCase()}`}
              onClick={() => onSelect(index)}
              style={{ left: start }}
              className={cx(
                "absolute top-2 h-[50px] w-10 rounded-1 bg-hover",
                index === cursor && "z-1 outline-2 outline-offset-1 outline-ink",
                index === other && "outline-2 outline-offset-1 outline-accent",
              )}
            >
              <img
                src={host.mediaUrl(item.id, "320")}
                alt=""
                draggable={false}
                className={cx("size-full rounded-1 object-cover", state === "rejected" && "opacity-38 grayscale-70")}
              />
              {mark && Mark && (
                <span
                  className={cx(
                    "absolute bottom-0.5 left-0.5 grid size-4 place-items-center rounded-1 bg-plate",
                    mark.plate,
                  )}
                >
                  <Mark aria-hidden="true" size={10} strokeWidth={2.4} />
                </span>
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}
