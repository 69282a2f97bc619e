// An error in its place: what, why, the way out; the raw reply folded; Copy and Open log.
import { useNavigate } from "@tanstack/react-router";
import { ChevronRight, CircleX, Copy, List } from "lucide-react";
import type { ReactNode } from "react";
import { type ApiError, rawReply } from "@/api";
import { Button } from "../button/Button";
import { cx } from "../cx";
import { copyText } from "../text/copy";

export interface ErrorNoteProps {
  /** What failed: "The pictures could not be read". */
  what: string;
  error: ApiError;
  /** The button that mends it. */
  action?: ReactNode;
  /** Asks once more, where that may mend it: the button "Try again". */
  onAgain?: () => unknown;
  /** Who gave the raw reply, as in "What ComfyUI said". */
  who?: string;
  className?: string;
}

export function ErrorNote({ what, error, action, onAgain, who = "Troupe", className }: ErrorNoteProps) {
  return (
    <div role="alert" className={cx("rounded-2 bg-bad-soft px-2.5 py-2 text-12", className)}>
      <div className="flex items-start gap-2">
        <CircleX aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-bad" />
        <div className="min-w-0 flex-1">
          <p className="font-label">{what}</p>
          <p className="max-w-[72ch] text-ink-2" data-selectable>
            {error.message}
          </p>
        </div>
        {(action || onAgain) && (
          <div className="flex flex-none items-center gap-1">
            {action}
            {onAgain && (
              <Button size="s" onClick={() => void onAgain()}>
                Try again
              </Button>
            )}
          </div>
        )}
      </div>
      <RawReply error={error} what={what} who={who} className="mt-1 ml-4" />
    </div>
  );
}

/** The folded part of an error, for notes and dialogs alike. */
export function RawReply({
  error,
  what,
  who,
  className,
}: {
  error: ApiError;
  what: string;
  who: string;
  className?: string;
}) {
  const navigate = useNavigate();
  const raw = error.details == null ? error.code : `${error.code}\n${rawReply(error.details)}`;
  return (
    <details className={cx("group", className)}>
      <summary className="flex list-none items-center gap-1 rounded-2 text-12 text-ink-2 [&::-webkit-details-marker]:hidden">
        <span className="flex h-6 items-center gap-1.5 px-1">
          <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open:rotate-90" />
          What {who} said
        </span>
      </summary>
      <pre className="my-1 max-h-40 overflow-auto rounded-2 bg-well p-2 font-mono text-11 whitespace-pre-wrap text-ink-2">
        {raw}
      </pre>
      <div className="flex gap-1">
        <Button size="s" kind="quiet" icon={Copy} onClick={() => void copyText(`${what}\n${error.message}\n${raw}`)}>
          Copy
        </Button>
        <Button size="s" kind="quiet" icon={List} onClick={() => void navigate({ to: "/monitoring", hash: "log" })}>
          Open log
        </Button>
      </div>
    </details>
  );
}
