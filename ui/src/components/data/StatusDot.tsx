// The state of a service or account: a shape first, then a colour, always with a word for those who
// see neither.
import { cx } from "../cx";

export type Health = "ok" | "warn" | "bad" | "off" | "busy";

const LOOKS: Record<Health, string> = {
  ok: "rounded-full bg-ok",
  warn: "rotate-45 rounded-[1px] bg-warn",
  bad: "rounded-[1px] bg-bad",
  off: "rounded-full shadow-[inset_0_0_0_1.5px_var(--n-8)]",
  busy: "rounded-full bg-accent",
};

/** `label` is the state in a word; leave it out where the word stands beside the mark. */
export function StatusDot({ health, label, className }: { health: Health; label?: string; className?: string }) {
  return (
    <span
      {...(label ? { role: "img", "aria-label": label, title: label } : { "aria-hidden": true })}
      className={cx("inline-block size-[7px] flex-none", LOOKS[health], className)}
    />
  );
}
