// The posting slots of an account: the hours of the week at which it posts. "Next slot" and Fill week take them.
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { type AccountStatus, type PostType, perform, type Slot, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextField } from "@/components/form/TextField";
import { WEEKDAYS, Weekdays } from "@/components/form/Weekdays";
import { Time } from "@/components/text/Time";

export function Slots({ account }: { account: AccountStatus }) {
  const list = useRead("slots.list", { account_id: account.id });
  const next = useRead("slots.next", { account_id: account.id }).data;
  const slots = list.data?.slots ?? [];
  return (
    <>
      {list.error && <ErrorNote what="The slots could not be read" error={list.error} />}
      {list.data && slots.length === 0 && (
        <p className="mb-3 max-w-[72ch] text-12 text-ink-2">
          No slot yet. With slots, “Next slot” finds an hour by itself, and Fill week has hours to fill.
        </p>
      )}
      {slots.length > 0 && (
        <ul aria-label="Slots by day" className="mb-3 grid gap-1">
          {WEEKDAYS.map(({ label, day }) => {
            const own = slots.filter(({ weekday }) => weekday === day);
            return own.length === 0 ? null : (
              <li key={day} className="flex min-h-7 items-center gap-1.5">
                <span className="w-10 flex-none text-12 text-ink-2">{label}</span>
                <span className="flex flex-wrap gap-1.5">
                  {own
                    .sort((one, other) => one.time.localeCompare(other.time))
                    .map((slot) => (
                      <SlotChip key={slot.id} slot={slot} day={label} />
                    ))}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <Adding account={account} />
      {next && slots.length > 0 && (
        <p className="mt-3 text-12 text-ink-3">
          {next.slot ? (
            <>
              Next free slot: <Time at={next.slot.scheduled_at} />
            </>
          ) : (
            next.message
          )}
        </p>
      )}
    </>
  );
}

/** An hour: pressed it is filled; × takes it away. */
function SlotChip({ slot, day }: { slot: Slot; day: string }) {
  const { id: slot_id, account_id, weekday, time, is_enabled } = slot;
  const name = `${day} ${time}`;
  const post_type = slot.post_type as PostType;
  const toggle = (on: boolean) => ({ name: "slots.update" as const, input: { slot_id, is_enabled: on } });
  return (
    <span
      className={cx(
        "inline-flex h-6 items-center rounded-2 text-12",
        is_enabled ? "bg-hover text-ink" : "text-ink-3 shadow-[inset_0_0_0_1px_var(--line-strong)]",
      )}
    >
      <button
        type="button"
        aria-pressed={is_enabled}
        aria-label={[name, slot.post_type !== "post" && slot.post_type, !is_enabled && "off"]
          .filter(Boolean)
          .join(", ")}
        title={is_enabled ? "Is filled. Press to leave it out." : "Is left out. Press to fill it."}
        onClick={() =>
          void perform("slots.update", toggle(!is_enabled).input, {
            undo: () => ({ label: `change the slot ${name}`, inverse: toggle(is_enabled) }),
            failed: "The slot was not changed",
          })
        }
        className="h-full rounded-2 px-2 tabular-nums hover:bg-pressed"
      >
        {time}
        {slot.post_type !== "post" && `, ${slot.post_type}`}
        {!is_enabled && ", off"}
      </button>
      <button
        type="button"
        aria-label={`Delete the slot ${name}`}
        onClick={() =>
          void perform(
            "slots.delete",
            { slot_id },
            {
              done: { title: `Slot ${name} deleted` },
              undo: () => ({
                label: `delete the slot ${name}`,
                inverse: { name: "slots.create", input: { account_id, weekdays: [weekday], time, post_type } },
                made: slot_id,
              }),
              failed: "The slot was not deleted",
            },
          )
        }
        className="grid h-full w-6 place-items-center rounded-2 text-ink-3 hover:text-ink"
      >
        <X aria-hidden="true" size={12} strokeWidth={2} />
      </button>
    </span>
  );
}

function Adding({ account }: { account: AccountStatus }) {
  const [days, setDays] = useState<readonly number[]>([1, 2, 3, 4, 5]);
  const [time, setTime] = useState("19:00");
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    await perform(
      "slots.create",
      { account_id: account.id, weekdays: [...days], time },
      {
        undo: ({ slots }) => ({
          label: "add the slots",
          inverse: slots.map(({ id }) => ({ name: "slots.delete" as const, input: { slot_id: id } })),
        }),
        failed: "The slots were not made",
      },
    );
    setBusy(false);
  };
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (days.length > 0) void add();
      }}
    >
      <Weekdays label="Days of the new slots" days={days} onChange={setDays} />
      <TextField
        label="Hour of the new slots"
        labelHidden
        type="time"
        value={time}
        onChange={({ target }) => target.value && setTime(target.value)}
      />
      <Button type="submit" icon={Plus} busy={busy} off={days.length === 0 && "Choose a day first"}>
        {days.length > 1 ? `Add ${days.length} slots` : "Add slot"}
      </Button>
    </form>
  );
}
