// What needs the creator, above the calendar: accounts that were shut out, posts, missed tasks that ask. One row each,
// one sentence, and the buttons that settle it; as many as the badge beside "Scheduling" counts.
import { useNavigate } from "@tanstack/react-router";
import { ChevronDown, ChevronRight, ChevronUp, CircleX, type LucideIcon, Play, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type AskingFiring, type PlatformAccount, type Post, useRead, useReads } from "@/api";
import { nameOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { markOfPost } from "./marks";
import { PostChoices } from "./post/PostChoices";
import { runMissed, useShutOut } from "./resolving";

/** More than these at once would push the calendar off the screen; the rest is unfolded. */
const SHOWN = 3;
const MOST = 20;

export function AttentionStrip() {
  const [unfolded, setUnfolded] = useState(false);
  const shutOut = useShutOut();
  const needing = useRead("posts.list", { status: "needs_attention", limit: MOST });
  const failed = useRead("posts.list", { status: "failed", limit: MOST });
  const going = useRead("posts.list", { status: "publishing", limit: MOST });
  const status = useRead("scheduler.status", {}, { pollMs: 30_000 }).data;
  // Due, and not out: with a reason, or standing still without one.
  const begun = (going.data?.posts ?? []).filter(({ waiting_reason }) => waiting_reason !== null);
  const late = [...(status?.waiting ?? []).map(({ post_id }) => post_id), ...(status?.standing_still ?? [])].filter(
    (post_id) => !begun.some(({ id }) => id === post_id),
  );
  const waiting = useReads(
    "posts.get",
    late.slice(0, unfolded ? MOST : SHOWN).map((post_id) => ({ post_id })),
  ).flatMap(({ data }) => data?.post ?? []);
  const posts = [...(needing.data?.posts ?? []), ...(failed.data?.posts ?? []), ...begun, ...waiting];

  const rows = [
    ...shutOut.map((account) => <AccountRow key={account.id} account={account} />),
    ...posts.map((post) => <PostRow key={post.id} post={post} />),
    ...(status?.asking ?? []).map((firing) => <FiringRow key={firing.firing_id} firing={firing} />),
  ];
  const count = rows.length + Math.max(0, late.length - waiting.length);
  if (rows.length === 0) return null;
  return (
    <section aria-label="Needs you" className="flex-none border-b border-line px-4 py-2">
      <ul className={cx("grid grid-cols-[minmax(0,1fr)] gap-1", unfolded && "max-h-[40vh] overflow-y-auto")}>
        {unfolded ? rows : rows.slice(0, SHOWN)}
      </ul>
      {count > SHOWN && (
        <Button
          size="s"
          kind="quiet"
          className="mt-1"
          aria-expanded={unfolded}
          endIcon={unfolded ? ChevronUp : ChevronDown}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Fewer" : `${count - SHOWN} more`}
        </Button>
      )}
    </section>
  );
}

function AccountRow({ account }: { account: PlatformAccount }) {
  const actions = useAccountActions();
  const name = nameOf(account);
  return (
    <Row
      icon={CircleX}
      mark={`Shut out by ${platformName(account.platform)}`}
      look="text-bad"
      platform={account.platform}
      who={`${account.character_name ?? name}, ${name}`}
      what={account.message}
    >
      {actions.fix(account)}
      <IconButton
        icon={ChevronRight}
        size="s"
        label={`Look at the account ${name}`}
        onClick={() => actions.open(account)}
      />
    </Row>
  );
}

function PostRow({ post }: { post: Post }) {
  const navigate = useNavigate();
  const mark = markOfPost(post);
  return (
    <Row
      icon={mark.icon}
      mark={mark.words}
      look={mark.look}
      platform={post.platform}
      who={`${post.character_name ?? post.account_handle}, ${post.account_handle}`}
      what={wordsOf(post)}
    >
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
    </Row>
  );
}

function FiringRow({ firing }: { firing: AskingFiring }) {
  const navigate = useNavigate();
  const { rule_id, rule_name, character_name, reason } = firing;
  return (
    <Row
      icon={TriangleAlert}
      mark="Missed"
      look="text-warn"
      who={[character_name, rule_name].filter(Boolean).join(", ")}
      what={reason ?? "Its time was missed."}
    >
      <Button size="s" icon={Play} onClick={() => void runMissed(firing)}>
        Run now
      </Button>
      <IconButton
        icon={ChevronRight}
        size="s"
        label={`Look at the task ${rule_name}`}
        onClick={() => void navigate({ to: "/scheduling/rules", search: { rule_id } })}
      />
    </Row>
  );
}

interface RowProps {
  icon: LucideIcon;
  /** What the mark says, for screen readers. */
  mark: string;
  look: string;
  platform?: string;
  who: string;
  what: string;
  children: ReactNode;
}

function Row({ icon: Icon, mark, look, platform, who, what, children }: RowProps) {
  return (
    <li className="flex min-h-8 items-center gap-2 rounded-2 bg-hover px-2.5 py-1 text-12">
      <Icon aria-label={mark} role="img" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />
      {platform && <PlatformMark platform={platform} />}
      <span className="min-w-0 flex-1 truncate" title={what}>
        <b className="font-label">{who}.</b> <span className="text-ink-2">{what}</span>
      </span>
      {children}
    </li>
  );
}

/** What is known, in one sentence. */
function wordsOf(post: Post): string {
  const error = post.error as { message?: string } | null;
  return post.attention?.known.join(" ") || error?.message || markOfPost(post).words;
}
