// Taken or not, or mixed. The label is part of the target.
import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "../cx";

export interface CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean | "mixed";
  onChange: (checked: boolean) => void;
  off?: string | false;
  labelHidden?: boolean;
  className?: string;
}

export function Checkbox({ label, hint, checked, onChange, off, labelHidden, className }: CheckboxProps) {
  const id = useId();
  return (
    <div title={off || undefined} className={cx("flex items-start gap-2", className)}>
      <span className="flex h-5 flex-none items-center">
        <Radix.Root
          id={id}
          checked={checked === "mixed" ? "indeterminate" : checked}
          aria-disabled={off ? true : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onCheckedChange={(next) => !off && onChange(next === true)}
          className={cx(
            "relative grid size-3.5 place-items-center rounded-1 text-white shadow-[inset_0_0_0_1px_var(--line-control)]",
            "data-[state=checked]:bg-accent-fill data-[state=checked]:shadow-none data-[state=indeterminate]:bg-accent-fill data-[state=indeterminate]:shadow-none",
            "before:absolute before:-inset-[5px] before:content-['']",
            off && "opacity-45",
          )}
        >
          <Radix.Indicator>
            {checked === "mixed" ? <Minus size={10} strokeWidth={3.2} /> : <Check size={10} strokeWidth={3.2} />}
          </Radix.Indicator>
        </Radix.Root>
      </span>
      <label htmlFor={id} className={cx("min-w-0", labelHidden && "sr-only", off && "text-ink-off")}>
        {label}
        {hint && (
          <span id={`${id}-hint`} className="block text-12 text-ink-3">
            {hint}
          </span>
        )}
      </label>
    </div>
  );
}
