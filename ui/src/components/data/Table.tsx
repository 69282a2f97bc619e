// Rows with hairlines, numbers to the right. Heads sort where they can.
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface Column<R> {
  id: string;
  head: ReactNode;
  cell: (row: R) => ReactNode;
  /** Numbers stand right. */
  right?: boolean;
  width?: number | string;
  /** Lets the head sort. */
  sorts?: boolean;
  /** Leaves first when the window is slim. */
  wideOnly?: boolean;
}

export interface Sort {
  column: string;
  down: boolean;
}

export interface TableProps<R> {
  /** Names the table. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** 44 for rows of two lines. */
  rowHeight?: 36 | 44;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected?: string | undefined;
  onSelect?: (row: R) => void;
  /** The one line in an empty body. */
  empty: ReactNode;
}

export function Table<R>(props: TableProps<R>) {
  const { label, columns, rows, rowKey, rowHeight = 36, sort, onSort, selected, onSelect, empty } = props;
  return (
    <table aria-label={label} className="w-full border-collapse text-12">
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && (
          <tr>
            <td colSpan={columns.length} className="h-9 px-3 text-ink-3">
              {empty}
            </td>
          </tr>
        )}
        {rows.map((row) => {
          const key = rowKey(row);
          return (
            <tr
              key={key}
              aria-selected={onSelect ? key === selected : undefined}
              tabIndex={onSelect ? 0 : undefined}
              onClick={onSelect && (() => onSelect(row))}
              onKeyDown={
                onSelect &&
                ((event) => {
                  if (event.key === "Enter" && event.target === event.currentTarget) onSelect(row);
                })
              }
              className={cx(
                "inset-focus border-b border-line transition-colors duration-80 last:border-b-0 hover:bg-hover",
                key === selected && "bg-selected hover:bg-selected",
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  style={{ height: rowHeight }}
                  className={cx("px-3 py-0", column.right && "text-right", column.wideOnly && "slim:hidden")}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Head<R>({
  column,
  sort,
  onSort,
}: {
  column: Column<R>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  const sorted = sort?.column === column.id;
  const Arrow = sort?.down ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sort.down ? "descending" : "ascending") : undefined}
      style={column.width === undefined ? undefined : { width: column.width }}
      className={cx(
        "h-7 border-b border-line px-3 text-11 font-label whitespace-nowrap text-ink-3",
        column.right ? "text-right" : "text-left",
        column.wideOnly && "slim:hidden",
      )}
    >
      {column.sorts && onSort ? (
        <button
          type="button"
          onClick={() => onSort({ column: column.id, down: sorted ? !sort.down : false })}
          className="inline-flex h-6 items-center gap-1 rounded-1 hover:text-ink"
        >
          {column.head}
          {sorted && <Arrow aria-hidden="true" size={12} />}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}
