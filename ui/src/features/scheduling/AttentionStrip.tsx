// What needs the creator, above the calendar: one row a post, one sentence, and the buttons that settle it.
import { useNavigate } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { type Post, useRead, useReads } from "@/api";
import { IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { markOfPost } from "./marks";
import { PostChoices } from "./post/PostChoices";

/** More than these would push the calendar off the screen. */
const SHOWN = 3;

export function AttentionStrip() {
  const needing = useRead("posts.list", { status: "needs_attention", limit: 20 });
  const failed = useRead("posts.list", { status: "failed", limit: 20 });
  const going = useRead("posts.list", { status: "publishing", limit: 20 });
  const status = useRead("scheduler.status", {}, { pollMs: 30_000 }).data;
  // Due, and not out: with a reason, or standing still without one.
  const begun = (going.data?.posts ?? []).filter(({ waiting_reason }) => waiting_reason !== null);
  const late = [...(status?.waiting ?? []).map(({ post_id }) => post_id), ...(status?.standing_still ?? [])].filter(
    (post_id) => !begun.some(({ id }) => id === post_id),
  );
  const waiting = useReads(
    "posts.get",
    late.slice(0, SHOWN).map((post_id) => ({ post_id })),
  ).flatMap(({ data }) => data?.post ?? []);
  const posts = [...(needing.data?.posts ?? []), ...(failed.data?.posts ?? []), ...begun, ...waiting];
  const count = posts.length + Math.max(0, late.length - waiting.length);
  if (posts.length === 0) return null;
  return (
    <section aria-label="Needs you" className="flex-none border-b border-line px-4 py-2">
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {posts.slice(0, SHOWN).map((post) => (
          <Row key={post.id} post={post} />
        ))}
      </ul>
      {count > SHOWN && <p className="mt-1 text-12 text-ink-3">{count - SHOWN} more</p>}
    </section>
  );
}

function Row({ post }: { post: Post }) {
  const navigate = useNavigate();
  const mark = markOfPost(post);
  const Icon = mark.icon;
  return (
    <li className="flex min-h-8 items-center gap-2 rounded-2 bg-hover px-2.5 py-1 text-12">
      <Icon aria-label={mark.words} role="img" size={16} strokeWidth={1.75} className={cx("flex-none", mark.look)} />
      <PlatformMark platform={post.platform} />
      <span className="min-w-0 flex-1 truncate" title={wordsOf(post)}>
        <b className="font-label">
          {post.character_name ?? post.account_handle}, {post.account_handle}.
        </b>{" "}
        <span className="text-ink-2">{wordsOf(post)}</span>
      </span>
      <PostChoices post={post} most={2} />
      <IconButton
        icon={ChevronRight}
        size="s"
        label={`Look at the post of ${post.account_handle}`}
        onClick={() =>
          void navigate({
            to: "/scheduling/posts/$groupId",
            params: { groupId: post.group_id },
            search: { post: post.id },
          })
        }
      />
    </li>
  );
}

/** What is known, in one sentence. */
function wordsOf(post: Post): string {
  const error = post.error as { message?: string } | null;
  return post.attention?.known.join(" ") || error?.message || markOfPost(post).words;
}
