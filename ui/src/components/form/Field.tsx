// Label above, control, hint or error below. Every control of a form stands in one.
import { CircleX } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "../cx";

export interface FieldFrame {
  label: ReactNode;
  /** Right of the label: a counter, "18 or over". */
  aside?: ReactNode;
  hint?: ReactNode;
  /** The sentence of what is wrong. */
  error?: string | undefined;
  /** Hides the label from sight only. */
  labelHidden?: boolean;
  className?: string | undefined;
}

export interface FieldProps extends FieldFrame {
  /** Draws the control with the ids that tie it to its label and words. */
  children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
  /** For controls that are a group (radios, segments): the label names the group. */
  group?: boolean;
}

export function Field({ label, aside, hint, error, labelHidden, group, className, children }: FieldProps) {
  const id = useId();
  const wordsId = `${id}-words`;
  const words = error ?? hint;
  const ids = {
    id,
    ...(words ? { "aria-describedby": wordsId } : {}),
    ...(error ? { "aria-invalid": true as const } : {}),
  };
  const Label = group ? "span" : "label";
  return (
    <div className={cx("min-w-0", className)}>
      <div className={cx("mb-[5px] flex items-center gap-1.5 text-12 text-ink-2", labelHidden && "sr-only")}>
        <Label id={`${id}-label`} {...(group ? {} : { htmlFor: id })}>
          {label}
        </Label>
        {aside && <span className="ml-auto text-ink-3">{aside}</span>}
      </div>
      {children(ids)}
      {error ? (
        <p id={wordsId} className="mt-1 flex items-start gap-1.5 text-12 text-bad">
          <CircleX aria-hidden="true" size={12} strokeWidth={2} className="mt-0.5 flex-none" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={wordsId} className="mt-1 max-w-[72ch] text-12 text-ink-3">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** The edge and ground that text fields, choices and areas share. */
export const fieldLook = ({ error, off }: { error?: boolean; off?: boolean }) =>
  cx(
    "rounded-2 border border-line-strong bg-raised text-ink",
    off && "border-line bg-transparent text-ink-off",
    error && "border-bad",
  );
