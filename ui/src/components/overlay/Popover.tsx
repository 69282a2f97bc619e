// A small room under a button: filters, a colour, a quick form.
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface PopoverProps {
  trigger: ReactNode;
  /** Names the room. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

export function Popover({ trigger, label, children, align = "start", open, onOpenChange, className }: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            "z-40 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-3 bg-raised p-3 shadow-pop animate-appear focus-visible:outline-none",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
