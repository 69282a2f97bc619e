// What needs the creator, above the calendar: one row a post, one sentence, and the buttons that settle it.
import { ExternalLink } from "lucide-react";
import { type Post, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { host } from "@/host";
import { markOf } from "./marks";
import { useResolve } from "./resolving";

/** More than these would push the calendar off the screen. */
const SHOWN = 3;

export function AttentionStrip() {
  const needing = useRead("posts.list", { status: "needs_attention", limit: 20 });
  const failed = useRead("posts.list", { status: "failed", limit: 20 });
  const posts = [...(needing.data?.posts ?? []), ...(failed.data?.posts ?? [])];
  if (posts.length === 0) return null;
  return (
    <section aria-label="Needs you" className="flex-none border-b border-line px-4 py-2">
      <ul className="grid gap-1">
        {posts.slice(0, SHOWN).map((post) => (
          <Row key={post.id} post={post} />
        ))}
      </ul>
      {posts.length > SHOWN && <p className="mt-1 text-12 text-ink-3">{posts.length - SHOWN} more</p>}
    </section>
  );
}

function Row({ post }: { post: Post }) {
  const resolve = useResolve();
  const mark = markOf({
    ...post,
    is_approved: post.approved_at !== null,
    is_late: false,
  });
  const Icon = mark.icon;
  const choices = post.attention?.choices ?? [];
  const link = post.platform_post_url ?? post.attention?.url;
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
      {link && (
        <Button size="s" icon={ExternalLink} onClick={() => void host.openExternal(link)}>
          Open
        </Button>
      )}
      {choices.includes("up") && (
        <Button size="s" kind="quiet" onClick={() => resolve.askAddress(post)}>
          It is up
        </Button>
      )}
      {choices.includes("look_again") && (
        <Button size="s" kind="quiet" onClick={() => void resolve.settle(post, "look_again")}>
          Look again
        </Button>
      )}
      {choices.includes("send_again") && (
        <Button size="s" kind="quiet" onClick={() => void resolve.settle(post, "send_again")}>
          Send again
        </Button>
      )}
      {choices.includes("leave") && (
        <Button size="s" kind="quiet" onClick={() => void resolve.settle(post, "leave")}>
          Leave it
        </Button>
      )}
      {post.status === "failed" && (
        <Button
          size="s"
          onClick={() =>
            void perform("posts.retry", { post_id: post.id }, { failed: "The post could not be sent again" })
          }
        >
          Send again
        </Button>
      )}
      {resolve.dialog}
    </li>
  );
}

/** What is known, in one sentence. */
function wordsOf(post: Post): string {
  const error = post.error as { message?: string } | null;
  return (
    post.attention?.known.join(" ") || error?.message || markOf({ ...post, is_approved: true, is_late: false }).words
  );
}
