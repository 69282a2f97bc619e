// A choice of one from a list. With `search` the list has a field to find by typing (models, time
// zones); without, typing finds too, only unseen.
import { Command } from "cmdk";
import { Check, ChevronDown, Search } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";
import { Field, type FieldFrame, fieldLook } from "./Field";

/** Rows drawn at most; typing narrows the rest. */
const SHOWN = 200;

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
  /** Why it cannot be changed. */
  off?: string | false;
  /** Shows a search field with this placeholder. */
  search?: string;
  /** Lets a typed text that is in no list be taken. Goes with `search`. */
  ownText?: boolean;
}

export function Select(props: SelectProps) {
  const {
    choices,
    value,
    onChange,
    placeholder = "Choose",
    size = "m",
    loading,
    off,
    search,
    ownText,
    ...frame
  } = props;
  const [open, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  const blocked = Boolean(off || loading);

  return (
    <Field {...frame}>
      {(ids) => (
        <Popover.Root open={open} onOpenChange={(next) => setOpen(next && !blocked)}>
          <Popover.Trigger
            {...ids}
            role="combobox"
            aria-haspopup="listbox"
            aria-expanded={open}
            aria-disabled={blocked || undefined}
            title={off || undefined}
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
              event.preventDefault();
              setOpen(!blocked);
            }}
            className={cx(
              fieldLook({ error: Boolean(frame.error), off: Boolean(off) }),
              "flex w-full min-w-0 items-center gap-2 px-2 text-left data-[state=open]:border-accent",
              !off && "hover:bg-hover",
              size === "l" ? "h-9" : "h-7",
            )}
          >
            {loading ? <Spinner /> : chosen?.mark}
            {/* A hint that does not fit goes to a second line, which is out of sight. */}
            <span className={cx("flex h-5 min-w-0 flex-1 flex-wrap gap-x-2 overflow-hidden", !value && "text-ink-3")}>
              <span className="max-w-full truncate">
                {loading ? "Reading" : (chosen?.label ?? (value || placeholder))}
              </span>
              {!loading && chosen?.hint && <span className="text-12/5 text-ink-3">{chosen.hint}</span>}
            </span>
            <ChevronDown aria-hidden="true" size={14} className="flex-none text-ink-3" />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              aria-label={typeof frame.label === "string" ? frame.label : placeholder}
              align="start"
              sideOffset={4}
              collisionPadding={8}
              className="z-70 w-max max-w-[420px] min-w-(--radix-popover-trigger-width) rounded-3 bg-raised shadow-pop animate-appear"
            >
              <List
                label={typeof frame.label === "string" ? frame.label : placeholder}
                {...{ choices, value, search, ownText }}
                onTake={(next) => {
                  onChange(next);
                  setOpen(false);
                }}
              />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </Field>
  );
}

/** The choices that hold what was typed; those with a word that begins so come first. */
function matching(choices: readonly Choice[], wanted: string): Choice[] {
  const at = (choice: Choice) => ` ${choice.label} ${choice.hint ?? ""}`.toLowerCase().replace(/[/_-]/g, " ");
  const found = choices.filter((choice) => at(choice).includes(wanted.replace(/[/_-]/g, " ")));
  const begins = (choice: Choice) => at(choice).includes(` ${wanted}`);
  return wanted ? [...found.filter(begins), ...found.filter((choice) => !begins(choice))] : found;
}

interface ListProps {
  label: string;
  choices: readonly Choice[];
  value: string | undefined;
  search: string | undefined;
  ownText: boolean | undefined;
  onTake: (value: string) => void;
}

const ITEM =
  "flex h-7 items-center gap-2 rounded-[4px] px-2 data-[disabled=true]:text-ink-off data-[selected=true]:bg-selected";

function List({ label, choices, value, search, ownText, onTake }: ListProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const found = matching(choices, wanted);
  const own = typed.trim();

  return (
    <Command shouldFilter={false} label={label} defaultValue={value ?? ""} loop>
      <div className={search ? "flex h-9 items-center gap-2 border-b border-line px-3" : "sr-only"}>
        <Search aria-hidden="true" size={14} className="flex-none text-ink-3" />
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={search}
          className="w-full bg-transparent focus-visible:outline-none"
        />
      </div>
      <Command.List
        label={label}
        className="max-h-[min(300px,calc(var(--radix-popover-content-available-height)-40px))] overflow-y-auto p-1"
      >
        {found.length === 0 && !(ownText && own) && (
          <Command.Empty className="px-2 py-1.5 text-12 text-ink-3">Nothing by that name</Command.Empty>
        )}
        {ownText && own && !choices.some((choice) => choice.value === own) && (
          <Command.Item value={`own ${own}`} onSelect={() => onTake(own)} className={ITEM}>
            Use “{own}”
          </Command.Item>
        )}
        {found.slice(0, SHOWN).map((choice) => (
          <Command.Item
            key={choice.value}
            value={choice.value}
            disabled={Boolean(choice.off)}
            title={choice.off}
            onSelect={() => onTake(choice.value)}
            className={ITEM}
          >
            {choice.mark}
            <span className="truncate">{choice.label}</span>
            {choice.hint && <span className="text-12 whitespace-nowrap text-ink-3">{choice.hint}</span>}
            {choice.value === value && <Check aria-hidden="true" size={14} className="ml-auto flex-none text-accent" />}
          </Command.Item>
        ))}
        {found.length > SHOWN && (
          <p className="px-2 py-1 text-12 text-ink-3">{found.length - SHOWN} more, type to narrow</p>
        )}
      </Command.List>
    </Command>
  );
}
