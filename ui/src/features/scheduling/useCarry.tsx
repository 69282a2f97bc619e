// Moving a post by keys: M takes it up, arrows carry it by a day or a quarter of an hour, Enter drops it, Escape leaves
// it where it was. Without anything taken up, arrows go from post to post.
import { type KeyboardEvent, useState } from "react";
import type { CalendarGroup } from "@/api";
import { addMinutes } from "./dates";
import { isMovable } from "./marks";

const QUARTER = 15;
const DAY = 24 * 60;
const STEPS: Record<string, number> = { ArrowUp: -QUARTER, ArrowDown: QUARTER, ArrowLeft: -DAY, ArrowRight: DAY };

interface Carried {
  group: CalendarGroup;
  /** The wall-clock time that it would be dropped at. */
  at: string;
}

export function useCarry(
  groupOf: (id: string) => CalendarGroup | undefined,
  onMove: (group: CalendarGroup, wall_time: string) => Promise<boolean>,
  zone: string,
) {
  const [carried, setCarried] = useState<Carried | null>(null);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const post = (event.target as HTMLElement).closest<HTMLElement>(".fc-event");
    if (!post || event.ctrlKey || event.metaKey || event.altKey) return;
    const took = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const step = STEPS[event.key];
    if (carried) {
      if (step !== undefined) {
        took();
        setCarried({ ...carried, at: addMinutes(carried.at, step) });
      } else if (event.key === "Enter") {
        took();
        setCarried(null);
        if (carried.at !== carried.group.wall_time?.slice(0, 16)) void onMove(carried.group, carried.at);
      } else if (event.key === "Escape") {
        took();
        setCarried(null);
      }
      return;
    }
    if (step !== undefined) {
      const posts = [...event.currentTarget.querySelectorAll<HTMLElement>(".fc-event")];
      const next = posts[posts.indexOf(post) + Math.sign(step)];
      took();
      next?.focus();
    } else if (event.key.toLowerCase() === "m") {
      const group = groupOf(post.dataset.groupId ?? "");
      if (!group?.wall_time || !isMovable(group.posts)) return;
      took();
      setCarried({ group, at: group.wall_time.slice(0, 16) });
    }
  };

  const sign = carried && (
    <p
      role="status"
      className="absolute bottom-3 left-1/2 z-20 -translate-x-1/2 rounded-3 bg-raised px-3 py-1.5 text-12 whitespace-nowrap shadow-pop"
    >
      <b className="font-label">{said(carried.at)}</b> in {zone}. Arrows move it, Enter drops it, Escape leaves it.
    </p>
  );
  return { onKeyDown, onBlur: () => setCarried(null), sign };
}

/** "Fri 20 Nov 18:15". */
function said(wall_time: string): string {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  return `${day.format(new Date(`${wall_time}:00Z`)).replace(",", "")} ${wall_time.slice(11, 16)}`;
}
