// An empty screen: a small outline of what will stand here, what it is, what to do first.
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface EmptyStateProps {
  /** `Outline…` below, or chips of the filters that leave nothing. */
  picture?: ReactNode;
  title: string;
  text?: ReactNode;
  /** One primary and one quiet button. */
  actions?: ReactNode;
  className?: string;
}

export function EmptyState({ picture, title, text, actions, className }: EmptyStateProps) {
  return (
    <div className={cx("flex h-full min-h-[280px] flex-col items-center justify-center p-6 text-center", className)}>
      {picture && <div className="mb-5">{picture}</div>}
      <h2 className="text-15 text-balance">{title}</h2>
      {text && <p className="mt-1 max-w-[46ch] text-balance text-ink-2">{text}</p>}
      {actions && <div className="mt-4 flex flex-wrap items-center justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** Tiles in rows, the first one filled: a grid or cards to come. */
export function OutlineTiles({ columns, rows = 1, width = 44, height = 48, children }: OutlineTilesProps) {
  const middle = rows === 1 ? Math.floor(columns / 2) : 0;
  return (
    <div aria-hidden="true" className="grid gap-1" style={{ gridTemplateColumns: `repeat(${columns}, ${width}px)` }}>
      {Array.from({ length: columns * rows }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the outlines never change their order
          key={index}
          style={{ height }}
          className={cx(
            "grid place-items-center rounded-2 border text-ink-3",
            index === middle ? "border-line-strong bg-hover" : "border-dashed border-line-strong",
          )}
        >
          {index === middle && children}
        </span>
      ))}
    </div>
  );
}

interface OutlineTilesProps {
  columns: number;
  rows?: number;
  width?: number;
  height?: number;
  /** An icon in the filled one. */
  children?: ReactNode;
}
