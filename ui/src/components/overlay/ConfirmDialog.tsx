// Asks before what cannot be undone. Focus starts on the safe button; Enter never triggers the red one.
import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../button/Button";
import { useFocusBack } from "./useFocusBack";

export interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  /** A question with the object and the count. */
  title: string;
  /** What goes with it. */
  text: ReactNode;
  /** The safe way, e.g. "Keep it". */
  safe: string;
  /** The verb that does it, e.g. "Delete on both". */
  action: string;
  /** Closes when it has ended. */
  onAction: () => unknown;
  /** A third way between both, e.g. "Delete here only". */
  other?: { label: string; onAction: () => unknown };
}

export function ConfirmDialog({ open, onClose, title, text, safe, action, onAction, other }: ConfirmDialogProps) {
  const focusBack = useFocusBack();
  const safeButton = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState<"action" | "other" | null>(null);

  const take = async (which: "action" | "other", run: () => unknown) => {
    setBusy(which);
    try {
      await run();
    } finally {
      setBusy(null);
      onClose();
    }
  };

  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && !busy && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-60 bg-scrim animate-appear" />
        <Radix.Content
          data-dialog
          onCloseAutoFocus={focusBack.onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            focusBack.keep();
            event.preventDefault();
            safeButton.current?.focus();
          }}
          className="fixed top-[min(22vh,176px)] left-1/2 z-60 w-[min(480px,calc(100vw-32px))] -translate-x-1/2 rounded-4 bg-raised p-4 shadow-modal animate-appear"
        >
          <Radix.Title className="text-15 font-title">{title}</Radix.Title>
          <Radix.Description className="mt-1 max-w-[72ch] text-ink-2">{text}</Radix.Description>
          <div className="mt-3 flex flex-wrap justify-end gap-2">
            <Button ref={safeButton} kind="quiet" onClick={onClose}>
              {safe}
            </Button>
            {other && (
              <Button busy={busy === "other"} onClick={() => void take("other", other.onAction)}>
                {other.label}
              </Button>
            )}
            <Button
              kind="danger"
              busy={busy === "action"}
              // A held or hurried Enter must not delete; Space and the pointer may.
              onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
              onClick={() => void take("action", onAction)}
            >
              {action}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
