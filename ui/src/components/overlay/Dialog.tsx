// A dialog: only when a choice is needed now. Focus is held inside and given back.
import type { LucideIcon } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx";
import { keepOpenForNotices } from "../feedback/noticeFocus";
import { useFocusBack } from "./useFocusBack";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One or two sentences below the title. */
  text?: ReactNode;
  icon?: LucideIcon;
  tone?: "plain" | "bad" | "warn";
  children?: ReactNode;
  /** Buttons, the safe one first. */
  foot?: ReactNode;
  width?: number;
}

const TONE = { plain: "text-ink-2", bad: "text-bad", warn: "text-warn" };

export function Dialog({
  open,
  onClose,
  title,
  text,
  icon: Icon,
  tone = "plain",
  children,
  foot,
  width = 480,
}: DialogProps) {
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-60 bg-scrim animate-appear" />
        <Radix.Content
          data-dialog
          onInteractOutside={keepOpenForNotices}
          {...(text ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusBack.keep}
          onCloseAutoFocus={focusBack.onCloseAutoFocus}
          style={{ width: `min(${width}px, calc(100vw - 32px))` }}
          className="fixed top-[min(22vh,176px)] left-1/2 z-60 flex max-h-[calc(100vh-min(22vh,176px)-32px)] -translate-x-1/2 flex-col rounded-4 bg-raised shadow-modal animate-appear focus-visible:outline-none"
        >
          <div className="flex min-h-0 gap-3 overflow-y-auto px-5 pt-5 pb-4">
            {Icon && (
              <Icon aria-hidden="true" size={20} strokeWidth={1.5} className={cx("mt-px flex-none", TONE[tone])} />
            )}
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-15 font-title">{title}</Radix.Title>
              {text && <Radix.Description className="mt-1 max-w-[72ch] text-13 text-ink-2">{text}</Radix.Description>}
              {children && <div className="mt-3">{children}</div>}
            </div>
          </div>
          {foot && (
            <div className="flex flex-none items-center justify-end gap-2 border-t border-line px-5 py-3">{foot}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
