// How far a post is, as a mark: its shape, its colour, its word. A group shows one mark a platform, and its edge takes
// the worst of them.
import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  Eye,
  Hourglass,
  Lock,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from "lucide-react";
import type { Post, ScheduledPost } from "@/api";

export interface PostMark {
  icon: LucideIcon;
  /** The text colour of the mark. */
  look: string;
  words: string;
  /** How much it weighs on the group's edge: 0 nothing, 1 amber, 2 red. */
  weight: 0 | 1 | 2;
}

type Marked = Pick<ScheduledPost, "status" | "is_approved" | "is_late" | "visibility" | "waiting_reason">;

const of = (icon: LucideIcon, look: string, words: string, weight: PostMark["weight"] = 0): PostMark => ({
  icon,
  look,
  words,
  weight,
});

/** The mark of a post. */
export function markOf(post: Marked): PostMark {
  switch (post.status) {
    case "draft":
      return of(CircleDashed, "text-ink-3", "Draft");
    case "publishing":
      if (post.waiting_reason) return of(Hourglass, "text-warn", post.waiting_reason, 1);
      return of(RefreshCw, "text-accent", "On its way");
    case "published":
      return of(CircleCheck, "text-ok", "Published, confirmed on the platform");
    case "failed":
      return of(CircleX, "text-bad", "Failed", 2);
    case "cancelled":
      return of(CircleDashed, "text-ink-3", "Cancelled");
    case "needs_attention":
      return post.visibility === "private"
        ? of(Lock, "text-warn", "Up, but private", 1)
        : of(TriangleAlert, "text-warn", "Needs you", 1);
    case "scheduled":
      if (!post.is_approved) return of(Eye, "text-warn", "Waits for your approval");
      if (post.is_late) return of(TriangleAlert, "text-warn", "Late", 1);
      if (post.waiting_reason) return of(Hourglass, "text-warn", post.waiting_reason, 1);
      return of(Clock, "text-info", "Scheduled");
  }
}

/** The mark of a post as its own detail has it. */
export const markOfPost = (post: Post): PostMark =>
  markOf({ ...post, is_approved: post.approved_at !== null, is_late: false });

/** The edge of a group's tile. */
export function edgeOf(posts: readonly Marked[]): string {
  const worst = Math.max(0, ...posts.map((post) => markOf(post).weight));
  if (worst === 2) return "border-bad";
  if (worst === 1) return "border-warn";
  return posts.length > 0 && posts.every(({ status }) => status === "draft")
    ? "border-dashed border-line-strong"
    : "border-line";
}

/** Whether a group may still be moved to another time. */
export const isMovable = (posts: readonly Pick<ScheduledPost, "status">[]): boolean =>
  posts.length > 0 && posts.every(({ status }) => status === "draft" || status === "scheduled");
