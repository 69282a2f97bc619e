// The parts of a screen: toolbar above, then rail, main and drawer side by side.
import type { ReactNode } from "react";
import { cx } from "../cx";

/** A whole tab. Put a `Toolbar` first, then a `PageBody`. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="flex h-full min-h-0 min-w-0 flex-col">{children}</div>;
}

export function PageBody({ children }: { children: ReactNode }) {
  return <div className="flex min-h-0 flex-1">{children}</div>;
}

export interface MainProps {
  /** Names the region when the page's heading does not. */
  label?: string;
  /** Inner distance: 16, or 24 on roomy screens, or none for grids that manage their own. */
  padding?: "none" | "m" | "l";
  /** The dark ground behind pictures. */
  well?: boolean;
  /** False where a child scrolls itself. */
  scrolls?: boolean;
  className?: string;
  children: ReactNode;
}

export function Main({ label, padding = "m", well, scrolls = true, className, children }: MainProps) {
  return (
    <main
      aria-label={label}
      data-region="main"
      tabIndex={-1}
      className={cx(
        "relative min-h-0 min-w-0 flex-1 focus-visible:outline-none",
        scrolls ? "overflow-y-auto" : "flex flex-col overflow-hidden",
        padding === "m" && "p-4",
        padding === "l" && "p-6",
        well && "bg-well",
        className,
      )}
    >
      {children}
    </main>
  );
}
