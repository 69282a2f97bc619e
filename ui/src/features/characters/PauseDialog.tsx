// Until when a character is paused.
import { useState } from "react";
import { perform } from "@/api";
import { Button } from "@/components/button/Button";
import { RadioCards } from "@/components/form/RadioCards";
import { TextField } from "@/components/form/TextField";
import { Dialog } from "@/components/overlay/Dialog";
import type { Someone } from "./useCharacterActions";

type Until = "resumed" | "date";

export function PauseDialog({ who, onClose }: { who: Someone; onClose: () => void }) {
  const [until, setUntil] = useState<Until>("resumed");
  const [date, setDate] = useState(() => dayText(inDays(7)));
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const dateFault = until === "date" && !(startOf(date) > Date.now()) ? "A day after today" : undefined;

  const pause = async () => {
    if (dateFault) return;
    setBusy(true);
    const done = await perform(
      "characters.pause",
      {
        character_id: who.id,
        ...(until === "date" ? { until: new Date(startOf(date)).toISOString() } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      {
        done: { title: `${who.name} is paused` },
        failed: `${who.name} was not paused`,
        undo: () => ({
          label: `pause ${who.name}`,
          inverse: { name: "characters.resume", input: { character_id: who.id } },
        }),
      },
    );
    setBusy(false);
    if (done) onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Pause ${who.name}`}
      text="Nothing happens by itself while it is paused. Nothing is lost, and you can still make pictures."
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={busy} off={dateFault} onClick={() => void pause()}>
            Pause
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void pause();
        }}
      >
        <RadioCards
          label="Until when"
          choices={[
            { value: "resumed", label: "Until I resume it" },
            { value: "date", label: "Until a day", hint: "It goes on by itself that morning." },
          ]}
          value={until}
          onChange={setUntil}
        />
        {until === "date" && (
          <TextField
            label="Goes on"
            type="date"
            className="max-w-[200px]"
            min={dayText(inDays(1))}
            {...(dateFault ? { error: dateFault } : {})}
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
        )}
        <TextField
          label="Why"
          aside="for the card, may stay empty"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

function inDays(days: number): Date {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return day;
}

/** `2026-11-26` on this computer's calendar, as a date field takes it. */
const dayText = (day: Date): string =>
  [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** When that day begins here, in ms; NaN where it is no day. */
const startOf = (day: string): number => new Date(`${day}T00:00:00`).getTime();
