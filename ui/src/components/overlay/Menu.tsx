// A menu under a button, or of a right click.
import { Check, ChevronRight, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix, ContextMenu as RadixContext } from "radix-ui";
import type { ReactNode } from "react";
import { useKeys } from "../actions/registry";
import { keyNames } from "../actions/shortcuts";
import { cx } from "../cx";

export type MenuEntry =
  | {
      label: string;
      icon?: LucideIcon;
      /** An action's id, or keys. */
      shortcut?: string | undefined;
      onSelect: () => void;
      /** Given: it is on or off and shows a check. */
      checked?: boolean;
      /** Why it cannot be taken. */
      off?: string | false | undefined;
      danger?: boolean;
    }
  | { label: string; icon?: LucideIcon; entries: readonly MenuEntry[] }
  | { heading: string }
  | "line";

export interface MenuProps {
  /** The button that opens it; takes a ref. */
  trigger: ReactNode;
  entries: readonly MenuEntry[];
  align?: "start" | "end";
}

const ROOM = "z-70 min-w-[200px] rounded-3 bg-raised p-1 shadow-pop animate-appear";
const ROW =
  "flex h-7 items-center gap-[9px] rounded-[4px] px-2 whitespace-nowrap outline-none data-disabled:text-ink-off data-highlighted:bg-selected data-[state=open]:bg-hover";

export function Menu({ trigger, entries, align = "end" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={ROOM}>
          <Entries entries={entries} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Opens at a right click, or the menu key, on its child (which takes a ref). */
export function ContextMenu({ children, entries }: { children: ReactNode; entries: readonly MenuEntry[] }) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={ROOM}>
          <Entries entries={entries} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

type Parts = Pick<
  typeof Radix,
  "Item" | "CheckboxItem" | "Sub" | "SubTrigger" | "SubContent" | "Portal" | "Label" | "Separator"
>;

function Entries({ entries, parts }: { entries: readonly MenuEntry[]; parts: Parts }) {
  return entries.map((entry, index) => {
    // A menu's entries are fixed while it is open, so their place is a good key.
    const key = `${index}`;
    if (entry === "line") return <parts.Separator key={key} className="my-1 h-px bg-line" />;
    if ("heading" in entry) {
      return (
        <parts.Label key={key} className="px-2 pt-2 pb-1 text-11 text-ink-3">
          {entry.heading}
        </parts.Label>
      );
    }
    const Icon = entry.icon;
    const icon = Icon && <Icon aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />;
    if ("entries" in entry) {
      return (
        <parts.Sub key={key}>
          <parts.SubTrigger className={ROW}>
            {icon}
            {entry.label}
            <ChevronRight aria-hidden="true" size={14} className="ml-auto text-ink-3" />
          </parts.SubTrigger>
          <parts.Portal>
            <parts.SubContent sideOffset={4} collisionPadding={8} className={ROOM}>
              <Entries entries={entry.entries} parts={parts} />
            </parts.SubContent>
          </parts.Portal>
        </parts.Sub>
      );
    }
    const common = {
      disabled: Boolean(entry.off),
      title: entry.off || undefined,
      onSelect: entry.onSelect,
      className: cx(ROW, entry.danger && "text-bad [&>svg]:text-bad"),
    };
    const end = entry.shortcut && <Keys keys={entry.shortcut} />;
    if (entry.checked !== undefined) {
      return (
        <parts.CheckboxItem key={key} {...common} checked={entry.checked}>
          <span className="grid size-4 flex-none place-items-center">
            {entry.checked && <Check aria-hidden="true" size={14} className="text-accent" />}
          </span>
          {entry.label}
          {end}
        </parts.CheckboxItem>
      );
    }
    return (
      <parts.Item key={key} {...common}>
        {icon}
        {entry.label}
        {end}
      </parts.Item>
    );
  });
}

function Keys({ keys }: { keys: string }) {
  const shown = useKeys(keys);
  return shown && <span className="ml-auto pl-6 text-12 text-ink-3">{keyNames(shown)}</span>;
}
