// On or off at once. The label and its explanation belong to the target.
import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";

export interface SwitchProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Keeps its old place until confirmed. */
  busy?: boolean;
  off?: string | false;
  labelHidden?: boolean;
  className?: string;
}

export function Switch({ label, hint, checked, onChange, busy, off, labelHidden, className }: SwitchProps) {
  const id = useId();
  return (
    <div title={off || undefined} className={cx("flex items-start gap-2", className)}>
      <span className="flex h-5 flex-none items-center">
        <Radix.Root
          id={id}
          checked={checked}
          aria-disabled={off || busy ? true : undefined}
          aria-busy={busy || undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onCheckedChange={(next) => !off && !busy && onChange(next)}
          className={cx(
            "group relative h-4 w-7 rounded-full shadow-[inset_0_0_0_1px_var(--line-control)] transition-colors duration-140",
            "data-[state=checked]:bg-accent-fill data-[state=checked]:shadow-none",
            "before:absolute before:-inset-1 before:content-['']",
            off && "opacity-45",
          )}
        >
          <Radix.Thumb className="absolute top-[3px] left-[3px] size-2.5 rounded-full bg-grey-9 transition-transform duration-140 data-[state=checked]:translate-x-3 data-[state=checked]:bg-white" />
        </Radix.Root>
      </span>
      <label htmlFor={id} className={cx("min-w-0", labelHidden && "sr-only", off && "text-ink-off")}>
        <span className="flex items-center gap-2 font-label">
          {label}
          {busy && <Spinner />}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="mt-0.5 block max-w-[72ch] text-12 font-text text-ink-3">
            {hint}
          </span>
        )}
      </label>
    </div>
  );
}
