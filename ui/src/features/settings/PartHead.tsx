// The heading of a part of Settings, and of its sections.
import type { ReactNode } from "react";

export interface PartHeadProps {
  title: string;
  /** Quiet words after the title. */
  words?: ReactNode;
  /** At the right end. */
  actions?: ReactNode;
}

export function PartHead({ title, words, actions }: PartHeadProps) {
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="text-15">{title}</h2>
      {words && <p className="max-w-[72ch] text-12 text-ink-3">{words}</p>}
      {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
    </div>
  );
}

/** A section of a part, 24 below the one before. */
export function PartSection({ children, ...head }: PartHeadProps & { children: ReactNode }) {
  return (
    <section className="mt-6 first:mt-0">
      <PartHead {...head} />
      {children}
    </section>
  );
}
