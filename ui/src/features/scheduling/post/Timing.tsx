// The time of a post that has not gone out, changed without the pointer: a day, an hour, and the zone that they are in.
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { type Post, perform } from "@/api";
import { Button } from "@/components/button/Button";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { Popover } from "@/components/overlay/Popover";
import { homeZone, wallNow, zones } from "@/components/text/timeZones";
import { putBack } from "./actions";

export function Timing({ post }: { post: Post }) {
  const [open, setOpen] = useState(false);
  const isDraft = post.status === "draft";
  return (
    <Popover
      label="Time of the post"
      open={open}
      onOpenChange={setOpen}
      className="w-[280px]"
      trigger={<Button icon={CalendarClock}>{isDraft ? "Schedule" : "Change the time"}</Button>}
    >
      {open && <Form post={post} onDone={() => setOpen(false)} />}
    </Popover>
  );
}

function Form({ post, onDone }: { post: Post; onDone: () => void }) {
  const [zone, setZone] = useState(post.timezone ?? homeZone());
  const [at, setAt] = useState(post.wall_time?.slice(0, 16) ?? wallNow(zone));
  const [busy, setBusy] = useState(false);
  const post_id = post.id;
  const save = async () => {
    setBusy(true);
    const said = { title: `Scheduled for ${at.replace("T", " ")}` };
    const failed = "The time was not changed";
    const when = { post_id, scheduled_at: at, timezone: zone };
    const done =
      post.status === "draft"
        ? await perform("posts.update", when, {
            done: said,
            undo: () => ({
              label: "schedule the post",
              inverse: { name: "posts.update", input: { post_id, scheduled_at: null } },
            }),
            failed,
          })
        : await perform("scheduling.update", when, {
            done: said,
            undo: ({ previous }) => ({ label: "move the post", inverse: previous.map(putBack) }),
            failed,
          });
    setBusy(false);
    if (done) onDone();
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Day and hour"
        type="datetime-local"
        step={900}
        value={at}
        onChange={({ target }) => target.value && setAt(target.value.slice(0, 16))}
      />
      <Select
        label="Time zone"
        search="City or region"
        choices={zones().map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        value={zone}
        onChange={setZone}
      />
      <Button type="submit" busy={busy}>
        Schedule
      </Button>
    </form>
  );
}
