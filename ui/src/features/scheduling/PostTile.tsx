// A group of posts in the calendar: its picture, its time, its name, and one mark a platform.
import { Image } from "lucide-react";
import type { CalendarGroup, ScheduledPost } from "@/api";
import { cx } from "@/components/cx";
import { platformLetters, platformName } from "@/components/data/PlatformMark";
import { host } from "@/host";
import { edgeOf, markOf } from "./marks";

export interface PostTileProps {
  group: CalendarGroup;
  selected: boolean;
  /** Picture and time alone, where two share the width or a month its cell. */
  small?: boolean;
}

/** Marks that a tile has room for. */
const MARKS = 3;

/** "mira.solano: Published". */
const saidOf = (post: ScheduledPost): string => `${post.account_handle}: ${markOf(post).words}`;

const timeOf = (group: CalendarGroup) => group.wall_time?.slice(11, 16) ?? "";

export function PostTile({ group, selected, small }: PostTileProps) {
  // The worst first, so that none of them hides behind the count.
  const ranked = [...group.posts].sort((one, other) => markOf(other).weight - markOf(one).weight);
  const shown = group.posts.length > MARKS ? ranked.slice(0, MARKS - 1) : group.posts;
  const rest = ranked.slice(shown.length);
  const isPast = group.posts.every(({ status }) => status === "published" || status === "cancelled");
  return (
    <div
      className={cx(
        "flex h-full min-w-0 overflow-hidden rounded-2 border bg-raised text-12",
        edgeOf(group.posts),
        selected && "outline-2 outline-accent -outline-offset-1",
        isPast && "opacity-75",
      )}
    >
      <span className="relative block w-[36px] flex-none bg-well">
        {group.content_id ? (
          <img
            src={host.mediaUrl(group.content_id, "320")}
            alt=""
            draggable={false}
            className="absolute size-full object-cover object-[50%_30%]"
          />
        ) : (
          <Image aria-hidden="true" size={14} className="absolute inset-0 m-auto text-ink-3" />
        )}
      </span>
      <span className="min-w-0 flex-1 px-1.5 py-[3px]">
        <span className="block truncate leading-[18px]">
          <b className="font-label">{timeOf(group)}</b> <span className="text-ink-2">{group.character_name}</span>
        </span>
        {!small && (
          <span className="mt-[2px] flex gap-[3px] overflow-hidden">
            {shown.map((post) => (
              <Mark key={post.id} post={post} />
            ))}
            {group.posts.length > shown.length && (
              <span title={rest.map(saidOf).join("\n")} className="text-11 leading-4 text-ink-2">
                +{rest.length}
                <span className="sr-only">: {rest.map(saidOf).join(", ")}</span>
              </span>
            )}
          </span>
        )}
      </span>
    </div>
  );
}

/** A platform with how far its post is. */
export function Mark({ post }: { post: ScheduledPost }) {
  const { icon: Icon, look, words } = markOf(post);
  return (
    <span
      title={saidOf(post)}
      className="inline-flex h-4 flex-none items-center gap-[2px] rounded-1 bg-pressed px-[2px] text-[9.5px] font-title"
    >
      <span role="img" aria-label={platformName(post.platform)}>
        {platformLetters(post.platform)}
      </span>
      <Icon aria-label={words} role="img" size={11} strokeWidth={2} className={look} />
    </span>
  );
}
