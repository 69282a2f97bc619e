// A small word with an edge: a filter with ×, a tag, a choice.
import { type LucideIcon, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface ChipProps {
  children: ReactNode;
  icon?: LucideIcon;
  /** A face before the word. */
  mark?: ReactNode;
  /** Filled and selected, or only outlined. */
  look?: "plain" | "selected" | "outline";
  onRemove?: () => void;
  /** The name of what × takes away; needed where the children are not text. */
  removeLabel?: string;
  onClick?: () => void;
  className?: string;
}

export function Chip({
  children,
  icon: Icon,
  mark,
  look = "plain",
  onRemove,
  removeLabel,
  onClick,
  className,
}: ChipProps) {
  const body = (
    <>
      {Icon && (
        <Icon
          aria-hidden="true"
          size={12}
          strokeWidth={2}
          className={look === "selected" ? "text-accent" : "text-ink-3"}
        />
      )}
      {mark}
      {children}
    </>
  );
  return (
    <span
      className={cx(
        "inline-flex h-[22px] max-w-full flex-none items-center gap-[5px] rounded-2 text-12 whitespace-nowrap",
        look === "plain" && "bg-hover text-ink",
        look === "selected" && "bg-selected text-ink",
        look === "outline" && "text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]",
        !onClick && "pl-2",
        !onClick && !onRemove && "pr-2",
        className,
      )}
    >
      {onClick ? (
        <button
          type="button"
          aria-pressed={look === "selected"}
          onClick={onClick}
          className="relative flex h-full items-center gap-[5px] rounded-2 px-2 before:absolute before:-inset-y-px before:inset-x-0 before:content-[''] hover:bg-hover"
        >
          {body}
        </button>
      ) : (
        <span className="flex min-w-0 items-center gap-[5px] truncate">{body}</span>
      )}
      {onRemove && (
        <button
          type="button"
          aria-label={`Remove ${removeLabel ?? (typeof children === "string" ? children : "")}`.trim()}
          onClick={onRemove}
          className={cx(
            "relative -ml-px flex h-full w-[22px] items-center justify-center rounded-2 before:absolute before:-inset-px before:content-['']",
            look === "selected" ? "text-accent" : "text-ink-3 hover:text-ink",
          )}
        >
          <X aria-hidden="true" size={12} strokeWidth={2} />
        </button>
      )}
    </span>
  );
}
