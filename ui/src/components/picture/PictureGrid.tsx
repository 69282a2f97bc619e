// The virtual grid: draws what is in sight of a hundred thousand pictures, has one tab stop, a cursor
// (white ring) and a selection (accent). Cursor and selection are two things.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { host } from "@/host";
import { Button } from "../button/Button";
import { cx } from "../cx";
import { useWords } from "../text/words";
import { type GridGroup, layOut, moveCursor, moveOfKey, rowOf } from "./gridLayout";
import { EVERYTHING, extended, isSelected, NOTHING, only, type Selection, selectionSize, toggled } from "./selection";
import { useStaying } from "./useStaying";

export interface TileState {
  cursor: boolean;
  selected: boolean;
  /** Turns this tile's selection over. */
  toggle: () => void;
}

export interface PictureGridProps<T> {
  /** Names the grid. */
  label: string;
  /** How many there are in all, or in groups under headings. */
  groups: readonly GridGroup[];
  /** The picture at an index of the whole; undefined while it is not read. */
  item: (index: number) => T | undefined;
  idOf: (item: T) => string;
  /** "Mira, pending, same face 0.88, today 09:42". Undefined where the tile says it in its own words. */
  nameOf: (item: T) => string | undefined;
  renderTile: (item: T | undefined, state: TileState, index: number) => ReactNode;
  /** Says which are in sight, so that they can be read. */
  onWindow?: (first: number, last: number) => void;
  /** Least width of a tile in px; tiles share the row's width. */
  tileWidth?: number;
  /** Height of a tile over its width. */
  ratio?: number;
  gap?: number;
  padding?: number;
  /** Above the first row, where something stands there already; absent: `padding`. */
  paddingTop?: number;
  cursor: number;
  onCursor: (index: number) => void;
  /** Which list this is; another one is shown from its top. */
  listKey?: string;
  selection?: Selection;
  onSelection?: (selection: Selection) => void;
  /** Reads the ids of a range that is not on screen, for Shift with a far jump. */
  idsBetween?: (first: number, last: number) => Promise<string[]>;
  /** Enter or a double click. */
  onOpen?: (index: number) => void;
  /** Space. */
  onLook?: (index: number) => void;
  /** Given: what is looked at stays in its place when pictures come in above it, and a bar says how many. */
  newWords?: (count: number) => string;
  className?: string;
}

const HEAD_PX = 32;

