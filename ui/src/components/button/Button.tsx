// The button: an icon, a verb, a key. Busy keeps its width; disabled stays focusable and says why.
import { cva, type VariantProps } from "class-variance-authority";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { useKeys } from "../actions/registry";
import { ariaKeys } from "../actions/shortcuts";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";
import { Tooltip } from "../overlay/Tooltip";
import { Kbd } from "../text/Kbd";

const look = cva(
  "inline-flex flex-none items-center justify-center gap-1.5 rounded-2 border font-label text-13 whitespace-nowrap transition-colors duration-80 select-none",
  {
    variants: {
      kind: {
        primary:
          "border-transparent bg-accent-fill text-on-accent hover:bg-accent-fill-hover active:bg-accent-fill-pressed [&_kbd]:border-white/40 [&_kbd]:text-on-accent",
        secondary: "border-line-strong bg-raised text-ink hover:bg-hover active:bg-pressed [&>svg]:text-ink-2",
        quiet: "border-transparent bg-transparent text-ink hover:bg-hover active:bg-pressed [&>svg]:text-ink-2",
        danger: "border-transparent bg-bad-fill text-on-fill hover:bg-bad-fill-hover active:bg-bad-fill-hover",
        "quiet-danger": "border-transparent bg-transparent text-bad hover:bg-hover active:bg-pressed",
      },
      size: { s: "h-6 px-2 text-12", m: "h-7 px-2.5", l: "h-8 px-3.5" },
      square: { true: "px-0", false: "" },
      toggled: { true: "bg-selected [&>svg]:text-accent", false: "" },
      off: {
        true: "border-line bg-transparent text-ink-off hover:bg-transparent active:bg-transparent [&>svg]:text-ink-off [&_kbd]:text-ink-off [&_kbd]:border-line",
        false: "",
      },
    },
    compoundVariants: [
      { square: true, size: "s", class: "w-6" },
      { square: true, size: "m", class: "w-7" },
      { square: true, size: "l", class: "w-8" },
      { off: true, kind: ["quiet", "quiet-danger"], class: "border-transparent" },
    ],
    defaultVariants: { kind: "secondary", size: "m", square: false, toggled: false, off: false },
  },
);

type Look = VariantProps<typeof look>;

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  kind?: NonNullable<Look["kind"]>;
  size?: NonNullable<Look["size"]>;
  icon?: LucideIcon;
  /** Stands after the label: a chevron for a menu. */
  endIcon?: LucideIcon;
  /** An action's id, or keys: shown as a key; the actions registry does the listening. */
  shortcut?: string | undefined;
  /** A spinner stands where the icon stood; a second press does nothing. */
  busy?: boolean;
  /** Why it cannot be pressed. Given: disabled, still focusable, said on hover and focus. */
  off?: string | false | undefined;
  children: ReactNode;
}

export function Button({ kind, size, icon, endIcon, shortcut, busy, off, children, className, ...rest }: ButtonProps) {
  const Icon = icon;
  const End = endIcon;
  const keys = useKeys(shortcut);
  const isFilled = (kind === "primary" || kind === "danger") && !off;
  const button = (
    <button
      type="button"
      {...rest}
      {...pressing(rest.onClick, busy, off)}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      className={cx("relative", look({ kind, size, off: Boolean(off) }), className)}
    >
      {busy && Icon && <Spinner className={cx("size-3.5", isFilled && "text-current")} />}
      {busy && !Icon && (
        <span className="absolute inset-0 flex items-center justify-center">
          <Spinner className={isFilled ? "text-current" : undefined} />
        </span>
      )}
      {Icon && !busy && <Icon aria-hidden="true" size={14} strokeWidth={1.75} className="flex-none" />}
      <span className={cx("flex items-center gap-1.5", busy && !Icon && "opacity-0")}>{children}</span>
      {keys && <Kbd keys={keys} className="ml-0.5" />}
      {End && <End aria-hidden="true" size={14} strokeWidth={1.75} className="flex-none" />}
    </button>
  );
  return off ? <Tooltip text={off}>{button}</Tooltip> : button;
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "disabled" | "children"> {
  icon: LucideIcon;
  /** Its name: tooltip and accessible name. */
  label: string;
  kind?: "quiet" | "secondary" | "danger";
  size?: NonNullable<Look["size"]>;
  shortcut?: string | undefined;
  /** Given: it is a toggle, pressed or not. */
  toggled?: boolean;
  busy?: boolean;
  off?: string | false | undefined;
  tooltipSide?: "top" | "bottom" | "left" | "right";
}

export function IconButton(props: IconButtonProps) {
  const {
    icon: Icon,
    label,
    kind = "quiet",
    size,
    shortcut,
    toggled,
    busy,
    off,
    tooltipSide,
    className,
    ...rest
  } = props;
  const keys = useKeys(shortcut);
  return (
    <Tooltip text={off ? `${label}: ${off}` : label} shortcut={keys} {...(tooltipSide ? { side: tooltipSide } : {})}>
      <button
        type="button"
        {...rest}
        {...pressing(rest.onClick, busy, off)}
        aria-label={label}
        aria-pressed={toggled}
        aria-keyshortcuts={keys && ariaKeys(keys)}
        className={cx(
          look({ kind: kind === "danger" ? "quiet-danger" : kind, size, square: true, toggled, off: Boolean(off) }),
          className,
        )}
      >
        {busy ? <Spinner className="size-3.5" /> : <Icon aria-hidden="true" size={16} strokeWidth={1.75} />}
      </button>
    </Tooltip>
  );
}

/** A button that is busy or off stays in the tab order, and its presses go nowhere. */
function pressing(
  onClick: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined,
  busy: boolean | undefined,
  off: string | false | undefined,
) {
  const blocked = Boolean(busy || off);
  return {
    "aria-busy": busy || undefined,
    "aria-disabled": blocked || undefined,
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      if (blocked) {
        event.preventDefault();
        event.stopPropagation();
      } else {
        onClick?.(event);
      }
    },
  };
}
