// What can be done with a post, wherever it stands: each with its words and, where there is one, the way back.
import { type Post, type PreviousPlan, perform, type Step } from "@/api";

type Named = Pick<Post, "id">;

/** Where a post stood, as the step that puts it there again. */
export const putBack = ({ post_id, scheduled_at, timezone, slot_id }: PreviousPlan): Step => ({
  name: "scheduling.update",
  input: { post_id, scheduled_at, timezone, ...(slot_id ? { slot_id } : {}) },
});

export async function approve(posts: readonly Named[]): Promise<void> {
  for (const { id } of posts) await perform("posts.approve", { post_id: id }, { failed: "The post was not approved" });
}

export async function sendNow(posts: readonly Named[]): Promise<void> {
  for (const { id } of posts) {
    await perform(
      "posts.publish",
      { post_id: id },
      {
        done: {
          title: "It is on its way",
          merge: { key: "send", title: (count) => `${count} posts are on their way` },
        },
        failed: "The post was not sent",
      },
    );
  }
}

export const sendAgain = ({ id }: Named) =>
  perform(
    "posts.retry",
    { post_id: id },
    { done: { title: "It is being sent again" }, failed: "The post could not be sent again" },
  );

/** Moves a planned post, and with it those that were made with it, into its account's next free slot. */
export const toNextSlot = ({ id }: Named, with_group: boolean) =>
  perform(
    "scheduling.update",
    { post_id: id, next_slot: true, with_group },
    {
      done: ({ post }) => ({ title: `Moved to ${post.wall_time?.replace("T", " ").slice(0, 16) ?? "the next slot"}` }),
      undo: ({ previous }) => ({ label: "move the post", inverse: previous.map(putBack) }),
      failed: "The post was not moved",
    },
  );

/** Gives a post without a plan, or one that failed, a time again. */
export const planNextSlot = ({ id }: Named) =>
  perform(
    "posts.update",
    { post_id: id, next_slot: true },
    {
      done: ({ wall_time }) => ({
        title: `Scheduled for ${wall_time?.replace("T", " ").slice(0, 16) ?? "the next slot"}`,
      }),
      undo: () => ({
        label: "schedule the post",
        inverse: { name: "posts.update", input: { post_id: id, scheduled_at: null } },
      }),
      failed: "The post was not scheduled",
    },
  );

export async function takeOut(posts: readonly Named[]): Promise<void> {
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

export const restore = ({ id }: Named) =>
  perform(
    "posts.restore",
    { post_id: id },
    { done: { title: "It is in the plan again" }, failed: "The post was not put back" },
  );
