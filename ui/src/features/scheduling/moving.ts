// Moving posts to another time, and back again.
import { type CalendarGroup, perform } from "@/api";
import { putBack } from "./post/actions";

/** Moves a group to a wall-clock time of the zone. Answers whether it stands there now. */
export async function move(group: CalendarGroup, wall_time: string, zone: string): Promise<boolean> {
  const [first] = group.posts;
  if (!first) return false;
  const moved = await perform(
    "scheduling.update",
    { post_id: first.id, scheduled_at: wall_time, timezone: zone, with_group: true },
    {
      done: { title: `Moved to ${wall_time.slice(11, 16)}` },
      undo: ({ previous }) => ({ label: "move the post", inverse: previous.map(putBack) }),
      failed: "The post was not moved",
    },
  );
  return moved !== undefined;
}
