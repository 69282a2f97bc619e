// Two to five choices of one view. Arrow keys move and choose.
import type { LucideIcon } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { cx } from "../cx";

export interface Segment<V extends string> {
  value: V;
  label: string;
  icon?: LucideIcon;
  /** Shows the icon alone; the label is its name. */
  iconOnly?: boolean;
}

export interface SegmentsProps<V extends string> {
  /** Names the choice. */
  label: string;
  choices: readonly Segment<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  /** Takes the whole width, in equal parts. */
  fill?: boolean;
  className?: string;
}

export function Segments<V extends string>({ label, choices, value, onChange, fill, className }: SegmentsProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? ""}
      onValueChange={(next) => onChange(next as V)}
      className={cx("h-7 flex-none rounded-[6px] bg-hover p-0.5", fill ? "flex" : "inline-flex", className)}
    >
      {choices.map(({ value: own, label: name, icon: Icon, iconOnly }) => (
        <RadioGroup.Item
          key={own}
          value={own}
          aria-label={iconOnly ? name : undefined}
          title={iconOnly ? name : undefined}
          className={cx(
            "flex items-center justify-center gap-[5px] rounded-[4px] px-2.5 text-12 font-label whitespace-nowrap text-ink-2 hover:text-ink",
            "data-[state=checked]:bg-window data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--line-strong)]",
            iconOnly && "px-[7px]",
            fill && "flex-1",
          )}
        >
          {Icon && <Icon aria-hidden="true" size={14} strokeWidth={1.75} />}
          {!iconOnly && name}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
