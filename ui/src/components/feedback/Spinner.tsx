// A small turning ring; three still dots where motion is not wanted.
import { cx } from "../cx";

export function Spinner({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cx("inline-flex size-3 flex-none items-center justify-center", className)}>
      <span className="size-full animate-spin rounded-full border-2 border-pressed border-t-accent motion-reduce:hidden" />
      <span className="hidden items-center gap-[2px] motion-reduce:inline-flex">
        <i className="size-[3px] rounded-full bg-accent" />
        <i className="size-[3px] rounded-full bg-accent opacity-60" />
        <i className="size-[3px] rounded-full bg-accent opacity-30" />
      </span>
    </span>
  );
}
