// A sentence on a soft ground, at the top of the region it is about.
import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";

const TONES = {
  plain: { icon: Info, look: "bg-hover", mark: "text-ink-2" },
  info: { icon: Info, look: "bg-info-soft", mark: "text-info" },
  ok: { icon: CircleCheck, look: "bg-ok-soft", mark: "text-ok" },
  warn: { icon: TriangleAlert, look: "bg-warn-soft", mark: "text-warn" },
  bad: { icon: CircleX, look: "bg-bad-soft", mark: "text-bad" },
} as const;

export interface NoteProps {
  tone?: keyof typeof TONES;
  children: ReactNode;
  /** The way out, at the right. */
  action?: ReactNode;
  className?: string;
}

export function Note({ tone = "plain", children, action, className }: NoteProps) {
  const { icon: Icon, look, mark } = TONES[tone];
  return (
    <div className={cx("flex items-start gap-2 rounded-2 px-2.5 py-2 text-12 text-ink", look, className)}>
      <Icon aria-hidden="true" size={16} strokeWidth={1.75} className={cx("flex-none", mark)} />
      <div className="max-w-[72ch] min-w-0 flex-1">{children}</div>
      {action && <div className="-my-1 ml-auto flex flex-none items-center gap-1 self-center">{action}</div>}
    </div>
  );
}
