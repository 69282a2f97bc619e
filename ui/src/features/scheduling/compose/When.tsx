// When the post goes out, below everything: a time in a zone, the next slot, and what the platforms take for it.
import { type Input, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Checkbox } from "@/components/form/Checkbox";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { zones } from "@/components/text/timeZones";
import { type Draft, schedules } from "./draft";
import type { Checked } from "./useChecked";
import type { Chosen } from "./useCompose";

export interface WhenProps {
  draft: Draft;
  accounts: readonly Chosen[];
  checked: readonly Checked[];
  /** Why nothing can be scheduled. */
  off: string | false | undefined;
  busy: boolean;
  onChange: (part: Partial<Draft>) => void;
  onNextSlot: () => void;
}

/** "Fri 18:15" of a wall-clock time. */
const shortTime = (wall_time: string): string => {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });
  return `${day.format(new Date(`${wall_time.slice(0, 16)}:00Z`))} ${wall_time.slice(11, 16)}`;
};

export function When({ draft, accounts, checked, off, busy, onChange, onNextSlot }: WhenProps) {
  const [first] = accounts;
  const next = useRead("slots.next", { account_id: first?.id ?? "" } as Input<"slots.next">, {
    enabled: first !== undefined,
  }).data;
  const at = next?.slot ? `, ${shortTime(next.slot.wall_time)}` : "";
  return (
    <footer
      data-notices-above
      className="flex min-h-12 flex-none flex-wrap items-center gap-2 border-t border-line px-4 py-2"
    >
      <TextField
        label="When"
        labelHidden
        type="datetime-local"
        step={900}
        value={draft.at}
        onChange={(event) => onChange({ at: event.target.value })}
      />
      <Select
        label="Time zone"
        labelHidden
        className="w-[180px] slim:w-[150px]"
        search="City or region"
        choices={zones().map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        value={draft.zone}
        onChange={(zone) => onChange({ zone })}
      />
      <Button
        busy={busy}
        off={off || (next && !next.slot ? (next.message ?? "No slot is free") : undefined)}
        onClick={onNextSlot}
      >
        {accounts.length > 1 ? "Next slot of each" : `Next slot${at}`}
      </Button>
      {accounts.length > 0 && accounts.every(schedules) && (
        <Checkbox
          label={`${[...new Set(accounts.map(({ view }) => view?.name))].join(" and ")} publish${accounts.length === 1 ? "es" : ""} it, also while this computer sleeps`}
          checked={draft.at_platform}
          onChange={(at_platform) => onChange({ at_platform })}
        />
      )}
      <Cost checked={checked} accounts={accounts} />
    </footer>
  );
}

/** The price comes first. */
function Cost({ checked, accounts }: { checked: readonly Checked[]; accounts: readonly Chosen[] }) {
  const paid = checked.filter(({ cost_usd }) => cost_usd > 0);
  if (paid.length === 0) return null;
  const usd = paid.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
  const names = new Set(paid.map((post) => accounts.find(({ id }) => id === post.account_id)?.view?.name));
  return (
    <span className="ml-auto text-12 text-ink-2">
      <b className="font-label text-ink">Costs ${usd.toFixed(usd < 0.1 ? 3 : 2)}</b> on {[...names].join(", ")}
    </span>
  );
}
