// A choice of one where each needs a sentence: a stack of cards with a ring.
import type { LucideIcon } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "../cx";

export interface RadioCard<V extends string> {
  value: V;
  label: string;
  hint?: ReactNode;
  /** At the right end: "needs 14 GB", a tag. */
  aside?: ReactNode;
  /** Instead of the ring, as on the first screen. */
  icon?: LucideIcon;
  off?: string;
}

export interface RadioCardsProps<V extends string> {
  label: string;
  labelHidden?: boolean;
  choices: readonly RadioCard<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  size?: "m" | "l";
  /** Without edges: a plain list. */
  plain?: boolean;
  className?: string;
}

export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { label, labelHidden, choices, value, onChange, size = "m", plain, className } = props;
  const id = useId();
  return (
    <div className={className}>
      <span id={id} className={labelHidden ? "sr-only" : "mb-2 block text-12 font-title"}>
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value ?? ""}
        onValueChange={(next) => onChange(next as V)}
        className={cx("flex flex-col", size === "l" ? "gap-2" : "gap-1.5")}
      >
        {choices.map(({ value: own, label: name, hint, aside, icon: Icon, off }) => (
          <RadioGroup.Item
            key={own}
            value={own}
            disabled={Boolean(off)}
            className={cx(
              "group flex w-full gap-2.5 rounded-2 border border-line-strong px-2.5 py-2 text-left hover:bg-hover",
              "data-[state=checked]:border-accent data-[state=checked]:bg-selected",
              size === "l" && "items-center gap-3 px-4 py-3",
              plain && "border-0 px-0 py-1 hover:bg-transparent data-[state=checked]:bg-transparent",
            )}
          >
            {Icon ? (
              <Icon
                aria-hidden="true"
                size={20}
                strokeWidth={1.5}
                className="flex-none text-ink-2 group-data-[state=checked]:text-accent"
              />
            ) : (
              <span className="mt-[3px] grid size-3.5 flex-none place-items-center rounded-full shadow-[inset_0_0_0_1px_var(--line-control)] group-data-[state=checked]:bg-white group-data-[state=checked]:shadow-[inset_0_0_0_4px_var(--accent-fill)]" />
            )}
            <span className="min-w-0 flex-1">
              <span className={cx("block font-label", size === "l" && "font-title", off && "text-ink-off")}>
                {name}
              </span>
              {(off ?? hint) && <span className="block text-12 text-ink-2">{off ?? hint}</span>}
            </span>
            {aside && <span className="self-center text-12 text-ink-3">{aside}</span>}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
