// A state in a word on its soft ground, with its shape.
import { Check, Clock, type LucideIcon, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";

const TONES = {
  plain: "bg-hover text-ink-2",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
} as const;

export interface StateTagProps {
  tone?: keyof typeof TONES;
  icon?: LucideIcon;
  children: ReactNode;
}

export function StateTag({ tone = "plain", icon: Icon, children }: StateTagProps) {
  return (
    <span
      className={cx(
        "inline-flex h-[18px] flex-none items-center gap-1 rounded-1 px-1.5 text-11 font-label whitespace-nowrap",
        TONES[tone],
      )}
    >
      {Icon && <Icon aria-hidden="true" size={12} strokeWidth={2} />}
      {children}
    </span>
  );
}

export type Approval = "pending" | "approved" | "rejected";

export const APPROVALS = {
  pending: { label: "Pending", icon: Clock, tone: "warn", plate: "text-plate-warn" },
  approved: { label: "Approved", icon: Check, tone: "ok", plate: "text-plate-ok" },
  rejected: { label: "Rejected", icon: X, tone: "bad", plate: "text-plate-bad" },
} as const satisfies Record<Approval, unknown>;

export function ApprovalTag({ approval }: { approval: Approval }) {
  const { label, icon, tone } = APPROVALS[approval];
  return (
    <StateTag tone={tone} icon={icon}>
      {label}
    </StateTag>
  );
}
