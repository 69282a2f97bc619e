// Names and values in two columns: a recipe, a file's facts.
import type { ReactNode } from "react";

export interface Fact {
  name: string;
  value: ReactNode;
  /** Seeds, hashes, addresses. */
  mono?: boolean;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-2 gap-y-1 text-12">
      {facts.map(({ name, value, mono }) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className={mono ? "font-mono text-[11.5px] tracking-[-0.02em] break-all" : "break-words"} data-selectable>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
