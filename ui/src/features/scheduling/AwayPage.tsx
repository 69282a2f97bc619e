// While you were away: what was missed while this computer slept or Troupe was closed, what became of it, and what
// needs a decision; beside it what agents ask. Putting it away keeps every post as it is.
import { useNavigate } from "@tanstack/react-router";
import {
  CalendarPlus,
  CircleCheck,
  CircleX,
  Clock,
  Eye,
  type LucideIcon,
  Minus,
  Play,
  TriangleAlert,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import {
  type AskingFiring,
  type MissedSummary,
  type PlatformAccount,
  type Post,
  perform,
  useRead,
  useReads,
} from "@/api";
import { nameOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { AskHistory } from "@/components/agents/AskHistory";
import { Asks } from "@/components/agents/Asks";
import { waitWords } from "@/components/agents/askWords";
import { useAsks } from "@/components/agents/useAsks";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { EmptyState } from "@/components/feedback/EmptyState";
import { Note } from "@/components/feedback/Note";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { markOfPost } from "./marks";
import { restore } from "./post/actions";
import { PostChoices } from "./post/PostChoices";
import { runMissed, useShutOut } from "./resolving";

export function AwayPage() {
  const navigate = useNavigate();
  const status = useRead("scheduler.status", {}).data;
  const needing = useRead("posts.list", { statuses: ["needs_attention", "failed"], limit: 50 }).data?.posts ?? [];
  const shutOut = useShutOut();
  const pending = useRead("content.list", { approval_status: "pending", limit: 1 }).data?.total ?? 0;
  const missed = status?.missed ?? null;
  const asking = status?.asking ?? [];
  const waiting = status?.waiting_for_approval ?? 0;
  const leave = async () => {
    if (missed) await perform("scheduler.dismiss", {}, { failed: "The summary was not put away" });
    void navigate({ to: "/scheduling" });
  };
  const needsYou = needing.length > 0 || asking.length > 0 || shutOut.length > 0 || waiting > 0;
  const asks = useAsks();
  const nothing = status && !missed && !needsYou && asks.waiting.length === 0;
  // What agents ask stands beside the rest, or alone.
  const hasRest = missed !== null || needsYou;
  return (
    <Page>
      <Toolbar
        title="While you were away"
        aside={
          missed && (
            <>
              found <Time at={missed.at} />
            </>
          )
        }
        actions={
          <>
            <Button icon={CalendarPlus} onClick={() => void navigate({ to: "/scheduling/fill" })}>
              Fill week
            </Button>
            {pending > 0 && (
              <Button
                kind="primary"
                icon={Eye}
                onClick={() => void navigate({ to: "/library", search: { view: "review" } })}
              >
                {`Review ${pending}`}
              </Button>
            )}
            <IconButton icon={X} label="Put it away" onClick={() => void leave()} />
          </>
        }
      />
      <PageBody>
        <Main label="What happened" padding="l">
          <div
            className={cx(
              "mx-auto grid max-w-[760px] items-start gap-x-8 gap-y-6",
              asks.hasAgents &&
                hasRest &&
                "max-w-[1160px] grid-cols-[minmax(0,1fr)_372px] slim:grid-cols-[minmax(0,1fr)]",
            )}
          >
            <div className="min-w-0 empty:hidden">
              {missed && <Note tone="info">{missed.message}</Note>}
              {nothing && (
                <EmptyState
                  title="Nothing was missed"
                  text="Every post that was due went out, and nothing waits for you."
                  actions={<Button onClick={() => void navigate({ to: "/scheduling" })}>To the calendar</Button>}
                />
              )}
              {needsYou && (
                <Part title="Needs you">
                  {shutOut.map((account) => (
                    <ShutOut key={account.id} account={account} />
                  ))}
                  {needing.map((post) => (
                    <PostRow key={post.id} post={post}>
                      <PostChoices post={post} most={2} />
                    </PostRow>
                  ))}
                  {asking.map((firing) => (
                    <Asking key={firing.firing_id} firing={firing} />
                  ))}
                  {waiting > 0 && (
                    <Row
                      icon={Eye}
                      look="text-warn"
                      title={
                        waiting === 1 ? "1 post waits for your approval" : `${waiting} posts wait for your approval`
                      }
                      below="Without your word nothing goes out."
                    >
                      <Button size="s" onClick={() => void navigate({ to: "/scheduling", search: {} })}>
                        Look
                      </Button>
                    </Row>
                  )}
                </Part>
              )}
              {missed && <Done missed={missed} />}
              {missed && (
                <div className="mt-6">
                  <Button onClick={() => void leave()}>Got it, put it away</Button>
                </div>
              )}
            </div>
            {asks.hasAgents && (
              <aside aria-label="Agents ask" className="min-w-0">
                <h2 className="mb-2 flex items-baseline text-12">
                  Agents ask
                  <span role="status" className="ml-auto font-text text-ink-3">
                    {asks.waiting.length > 0 && waitWords(asks.waiting.length)}
                  </span>
                </h2>
                <Asks {...asks} />
                <AskHistory answered={asks.answered} />
              </aside>
            )}
          </div>
        </Main>
      </PageBody>
    </Page>
  );
}

/** What became of what was missed. */
function Done({ missed }: { missed: MissedSummary }) {
  const ids = [...missed.went_late, ...missed.moved, ...missed.skipped];
  const posts = useReads(
    "posts.get",
    ids.map((post_id) => ({ post_id })),
  ).flatMap(({ data }) => data?.post ?? []);
  const of = (wanted: readonly string[]) => posts.filter(({ id }) => wanted.includes(id));
  if (posts.length === 0) return null;
  return (
    <Part title="Done">
      {of(missed.went_late).map((post) => (
        <PostRow key={post.id} post={post} said="Goes out late." />
      ))}
      {of(missed.moved).map((post) => (
        <PostRow key={post.id} post={post} said="Moved to the next slot." />
      ))}
      {of(missed.skipped).map((post) => (
        <PostRow key={post.id} post={post} said="Left out.">
          {post.status === "cancelled" && (
            <Button size="s" kind="quiet" onClick={() => void restore(post)}>
              Put it back
            </Button>
          )}
        </PostRow>
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-5">
      <h2 className="border-b border-line pb-1.5 text-12">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface RowProps {
  icon: LucideIcon;
  look: string;
  title: ReactNode;
  below: ReactNode;
  picture?: string | null;
  children?: ReactNode;
}

function Row({ icon: Icon, look, title, below, picture, children }: RowProps) {
  return (
    <li className="flex min-h-[54px] items-center gap-3 border-b border-line py-1.5">
      <Icon aria-hidden="true" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />
      {picture && (
        <img
          src={host.mediaUrl(picture, "320")}
          alt=""
          className="h-[35px] w-[28px] flex-none rounded-1 bg-well object-cover"
        />
      )}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5 font-label">{title}</span>
        <span className="block text-12 text-ink-2">{below}</span>
      </span>
      <span className="flex flex-none flex-wrap justify-end gap-1">{children}</span>
    </li>
  );
}

function PostRow({ post, said, children }: { post: Post; said?: string; children?: ReactNode }) {
  const navigate = useNavigate();
  const mark = markOfPost(post);
  const at = post.published_at ?? post.scheduled_at;
  const known = post.attention?.known.join(" ") ?? (post.error as { message?: string } | null)?.message;
  return (
    <Row
      icon={post.status === "published" ? CircleCheck : said === "Left out." ? Minus : said ? Clock : mark.icon}
      look={mark.look}
      picture={post.content_id}
      title={
        <button
          type="button"
          className="flex min-w-0 items-center gap-1.5 rounded-1 hover:underline"
          onClick={() =>
            void navigate({
              to: "/scheduling/posts/$groupId",
              params: { groupId: post.group_id },
              search: { post: post.id },
            })
          }
        >
          <PlatformMark platform={post.platform} />
          <span className="truncate">
            {post.character_name ?? post.account_handle}, {post.account_handle}
          </span>
        </button>
      }
      below={
        <>
          {said ?? known ?? mark.words} {said && `${mark.words}, `}
          {said && at && <Time at={at} />}
        </>
      }
    >
      {children}
    </Row>
  );
}

/** An account that its platform no longer lets in. */
function ShutOut({ account }: { account: PlatformAccount }) {
  const actions = useAccountActions();
  const name = nameOf(account);
  return (
    <Row
      icon={CircleX}
      look="text-bad"
      title={
        <>
          <PlatformMark platform={account.platform} />
          {account.character_name ?? name}, {name}
        </>
      }
      below={account.message}
    >
      {actions.fix(account)}
    </Row>
  );
}

/** A firing of a task whose time was missed and that asks. */
function Asking({ firing }: { firing: AskingFiring }) {
  return (
    <Row
      icon={TriangleAlert}
      look="text-warn"
      title={
        <>
          {firing.rule_name}
          {firing.character_name && `, ${firing.character_name}`}
        </>
      }
      below={
        <>
          {firing.reason ?? "Its time was missed."} It was due <Time at={firing.scheduled_at} />.
        </>
      }
    >
      <Button size="s" icon={Play} onClick={() => void runMissed(firing)}>
        Run now
      </Button>
    </Row>
  );
}
