// A choice of one from a long list (models, time zones), found by typing.
import { Command } from "cmdk";
import { Check, ChevronDown, Search } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";
import { Field, type FieldFrame, fieldLook } from "./Field";
import type { Choice } from "./Select";

/** Rows drawn at most; typing narrows the rest. */
const SHOWN = 200;

export interface ComboboxProps extends FieldFrame {
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Placeholder of the search inside. */
  search?: string;
  size?: "m" | "l";
  loading?: boolean;
  off?: string | false;
  /** Lets a typed text that is in no list be taken. */
  ownText?: boolean;
}

export function Combobox(props: ComboboxProps) {
  const {
    choices,
    value,
    onChange,
    placeholder = "Choose",
    search = "Find",
    size = "m",
    loading,
    off,
    ownText,
    ...frame
  } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const chosen = choices.find((choice) => choice.value === value);
  const wanted = typed.trim().toLowerCase();
  const found = choices.filter((choice) => `${choice.label} ${choice.hint ?? ""}`.toLowerCase().includes(wanted));

  const take = (next: string) => {
    onChange(next);
    setOpen(false);
    setTyped("");
  };

  return (
    <Field {...frame}>
      {(ids) => (
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Trigger
            {...ids}
            role="combobox"
            aria-expanded={open}
            aria-disabled={off || loading ? true : undefined}
            onClick={(event) => (off || loading) && event.preventDefault()}
            title={off || undefined}
            className={cx(
              fieldLook({ error: Boolean(frame.error), off: Boolean(off) }),
              "flex w-full min-w-0 items-center gap-2 px-2 text-left hover:bg-hover data-[state=open]:border-accent",
              size === "l" ? "h-9" : "h-7",
            )}
          >
            {loading ? <Spinner /> : chosen?.mark}
            <span className={cx("min-w-0 flex-1 truncate", !value && "text-ink-3")}>
              {loading ? "Reading" : (chosen?.label ?? (value || placeholder))}
              {chosen?.hint && <span className="ml-2 text-12 text-ink-3">{chosen.hint}</span>}
            </span>
            <ChevronDown aria-hidden="true" size={14} className="flex-none text-ink-3" />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              align="start"
              sideOffset={4}
              collisionPadding={8}
              className="z-70 w-max max-w-[420px] min-w-(--radix-popover-trigger-width) rounded-3 bg-raised shadow-pop animate-appear"
            >
              <Command shouldFilter={false} label={search}>
                <div className="flex h-9 items-center gap-2 border-b border-line px-3">
                  <Search aria-hidden="true" size={14} className="text-ink-3" />
                  <Command.Input
                    value={typed}
                    onValueChange={setTyped}
                    placeholder={search}
                    className="w-full bg-transparent focus-visible:outline-none"
                  />
                </div>
                <Command.List label={search} className="max-h-[280px] overflow-y-auto p-1">
                  {found.length === 0 && !ownText && (
                    <Command.Empty className="px-2 py-3 text-12 text-ink-3">Nothing by that name</Command.Empty>
                  )}
                  {ownText && wanted && !choices.some((choice) => choice.value === typed.trim()) && (
                    <Command.Item value={`own ${typed}`} onSelect={() => take(typed.trim())} className={ITEM}>
                      Use “{typed.trim()}”
                    </Command.Item>
                  )}
                  {found.slice(0, SHOWN).map((choice) => (
                    <Command.Item
                      key={choice.value}
                      value={choice.value}
                      disabled={Boolean(choice.off)}
                      title={choice.off}
                      onSelect={() => take(choice.value)}
                      className={ITEM}
                    >
                      {choice.mark}
                      <span className="truncate">{choice.label}</span>
                      {choice.hint && <span className="text-12 whitespace-nowrap text-ink-3">{choice.hint}</span>}
                      {choice.value === value && (
                        <Check aria-hidden="true" size={14} className="ml-auto flex-none text-accent" />
                      )}
                    </Command.Item>
                  ))}
                  {found.length > SHOWN && (
                    <p className="px-2 py-1 text-12 text-ink-3">{found.length - SHOWN} more, type to narrow</p>
                  )}
                </Command.List>
              </Command>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </Field>
  );
}

const ITEM =
  "flex h-7 items-center gap-2 rounded-[4px] px-2 data-[disabled=true]:text-ink-off data-[selected=true]:bg-selected";
