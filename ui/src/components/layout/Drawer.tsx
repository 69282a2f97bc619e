// The detail at the right: 320 wide, 360 from 1440 on, 272 in a slim window. Opening it takes no focus.
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface DrawerProps {
  label: string;
  children: ReactNode;
  /** Stays below while the rest scrolls: the one primary button. */
  foot?: ReactNode;
}

export function Drawer({ label, children, foot }: DrawerProps) {
  return (
    <aside
      aria-label={label}
      data-region="drawer"
      className="flex min-h-0 w-[320px] flex-none flex-col border-l border-line bg-side slim:w-[272px] roomy:w-[360px]"
    >
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      {foot && (
        <div data-notices-above className="flex-none border-t border-line p-4">
          {foot}
        </div>
      )}
    </aside>
  );
}

export interface SectionProps {
  title?: ReactNode;
  /** Right of the title: a small button or a count. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A part of a drawer or a form, a hairline above it. */
export function Section({ title, aside, children, className }: SectionProps) {
  return (
    <section className={cx("border-t border-line px-4 py-3 first:border-t-0", className)}>
      {(title || aside) && (
        <div className="mb-2 flex min-h-6 items-center gap-1.5">
          {title && <h2 className="text-12">{title}</h2>}
          {aside && <span className="ml-auto flex items-center text-12 text-ink-3">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
