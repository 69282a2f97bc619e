// The column of filters left of a grid, or of places in Settings. In a slim window the filters fold
// into a popover that the toolbar's Filters button opens.
import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button/Button";
import { cx } from "../cx";
import { Popover } from "../overlay/Popover";
import { useSlim } from "./useSlim";

export interface RailProps {
  /** Names the region: "Filters", "Settings". */
  label: string;
  /** 184 where it only navigates. */
  navigates?: boolean;
  children: ReactNode;
}

/** A filtering rail is absent in a slim window; show its children in `FiltersButton` there. */
export function Rail({ label, navigates, children }: RailProps) {
  const slim = useSlim();
  if (slim && !navigates) return null;
  return (
    <aside
      aria-label={label}
      data-region="rail"
      className={cx(
        "min-h-0 flex-none overflow-y-auto border-r border-line px-2 py-2.5",
        navigates ? "w-[184px] slim:w-[160px]" : "w-[208px]",
      )}
    >
      {children}
    </aside>
  );
}

/** Stands in the toolbar; shows itself in a slim window only. `count`: filters in force. */
export function FiltersButton({ count, children }: { count: number; children: ReactNode }) {
  const slim = useSlim();
  if (!slim) return null;
  return (
    <Popover
      label="Filters"
      className="w-[232px] p-2"
      trigger={
        <Button icon={ListFilter}>
          Filters
          {count > 0 && <span className="rounded-1 bg-pressed px-1 text-11 leading-4">{count}</span>}
        </Button>
      }
    >
      {children}
    </Popover>
  );
}

/** A group of a rail under its small heading. */
export function RailGroup({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="pb-3 last:pb-0">
      <h2 className="flex items-center px-2 pt-1 pb-[5px] text-11 font-label text-ink-3">
        {title}
        {aside && <span className="ml-auto font-text">{aside}</span>}
      </h2>
      {children}
    </section>
  );
}
