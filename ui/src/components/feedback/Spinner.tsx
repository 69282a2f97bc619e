// A small turning ring; three still dots where motion is not wanted.
import { cx } from "../cx";

/** Accent; on a filled ground give it `text-current`. */
export function Spinner({ className }: { className?: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      className={cx("inline-flex size-3 flex-none items-center justify-center text-accent", className)}
    >
      <span className="size-full animate-spin rounded-full border-2 border-[color-mix(in_srgb,currentColor_25%,transparent)] border-t-current motion-reduce:hidden" />
      <span className="hidden items-center gap-[2px] motion-reduce:inline-flex">
        <i className="size-[3px] rounded-full bg-current" />
        <i className="size-[3px] rounded-full bg-current opacity-60" />
        <i className="size-[3px] rounded-full bg-current opacity-30" />
      </span>
    </span>
  );
}
