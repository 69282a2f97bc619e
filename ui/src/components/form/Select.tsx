// A choice of one from a short list.
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";
import { Field, type FieldFrame, fieldLook } from "./Field";

export interface Choice {
  value: string;
  label: string;
  /** Quiet words after the label. */
  hint?: string;
  /** A face or a small icon before it. */
  mark?: ReactNode;
  /** Why it cannot be chosen. */
  off?: string;
}

export interface SelectProps extends FieldFrame {
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (value: string) => void;
  placeholder?: string;
  size?: "m" | "l";
  loading?: boolean;
  off?: string | false;
}

export function Select(props: SelectProps) {
  const { choices, value, onChange, placeholder = "Choose", size = "m", loading, off, ...frame } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Field {...frame}>
      {(ids) => (
        <Radix.Root value={value ?? ""} onValueChange={onChange} disabled={Boolean(off || loading)}>
          <Radix.Trigger
            {...ids}
            title={off || undefined}
            className={cx(
              fieldLook({ error: Boolean(frame.error), off: Boolean(off) }),
              "flex w-full min-w-0 items-center gap-2 px-2 text-left hover:bg-hover data-[state=open]:border-accent",
              size === "l" ? "h-9" : "h-7",
            )}
          >
            {loading ? <Spinner /> : chosen?.mark}
            <span className={cx("min-w-0 flex-1 truncate", !chosen && "text-ink-3")}>
              {/* Radix finds the chosen label by this part; what it shows is ours. */}
              <Radix.Value>{loading ? "Reading" : (chosen?.label ?? placeholder)}</Radix.Value>
              {chosen?.hint && <span className="ml-2 text-12 text-ink-3">{chosen.hint}</span>}
            </span>
            <ChevronDown aria-hidden="true" size={14} className="flex-none text-ink-3" />
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Content
              position="popper"
              sideOffset={4}
              collisionPadding={8}
              className="z-70 max-h-[min(360px,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-3 bg-raised p-1 shadow-pop animate-appear"
            >
              <Radix.Viewport>
                {choices.map((choice) => (
                  <Radix.Item
                    key={choice.value}
                    value={choice.value}
                    disabled={Boolean(choice.off)}
                    title={choice.off}
                    className="flex h-7 items-center gap-2 rounded-[4px] px-2 outline-none data-disabled:text-ink-off data-highlighted:bg-selected"
                  >
                    {choice.mark}
                    <Radix.ItemText>{choice.label}</Radix.ItemText>
                    {choice.hint && <span className="text-12 text-ink-3">{choice.hint}</span>}
                    <Radix.ItemIndicator className="ml-auto pl-3">
                      <Check aria-hidden="true" size={14} className="text-accent" />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </Field>
  );
}
