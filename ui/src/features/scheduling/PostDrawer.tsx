// One group of posts: its picture and words, and how far each account's post is, with what can be done now.
import { CalendarArrowDown, ExternalLink, Send, Trash2, X } from "lucide-react";
import { type CalendarGroup, perform, type ScheduledPost } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { markOf } from "./marks";

export function PostDrawer({ group, onClose }: { group: CalendarGroup; onClose: () => void }) {
  const waiting = group.posts.filter(({ status, is_approved }) => status === "scheduled" && !is_approved);
  const planned = group.posts.filter(({ status }) => status === "scheduled" || status === "draft");
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
      <div className="relative">
        {group.content_id && (
          <img
            src={host.mediaUrl(group.content_id, "640")}
            alt=""
            className="block max-h-[300px] w-full bg-well object-contain"
          />
        )}
        <IconButton icon={X} label="Close" kind="secondary" onClick={onClose} className="absolute top-2 right-2" />
      </div>
      <Section title={group.character_name ?? "Post"} aside={group.scheduled_at && <Time at={group.scheduled_at} />}>
        <p className="whitespace-pre-line break-words">
          {group.caption || <span className="text-ink-3">No words</span>}
        </p>
      </Section>
      <Section title="Accounts">
        <ul className="grid gap-2.5">
          {group.posts.map((post) => (
            <Account key={post.id} post={post} />
          ))}
        </ul>
      </Section>
      {planned.length > 0 && (
        <Section>
          <div className="grid gap-1">
            <Button icon={CalendarArrowDown} onClick={() => void toNextSlot(group)}>
              Next slot
            </Button>
            <Button icon={Send} onClick={() => void publishNow(planned)}>
              {planned.length === 1
                ? `Publish now on ${planned[0]?.account_handle}`
                : `Publish these ${planned.length} now`}
            </Button>
            <Button icon={Trash2} kind="quiet-danger" onClick={() => void cancel(planned)}>
              {planned.length === 1 ? "Take out of the plan" : `Take these ${planned.length} out of the plan`}
            </Button>
          </div>
        </Section>
      )}
    </Drawer>
  );
}

function Account({ post }: { post: ScheduledPost }) {
  const { icon: Icon, look, words } = markOf(post);
  return (
    <li className="grid grid-cols-[auto_1fr_auto] items-start gap-x-2">
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
      {post.platform_post_url && (
        <IconButton
          icon={ExternalLink}
          size="s"
          label={`Open on ${post.platform}`}
          onClick={() => void host.openExternal(post.platform_post_url ?? "")}
        />
      )}
    </li>
  );
}

async function approve(posts: readonly ScheduledPost[]) {
  for (const { id } of posts) await perform("posts.approve", { post_id: id }, { failed: "The post was not approved" });
}

async function publishNow(posts: readonly ScheduledPost[]) {
  for (const { id } of posts) await perform("posts.publish", { post_id: id }, { failed: "The post was not sent" });
}

async function toNextSlot(group: CalendarGroup) {
  const [first] = group.posts;
  if (!first) return;
  await perform(
    "scheduling.update",
    { post_id: first.id, next_slot: true, with_group: true },
    {
      done: ({ post }) => ({ title: `Moved to ${post.wall_time?.replace("T", " ").slice(0, 16) ?? "the next slot"}` }),
      undo: ({ previous }) => ({
        label: "move the post",
        inverse: previous.map(({ post_id, scheduled_at, timezone }) => ({
          name: "scheduling.update" as const,
          input: { post_id, scheduled_at, timezone },
        })),
      }),
      failed: "The post was not moved",
    },
  );
}

async function cancel(posts: readonly ScheduledPost[]) {
  for (const { id } of posts) {
    await perform(
      "scheduling.cancel",
      { post_id: id },
      {
        done: {
          title: "Taken out of the plan",
          merge: { key: "cancel", title: (count) => `${count} posts taken out of the plan` },
        },
        undo: () => ({ label: "take the post out", inverse: { name: "posts.restore", input: { post_id: id } } }),
        failed: "The post is still planned",
      },
    );
  }
}
