// Posts that were kept without a time: they stand in no day of the calendar, so they stand here.
import { useNavigate } from "@tanstack/react-router";
import { PenLine } from "lucide-react";
import { useState } from "react";
import { type Post, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { PlatformMark } from "@/components/data/PlatformMark";
import { Popover } from "@/components/overlay/Popover";
import { useWords } from "@/components/text/words";
import { host } from "@/host";

/** Drafts that are listed. */
const SHOWN = 50;

export function Drafts() {
  const navigate = useNavigate();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const list = useRead("posts.list", { status: "draft", limit: SHOWN });
  const groups = new Map<string, Post[]>();
  for (const post of list.data?.posts ?? []) groups.set(post.group_id, [...(groups.get(post.group_id) ?? []), post]);
  if (groups.size === 0) return null;
  return (
    <Popover
      label="Drafts"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-[360px]"
      trigger={
        <Button size="s" kind="quiet" icon={PenLine}>
          Drafts {words.count(groups.size)}
        </Button>
      }
    >
      <ul className="grid gap-px">
        {[...groups].map(([group_id, posts]) => (
          <li key={group_id}>
            <button
              type="button"
              onClick={() =>
                void navigate({ to: "/scheduling/posts/$groupId", params: { groupId: group_id }, search: {} })
              }
              className="flex w-full items-center gap-2.5 rounded-2 px-2 py-1.5 text-left hover:bg-hover"
            >
              <Draft posts={posts} />
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}

function Draft({ posts }: { posts: readonly Post[] }) {
  const [first] = posts;
  return (
    <>
      <span className="h-[45px] w-[36px] flex-none overflow-hidden rounded-1 bg-well">
        {first?.content_id && (
          <img src={host.mediaUrl(first.content_id, "320")} alt="" className="size-full object-cover" />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{first?.caption || first?.character_name || "No words yet"}</span>
        <span className="mt-0.5 flex gap-1">
          {posts.map(({ id, platform }) => (
            <PlatformMark key={id} platform={platform} />
          ))}
        </span>
      </span>
    </>
  );
}
