// One choice of a filter: icon or face, name, count. Zero is dimmed and stays in its place.
import { Check, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";
import { useWords } from "../text/words";

export interface FacetRowProps {
  icon?: LucideIcon;
  /** A face instead of an icon. */
  mark?: ReactNode;
  /** Draws a check box instead: several can be chosen. */
  box?: boolean;
  name: string;
  /** Undefined while it is counted: shown as a dash. Null: no count. */
  count?: number | null | undefined;
  selected: boolean;
  onToggle: () => void;
}

export function FacetRow({ icon: Icon, mark, box, name, count, selected, onToggle }: FacetRowProps) {
  const words = useWords();
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={onToggle}
      className={cx(
        "inset-focus flex h-[26px] w-full items-center gap-2 rounded-2 px-2 text-left whitespace-nowrap text-ink-2 transition-colors duration-80 hover:bg-hover",
        selected && !box && "bg-selected text-ink hover:bg-selected",
        count === 0 && !selected && "text-ink-3 [&>svg]:opacity-60",
      )}
    >
      {box && (
        <span
          className={cx(
            "grid size-3.5 flex-none place-items-center rounded-1 text-white shadow-[inset_0_0_0_1px_var(--line-control)]",
            selected && "bg-accent-fill shadow-none",
          )}
        >
          {selected && <Check aria-hidden="true" size={10} strokeWidth={3.2} />}
        </span>
      )}
      {Icon && (
        <Icon
          aria-hidden="true"
          size={16}
          strokeWidth={1.75}
          className={cx("flex-none", selected ? "text-accent" : "text-ink-3")}
        />
      )}
      {mark}
      <span className="min-w-0 truncate">{name}</span>
      {count !== null && (
        <span className="ml-auto pl-2 text-11 text-ink-3">{count === undefined ? "–" : words.count(count)}</span>
      )}
    </button>
  );
}

/** A row that navigates within a rail (settings, the prompt book). */
export function RailLink({ icon: Icon, name, count, end, current, onSelect }: RailLinkProps) {
  const words = useWords();
  return (
    <button
      type="button"
      aria-current={current ? "page" : undefined}
      onClick={onSelect}
      className={cx(
        "inset-focus flex h-7 w-full items-center gap-2 rounded-2 px-2 text-left whitespace-nowrap text-ink-2 transition-colors duration-80 hover:bg-hover",
        current && "bg-selected text-ink hover:bg-selected",
      )}
    >
      {Icon && (
        <Icon
          aria-hidden="true"
          size={16}
          strokeWidth={1.75}
          className={cx("flex-none", current ? "text-accent" : "text-ink-3")}
        />
      )}
      <span className="min-w-0 truncate">{name}</span>
      {end && <span className="ml-auto flex items-center">{end}</span>}
      {count !== undefined && <span className="ml-auto pl-2 text-11 text-ink-3">{words.count(count)}</span>}
    </button>
  );
}

interface RailLinkProps {
  icon?: LucideIcon;
  name: string;
  count?: number;
  /** A mark at the right: something is wrong there. */
  end?: ReactNode;
  current: boolean;
  onSelect: () => void;
}
