// One line of text, or a number.
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";
import { Kbd } from "../text/Kbd";
import { Field, type FieldFrame, fieldLook } from "./Field";

export interface TextFieldProps extends Omit<ComponentProps<"input">, "size" | "disabled">, FieldFrame {
  icon?: LucideIcon;
  /** At the right end inside the field: a unit, a small button. */
  end?: ReactNode;
  size?: "m" | "l";
  loading?: boolean;
  /** Why it cannot be edited. */
  off?: string | false;
}

export function TextField({ label, aside, hint, error, labelHidden, className, ...rest }: TextFieldProps) {
  return (
    <Field {...{ label, aside, hint, error, labelHidden: labelHidden ?? false, className }}>
      {(ids) => <TextBox {...rest} {...ids} invalid={Boolean(error)} />}
    </Field>
  );
}

interface TextBoxProps extends Omit<ComponentProps<"input">, "size" | "disabled"> {
  icon?: LucideIcon;
  end?: ReactNode;
  size?: "m" | "l";
  loading?: boolean;
  off?: string | false;
  invalid?: boolean;
}

function TextBox({ icon: Icon, end, size = "m", loading, off, invalid, className, ...input }: TextBoxProps) {
  return (
    <div
      title={off || undefined}
      className={cx(
        fieldLook({ error: invalid ?? false, off: Boolean(off) }),
        "field-edge flex min-w-0 items-center gap-2 px-2",
        size === "l" ? "h-8" : "h-7",
      )}
    >
      {loading ? (
        <Spinner />
      ) : (
        Icon && <Icon aria-hidden="true" size={14} strokeWidth={1.75} className="flex-none text-ink-3" />
      )}
      <input
        autoComplete="off"
        spellCheck={false}
        {...input}
        readOnly={Boolean(off) || input.readOnly}
        aria-disabled={off ? true : undefined}
        className={cx("h-full w-full min-w-0 bg-transparent", className)}
      />
      {end && <span className="flex flex-none items-center text-12 text-ink-3">{end}</span>}
    </div>
  );
}

export interface SearchFieldProps extends Omit<ComponentProps<"input">, "size" | "disabled"> {
  /** What is searched; placeholder and accessible name. */
  label: string;
  icon: LucideIcon;
  shortcut?: string;
}

/** The search of a toolbar: no label above, its key at the end. */
export function SearchField({ label, icon, shortcut, className, ...input }: SearchFieldProps) {
  return (
    <div className={cx("w-[232px] min-w-0", className)}>
      <TextBox
        type="search"
        icon={icon}
        placeholder={label}
        aria-label={label}
        {...input}
        className="[&::-webkit-search-cancel-button]:appearance-none"
        end={shortcut && <Kbd keys={shortcut} />}
      />
    </div>
  );
}
