// Ctrl K: characters and everything that can be done just now, found by typing. `>` for actions only.
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Aperture, LayoutGrid, Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { type Action, shortcutFor, useAllActions } from "@/components/actions/registry";
import { Avatar } from "@/components/picture/Avatar";
import { Kbd } from "@/components/text/Kbd";
import { useCast } from "../frame/useCast";

export function CommandPalette({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-70 bg-scrim animate-appear" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[min(112px,12vh)] left-1/2 z-70 flex max-h-[min(512px,76vh)] w-[min(600px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-4 bg-raised shadow-modal animate-appear focus-visible:outline-none"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Inside onDone={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Inside({ onDone }: { onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const navigate = useNavigate();
  const cast = useCast();
  const actions = useAllActions().filter((action) => action.inPalette !== false && (action.when?.() ?? true));
  const onlyActions = typed.startsWith(">");
  const wanted = (onlyActions ? typed.slice(1) : typed).trim().toLowerCase();
  const fits = (text: string) => wanted.split(/\s+/).every((word) => text.toLowerCase().includes(word));
  const people = onlyActions || wanted === "" ? [] : cast.filter((member) => fits(`${member.name} ${member.facts}`));
  const groups = groupsOf(
    actions.filter((action) => fits(`${action.label} ${action.group} ${action.hint ?? ""} ${action.keywords ?? ""}`)),
  );

  const take = (perform: () => void) => {
    onDone();
    // After the palette has given focus back, so that what is opened keeps it.
    setTimeout(perform);
  };

  return (
    <Command shouldFilter={false} label="Command palette" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-2" />
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder="Find a character or an action"
          className="h-full w-full bg-transparent text-15 focus-visible:outline-none"
        />
        <Kbd keys="Escape" />
      </div>
      <Command.List label="Found" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <Command.Empty className="px-2 py-6 text-center text-12 text-ink-3">Nothing by these words</Command.Empty>
        {people.length > 0 && (
          <Group heading="Characters">
            {people.map((member) => (
              <Row
                key={member.id}
                value={`character ${member.id}`}
                onSelect={() =>
                  take(() => void navigate({ to: "/characters/$characterId", params: { characterId: member.id } }))
                }
              >
                <Avatar name={member.name} url={member.faceUrl} />
                {member.name}
                <span className="text-12 text-ink-3">{member.facts}</span>
              </Row>
            ))}
          </Group>
        )}
        {people[0] && (
          <Group heading="Do">
            <Row
              value="generate for"
              onSelect={() =>
                take(() => void navigate({ to: "/studio", search: { character_id: people[0]?.id ?? "" } }))
              }
            >
              <Aperture aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />
              Generate for {people[0].name}
              <span className="text-12 text-ink-3">Studio</span>
            </Row>
            <Row
              value="pictures of"
              onSelect={() =>
                take(() => void navigate({ to: "/library", search: { character_id: people[0]?.id ?? "" } }))
              }
            >
              <LayoutGrid aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />
              Pictures of {people[0].name}
              <span className="text-12 text-ink-3">Library</span>
            </Row>
          </Group>
        )}
        {groups.map(([heading, found]) => (
          <Group key={heading} heading={heading}>
            {found.map((action) => {
              const Icon = action.icon;
              const shortcut = shortcutFor(action);
              return (
                <Row key={action.id} value={action.id} onSelect={() => take(action.perform)}>
                  {Icon ? (
                    <Icon aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />
                  ) : (
                    <span className="w-4" />
                  )}
                  {action.label}
                  {action.hint && <span className="text-12 text-ink-3">{action.hint}</span>}
                  {shortcut && <Kbd keys={shortcut} className="ml-auto" />}
                </Row>
              );
            })}
          </Group>
        ))}
      </Command.List>
      <div className="flex h-8 flex-none items-center gap-4 border-t border-line px-4 text-12 text-ink-3">
        <span className="flex items-center gap-1.5">
          <Kbd keys="ArrowUp" />
          <Kbd keys="ArrowDown" /> choose
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="Enter" /> do
        </span>
        <span className="ml-auto flex items-center gap-1.5">
          Only actions: <Kbd keys=">" />
        </span>
      </div>
    </Command>
  );
}

function groupsOf(actions: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

function Row({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 items-center gap-[9px] rounded-2 px-2 whitespace-nowrap data-[selected=true]:bg-selected"
    >
      {children}
    </Command.Item>
  );
}
