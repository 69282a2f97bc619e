// The bar over a grid while two or more are selected: how many, what can be done with them, clear.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../button/Button";
import { useWords } from "../text/words";

export interface SelectionBarProps {
  count: number;
  /** All that is filtered is selected: the count then reads "all 4,812". */
  all?: boolean;
  onClear: () => void;
  /** Quiet buttons with their keys, then icon buttons. */
  children: ReactNode;
}

/** Stands inside a `Main` that holds a `PictureGrid`; lies over the pictures, 12 px from the edge. */
export function SelectionBar({ count, all, onClear, children }: SelectionBarProps) {
  const words = useWords();
  if (count < 2) return null;
  return (
    <div className="pointer-events-none absolute inset-x-3 bottom-3 z-10 flex justify-center">
      <div
        data-notices-above
        role="toolbar"
        aria-label="Selected pictures"
        className="pointer-events-auto flex h-[38px] max-w-full items-center gap-1 overflow-x-auto rounded-3 bg-raised pr-1.5 pl-2.5 whitespace-nowrap shadow-pop animate-rise"
      >
        <span className="pr-1 font-title" aria-live="polite">
          {all ? "all " : ""}
          {words.count(count)} selected
        </span>
        <span aria-hidden="true" className="mx-1 h-4 w-px flex-none bg-line-strong" />
        {children}
        <span aria-hidden="true" className="mx-1 h-4 w-px flex-none bg-line-strong" />
        <IconButton icon={X} label="Clear the selection" shortcut="Escape" tooltipSide="top" onClick={onClear} />
      </div>
    </div>
  );
}
