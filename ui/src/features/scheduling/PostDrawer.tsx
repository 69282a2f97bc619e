// One group of posts beside the calendar: its picture and words, and how far each account's post is, with what can be
// done now. The whole of it has a page of its own.
import { useNavigate } from "@tanstack/react-router";
import { CalendarArrowDown, ExternalLink, History, Send, Trash2, X } from "lucide-react";
import { type CalendarGroup, type Post, type ScheduledPost, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { markOf } from "./marks";
import { approve, sendNow, takeOut, toNextSlot } from "./post/actions";
import { Comments } from "./post/Comments";
import { PostChoices } from "./post/PostChoices";

/** Comments shown of each account. */
const COMMENTS = 3;

export function PostDrawer({ group, onClose }: { group: CalendarGroup; onClose: () => void }) {
  const navigate = useNavigate();
  const whole = useRead("posts.list", { group_id: group.group_id, limit: 50 }).data?.posts ?? [];
  const waiting = group.posts.filter(({ status, is_approved }) => status === "scheduled" && !is_approved);
  const planned = group.posts.filter(({ status }) => status === "scheduled" || status === "draft");
  const [first] = group.posts;
  return (
    <Drawer
      label="Post"
      foot={
        waiting.length > 0 && (
          <Button kind="primary" className="w-full" onClick={() => void approve(waiting)}>
            {waiting.length === 1 ? "Approve" : `Approve these ${waiting.length}`}
          </Button>
        )
      }
    >
      <div className="relative min-h-10">
        {group.content_id && (
          <img
            src={host.mediaUrl(group.content_id, "640")}
            alt={group.character_name ?? "Post"}
            className="block max-h-[300px] w-full bg-well object-contain"
          />
        )}
        <IconButton icon={X} label="Close" kind="secondary" onClick={onClose} className="absolute top-2 right-2" />
      </div>
      <Section title={group.character_name ?? "Post"} aside={group.scheduled_at && <Time at={group.scheduled_at} />}>
        <p className="break-words whitespace-pre-line">
          {group.caption || <span className="text-ink-3">No words</span>}
        </p>
        <Button
          size="s"
          icon={History}
          className="mt-2"
          onClick={() =>
            void navigate({ to: "/scheduling/posts/$groupId", params: { groupId: group.group_id }, search: {} })
          }
        >
          Open the post and its history
        </Button>
      </Section>
      <Section title="Accounts">
        <ul className="grid gap-2.5">
          {group.posts.map((post) => (
            <Account key={post.id} post={post} whole={whole.find(({ id }) => id === post.id)} />
          ))}
        </ul>
      </Section>
      {planned.length > 0 && (
        <Section>
          <div className="grid gap-1">
            <Button icon={CalendarArrowDown} onClick={() => first && void toNextSlot(first, true)}>
              Next slot
            </Button>
            <Button icon={Send} onClick={() => void sendNow(planned)}>
              {planned.length === 1
                ? `Publish now on ${planned[0]?.account_handle}`
                : `Publish these ${planned.length} now`}
            </Button>
            <Button icon={Trash2} kind="quiet-danger" onClick={() => void takeOut(planned)}>
              {planned.length === 1 ? "Take out of the plan" : `Take these ${planned.length} out of the plan`}
            </Button>
          </div>
        </Section>
      )}
      <CommentsOf posts={whole} />
    </Drawer>
  );
}

/** The newest comments, of each account that has its post up and lets them be read. */
function CommentsOf({ posts }: { posts: readonly Post[] }) {
  const platforms = useRead("platforms.list", {}).data?.platforms;
  const up = posts.flatMap((post) => {
    const can = platforms?.find(({ platform }) => platform === post.platform)?.capabilities;
    return post.status === "published" && can?.read_comments ? [{ post, can }] : [];
  });
  return up.map(({ post, can }) => (
    <Section key={post.id} title={`Comments on ${platformName(post.platform)}`}>
      <Comments post={post} can={can} most={COMMENTS} />
    </Section>
  ));
}

function Account({ post, whole }: { post: ScheduledPost; whole: Post | undefined }) {
  const { icon: Icon, look, words } = markOf(post);
  const url = post.platform_post_url;
  const needsYou = post.status === "needs_attention" || post.status === "failed";
  return (
    <li>
      <div className="grid grid-cols-[auto_1fr_auto] items-start gap-x-2">
        <PlatformMark platform={post.platform} />
        <span className="min-w-0">
          <span className="block truncate">{post.account_handle}</span>
          <span className={cx("flex items-start gap-1 text-12", look)}>
            <Icon aria-hidden="true" size={13} strokeWidth={2} className="mt-[1.5px] flex-none" />
            <span>
              {words}
              {post.published_at && (
                <>
                  , <Time at={post.published_at} />
                </>
              )}
              {post.waiting_until && (
                <>
                  , until <Time at={post.waiting_until} />
                </>
              )}
            </span>
          </span>
        </span>
        {url && (
          <IconButton
            icon={ExternalLink}
            size="s"
            label={`Open on ${platformName(post.platform)}`}
            onClick={() => void host.openExternal(url)}
          />
        )}
      </div>
      {needsYou && whole && (
        <div className="mt-1.5 flex flex-wrap gap-1">
          <PostChoices post={whole} noLink={url !== null} />
        </div>
      )}
    </li>
  );
}
