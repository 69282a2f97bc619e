// Names and values in two columns: a recipe, a file's facts.
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface Fact {
  name: string;
  value: ReactNode;
  /** Seeds, hashes, addresses. */
  mono?: boolean;
}

/** `narrow` leaves more room to the values, where all names are short. */
export function Facts({ facts, narrow }: { facts: readonly Fact[]; narrow?: boolean }) {
  return (
    <dl
      className={cx(
        "grid gap-x-2 gap-y-1 text-12",
        narrow ? "grid-cols-[52px_minmax(0,1fr)]" : "grid-cols-[92px_minmax(0,1fr)]",
      )}
    >
      {facts.map(({ name, value, mono }) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd
            className={mono ? "font-mono text-[11.5px] tracking-[-0.02em] break-words" : "break-words"}
            data-selectable
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
