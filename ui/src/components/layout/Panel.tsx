// A panel with a head: Monitoring, Settings.
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface PanelProps {
  title: ReactNode;
  /** Quiet words after the title. */
  words?: ReactNode;
  /** At the head's right end. */
  aside?: ReactNode;
  /** False lets a table reach the edges. */
  padded?: boolean;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, words, aside, padded = true, className, children }: PanelProps) {
  return (
    <section className={cx("min-w-0 rounded-3 border border-line bg-side", className)}>
      <header className="flex h-9 items-center gap-2 border-b border-line px-3 whitespace-nowrap">
        <h2 className="text-12">{title}</h2>
        {words && <span className="min-w-0 truncate text-12 text-ink-3">{words}</span>}
        {aside && <div className="ml-auto flex items-center gap-1 text-12 text-ink-3">{aside}</div>}
      </header>
      <div className={padded ? "p-3" : undefined}>{children}</div>
    </section>
  );
}
