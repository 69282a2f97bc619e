// The keys: each action with its shortcut, changed by pressing another, or taken away.
import { RotateCcw } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useStore } from "@/api";
import { EVERYWHERE, FIXED_KEYS } from "@/components/actions/keymap";
import {
  changedShortcuts,
  type Listed,
  shortcutFor,
  singleLetters,
  useListedActions,
} from "@/components/actions/registry";
import { keyNames, shortcutOf } from "@/components/actions/shortcuts";
import { Button, IconButton } from "@/components/button/Button";
import { Switch } from "@/components/form/Switch";
import { Panel } from "@/components/layout/Panel";
import { Kbd } from "@/components/text/Kbd";
import { PartSection } from "./PartHead";

export function ShortcutsPart() {
  const actions = useListedActions();
  const changed = useStore(changedShortcuts);
  const letters = useStore(singleLetters);
  const groups = [...new Set(actions.map(({ group }) => group))];

  return (
    <PartSection
      title="Shortcuts"
      words="of all screens; ? shows those of the one you are on"
      actions={
        <Button
          icon={RotateCcw}
          off={Object.keys(changed).length === 0 && "None was changed"}
          onClick={() => changedShortcuts.set({})}
        >
          Set all back
        </Button>
      }
    >
      <Switch
        className="mb-4"
        label="Single letters act"
        hint="Outside of fields: G generates, N makes something new. Switched off, only keys with Ctrl or Alt act."
        checked={letters}
        onChange={(next) => singleLetters.set(next)}
      />
      <div className="columns-2 gap-4 slim:columns-1">
        {groups.map((group) => (
          <Panel key={group} title={group} padded={false} className="mb-4 break-inside-avoid">
            <ul className="py-1">
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <Row key={action.id} action={action} actions={actions} />
                ))}
            </ul>
          </Panel>
        ))}
        {FIXED_KEYS.map(({ group, rows }) => (
          <Panel key={group} title={group} words="cannot be changed" padded={false} className="mb-4 break-inside-avoid">
            <ul className="py-1">
              {rows.map(([keys, does]) => (
                <li key={does} className="flex min-h-8 items-center gap-1 py-1 pr-[18px] pl-3 text-12">
                  <span className="min-w-0 flex-1 truncate">{does}</span>
                  {keys.map((one) => (
                    <Kbd key={one} keys={one} />
                  ))}
                </li>
              ))}
            </ul>
          </Panel>
        ))}
      </div>
    </PartSection>
  );
}

/** Whether two actions can meet on one screen. */
const meet = (one: Listed, other: Listed): boolean =>
  one.group === other.group || EVERYWHERE.includes(one.group) || EVERYWHERE.includes(other.group);

function Row({ action, actions }: { action: Listed; actions: readonly Listed[] }) {
  const [recording, setRecording] = useState(false);
  const changed = useStore(changedShortcuts);
  const keys = shortcutFor(action);
  const isChanged = changed[action.id] !== undefined;
  // As they come, a screen's own key goes before one of every screen on purpose.
  const other = actions.find(
    (one) =>
      keys !== undefined &&
      one.id !== action.id &&
      shortcutFor(one) === keys &&
      meet(action, one) &&
      (isChanged || changed[one.id] !== undefined),
  );

  const record = (event: KeyboardEvent) => {
    if (!recording || event.key === "Tab") return;
    // The keys are taken down here, they do nothing else.
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    if (event.key === "Escape") {
      setRecording(false);
      return;
    }
    const pressed = event.key === "Backspace" ? null : shortcutOf(event.nativeEvent);
    if (event.key !== "Backspace" && pressed === null) return;
    changedShortcuts.set((all) => ({ ...all, [action.id]: pressed }));
    setRecording(false);
  };

  return (
    <li className="flex min-h-8 items-center gap-2 px-3 py-1 text-12">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{action.label}</span>
        {other && <span className="block text-warn">Also: {other.label}</span>}
      </span>
      {isChanged && (
        <IconButton
          icon={RotateCcw}
          size="s"
          label={`Set ${action.label} back`}
          onClick={() =>
            changedShortcuts.set((all) => Object.fromEntries(Object.entries(all).filter(([id]) => id !== action.id)))
          }
        />
      )}
      <button
        type="button"
        aria-label={`Keys of ${action.label}: ${keys ? keyNames(keys) : "none"}`}
        aria-pressed={recording}
        title={recording ? undefined : "Press it, then the new keys"}
        onClick={() => setRecording(true)}
        onBlur={() => setRecording(false)}
        onKeyDownCapture={record}
        className="inset-focus flex h-6 min-w-[64px] flex-none items-center justify-end rounded-2 px-1.5 hover:bg-hover aria-pressed:bg-selected"
      >
        {recording ? (
          <span className="text-ink-2">New keys, ⌫ for none</span>
        ) : keys ? (
          <Kbd keys={keys} />
        ) : (
          <span className="text-ink-3">none</span>
        )}
      </button>
    </li>
  );
}
