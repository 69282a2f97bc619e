// What fills a whole: a bar in parts, and below it each part with its size.
import { cx } from "../cx";

export interface Share {
  name: string;
  size: number;
  /** How the size is said. */
  said: string;
}

export interface ShareBarProps {
  label: string;
  shares: readonly Share[];
  /** The whole; absent: the sum of the parts. */
  whole?: number;
  className?: string;
}

/** From strong to faint; what comes after takes the last one. */
const FILLS = ["bg-ink", "bg-grey-9", "bg-grey", "bg-grey-7", "bg-line-strong"];
const fillAt = (index: number) => FILLS[Math.min(index, FILLS.length - 1)];

export function ShareBar({ label, shares, whole, className }: ShareBarProps) {
  const sum = shares.reduce((total, { size }) => total + size, 0);
  const all = Math.max(whole ?? sum, sum, 1);
  return (
    <div className={className}>
      <div role="img" aria-label={label} className="mb-2 flex h-2 gap-px overflow-hidden rounded-1 bg-pressed">
        {shares.map(({ name, size }, index) => (
          <span key={name} className={fillAt(index)} style={{ width: `${(size / all) * 100}%` }} />
        ))}
      </div>
      <ul className="text-12">
        {shares.map(({ name, said }, index) => (
          <li key={name} className="flex h-5 items-center gap-2">
            <span aria-hidden="true" className={cx("size-2 flex-none rounded-[1px]", fillAt(index))} />
            <span className="min-w-0 truncate">{name}</span>
            <span className="ml-auto text-ink-2">{said}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