export function PictureGrid<T>(props: PictureGridProps<T>) {
  const { label, groups, item, idOf, nameOf, renderTile, onWindow, cursor, onCursor, onSelection, idsBetween } = props;
  const {
    tileWidth = 120,
    ratio = 1.25,
    gap = 4,
    padding = 12,
    paddingTop = padding,
    listKey,
    selection = NOTHING,
    onOpen,
    onLook,
    newWords,
    className,
  } = props;
  const words = useWords();
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller) - padding * 2;
  const anchor = useRef(0);
  const columns = Math.max(1, Math.floor((width + gap) / (tileWidth + gap)));
  const tileWidthPx = (width - gap * (columns - 1)) / columns;
  const tileHeightPx = Math.round(tileWidthPx * ratio);
  const layout = useMemo(() => layOut(groups, columns), [groups, columns]);
  const { rows, total } = layout;
  const selecting = selectionSize(selection, total) > 0;
  const idAt = (index: number) => {
    const one = item(index);
    return one === undefined ? undefined : idOf(one);
  };

  const virtual = useVirtualizer({
    count: width > 0 ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "head" ? HEAD_PX : tileHeightPx + gap),
    overscan: 3,
    paddingStart: paddingTop,
    paddingEnd: padding,
    scrollPaddingStart: padding,
    scrollPaddingEnd: padding,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes follow from these two and the rows
  useEffect(() => virtual.measure(), [tileHeightPx, rows, virtual]);

  const visible = virtual.getVirtualItems();
  const inSight = visible.map(({ index }) => rows[index]).filter((row) => row?.kind === "pictures");
  const firstInSight = inSight[0]?.first ?? 0;
  const lastRow = inSight.at(-1);
  const lastInSight = lastRow ? lastRow.first + lastRow.count - 1 : 0;
  useEffect(() => {
    if (total > 0) onWindow?.(firstInSight, lastInSight);
  }, [onWindow, firstInSight, lastInSight, total]);

  const topOf = (row: number) =>
    rows.slice(0, row).reduce((sum, { kind }) => sum + (kind === "head" ? HEAD_PX : tileHeightPx + gap), paddingTop);
  const ids = newWords ? Array.from({ length: total }, (_, index) => idAt(index)) : [];
  const { unseen, toTop } = useStaying(newWords !== undefined, scroller, { layout, ids, topOf });

  // The cursor may be moved from outside: a drawer's arrows, the large view.
  const scrolledTo = useRef(cursor);
  const scrolledToId = useRef<string>(undefined);
  const cursorId = cursor >= 0 ? idAt(cursor) : undefined;
  useEffect(() => {
    const staysOn = cursorId !== undefined && scrolledToId.current === cursorId;
    scrolledToId.current = cursorId;
    if (scrolledTo.current === cursor || cursor < 0 || width <= 0) return;
    scrolledTo.current = cursor;
    // Its picture has another place because others came in before it: that is no move.
    if (!staysOn) virtual.scrollToIndex(rowOf(layout, cursor));
  }, [cursor, cursorId, layout, virtual, width]);

  const shownKey = useRef(listKey);
  useEffect(() => {
    if (shownKey.current === listKey) return;
    shownKey.current = listKey;
    virtual.scrollToOffset(0);
  }, [listKey, virtual]);

  const extend = async (to: number) => {
    const first = Math.min(anchor.current, to);
    const last = Math.max(anchor.current, to);
    const known = Array.from({ length: last - first + 1 }, (_, offset) => idAt(first + offset));
    const read = known.filter((id) => id !== undefined);
    const ids = read.length === known.length || !idsBetween ? read : await idsBetween(first, last);
    onSelection?.(extended(NOTHING, ids));
  };

  const toggle = (index: number) => {
    const id = idAt(index);
    if (id !== undefined) onSelection?.(toggled(selection, id));
    anchor.current = index;
  };

  const goTo = (index: number) => {
    scrolledTo.current = index;
    onCursor(index);
    const row = rowOf(layout, index);
    const above = rows[row - 1]?.kind === "head" ? row - 1 : row;
    // On the way up the heading comes along.
    const isAbove = (virtual.measurementsCache[row]?.start ?? 0) < (virtual.scrollOffset ?? 0) + HEAD_PX;
    virtual.scrollToIndex(isAbove ? above : row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const ctrl = host.system === "macos" ? event.metaKey : event.ctrlKey;
    const move = event.altKey || (ctrl && !["Home", "End"].includes(event.key)) ? undefined : moveOfKey(event.key);
    const bare = !ctrl && !event.altKey && !event.shiftKey;
    if (move) {
      const pageRows = Math.floor((scroller.current?.clientHeight ?? 0) / (tileHeightPx + gap));
      const to = moveCursor(layout, cursor, move, pageRows);
      if (to < 0) return;
      goTo(to);
      if (event.shiftKey && onSelection) void extend(to);
      else anchor.current = to;
    } else if (ctrl && event.key.toLowerCase() === "a" && onSelection) {
      onSelection(EVERYTHING);
    } else if (bare && event.key.toLowerCase() === "x" && onSelection && cursor >= 0) {
      toggle(cursor);
    } else if (bare && event.key === "Enter" && onOpen && cursor >= 0) {
      onOpen(cursor);
    } else if (bare && event.key === " " && onLook && cursor >= 0) {
      onLook(cursor);
    } else if (event.key === "Escape" && selecting && onSelection) {
      onSelection(NOTHING);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent, index: number) => {
    onCursor(index);
    if (!onSelection) return;
    if (event.shiftKey) {
      void extend(index);
    } else if (event.ctrlKey || event.metaKey) {
      toggle(index);
    } else {
      const id = idAt(index);
      onSelection(id === undefined ? NOTHING : only(id));
      anchor.current = index;
    }
  };

  const grid = (
    <div
      ref={scroller}
      role="grid"
      aria-label={total > 0 ? `${label}, ${words.count(total)}` : label}
      aria-rowcount={rows.length}
      aria-colcount={columns}
      aria-multiselectable={onSelection ? true : undefined}
      aria-activedescendant={cursor >= firstInSight && cursor <= lastInSight ? `${gridId}-${cursor}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => cursor < 0 && total > 0 && onCursor(0)}
      className={cx(
        "group/grid relative min-h-0 flex-1 overflow-y-auto",
        cursor >= 0 ? "focus-visible:outline-none" : "inset-focus",
        className,
      )}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize() }} className="relative w-full">
        {visible.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          if (row.kind === "head") {
            return (
              <div
                key={`head ${index}`}
                role="row"
                aria-rowindex={index + 1}
                className="absolute flex items-center text-12"
                style={{ top: start, left: padding, right: padding, height: HEAD_PX }}
              >
                <span role="rowheader" className="flex min-w-0 gap-2">
                  <span className="min-w-0 truncate">{row.label}</span>
                  <span className="flex-none text-ink-3">{row.words ?? words.count(row.count)}</span>
                </span>
              </div>
            );
          }
          return (
            <div
              key={row.first}
              role="row"
              aria-rowindex={index + 1}
              className="absolute flex"
              style={{ top: start, left: padding, gap, height: tileHeightPx }}
            >
              {Array.from({ length: row.count }, (_, offset) => {
                const at = row.first + offset;
                const one = item(at);
                const id = one === undefined ? undefined : idOf(one);
                const selected = id !== undefined && isSelected(selection, id);
                return (
                  // Keys reach the tiles through the grid, which has the one tab stop.
                  <div
                    key={id ?? `at ${at}`}
                    id={`${gridId}-${at}`}
                    role="gridcell"
                    tabIndex={-1}
                    aria-colindex={offset + 1}
                    aria-selected={onSelection ? selected : undefined}
                    aria-label={one === undefined ? "Not read yet" : nameOf(one)}
                    aria-busy={one === undefined || undefined}
                    onMouseDown={(event) => {
                      // Focus belongs to the grid; the cell is only its cursor.
                      if (!(event.target as HTMLElement).closest("button")) {
                        event.preventDefault();
                        scroller.current?.focus({ preventScroll: true });
                      }
                    }}
                    onClick={(event) => onClick(event, at)}
                    onDoubleClick={() => onOpen?.(at)}
                    onKeyDown={undefined}
                    style={{ width: tileWidthPx, height: tileHeightPx }}
                  >
                    {renderTile(one, { cursor: at === cursor, selected, toggle: () => toggle(at) }, at)}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
  if (!newWords) return grid;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {unseen > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          <Button size="s" icon={ArrowUp} onClick={toTop} className="pointer-events-auto shadow-pop">
            {newWords(unseen)}
          </Button>
        </div>
      )}
      {grid}
    </div>
  );
}

/** The inner width of an element, kept current. */
function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
