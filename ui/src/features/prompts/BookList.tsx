// A list of the book: one tab stop, arrows move, Enter changes the row, Delete deletes it.
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "@/components/cx";

export interface BookListProps<R> {
  label: string;
  rows: readonly R[];
  rowId: (row: R) => string;
  selected: string | undefined;
  onSelect: (id: string) => void;
  onChange: (row: R) => void;
  onDelete: (row: R) => void;
  children: (row: R) => ReactNode;
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function BookList<R>(props: BookListProps<R>) {
  const { label, rows, rowId, selected, onSelect, onChange, onDelete, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => rowId(row) === selected);

  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const row = rows[at];
    if (step !== undefined) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next) onSelect(rowId(next));
    } else if (event.key === "Enter" && row) {
      onChange(row);
    } else if (event.key === "Delete" && row) {
      onDelete(row);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
      className="inset-focus"
    >
      {rows.map((row, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of its rows
        <div
          key={rowId(row)}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onClick={() => onSelect(rowId(row))}
          onDoubleClick={() => onChange(row)}
          className={cx(
            "flex min-h-16 items-center gap-4 slim:gap-3 border-b border-line px-4 py-2.5 transition-colors duration-80 hover:bg-hover",
            index === at && "bg-selected hover:bg-selected",
          )}
        >
          {children(row)}
        </div>
      ))}
    </div>
  );
}
