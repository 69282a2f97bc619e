// A group of posts in the calendar: its picture, its time, its name, and one mark a platform.
import { Image } from "lucide-react";
import type { CalendarGroup, ScheduledPost } from "@/api";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { host } from "@/host";
import { edgeOf, markOf } from "./marks";

export interface PostTileProps {
  group: CalendarGroup;
  selected: boolean;
  /** Picture and time alone, where two share the width or a month its cell. */
  small?: boolean;
}

const timeOf = (group: CalendarGroup) => group.wall_time?.slice(11, 16) ?? "";

export function PostTile({ group, selected, small }: PostTileProps) {
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
      <span className="min-w-0 flex-1 px-2 py-[3px]">
        <span className="block truncate leading-[18px]">
          <b className="font-label">{timeOf(group)}</b> <span className="text-ink-2">{group.character_name}</span>
        </span>
        {!small && (
          <span className="mt-[2px] flex gap-1 overflow-hidden">
            {group.posts.map((post) => (
              <Mark key={post.id} post={post} />
            ))}
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
    <span title={`${post.account_handle}: ${words}`} className="inline-flex h-4 flex-none items-center gap-[3px]">
      <PlatformMark platform={post.platform} />
      <Icon aria-label={words} role="img" size={12} strokeWidth={2} className={look} />
    </span>
  );
}
