// A post in full: what it says, what happened to it on each account, what can be done now, and what came of it.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import {
  Aperture,
  CalendarArrowDown,
  Check,
  Copy,
  Ellipsis,
  ExternalLink,
  RefreshCw,
  Send,
  Trash2,
} from "lucide-react";
import { useMemo, useState } from "react";
import { type Post, perform, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { StateTag } from "@/components/data/StateTag";
import { Table } from "@/components/data/Table";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Section } from "@/components/layout/Drawer";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Menu, type MenuEntry } from "@/components/overlay/Menu";
import { Time } from "@/components/text/Time";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { Findings } from "../compose/Findings";
import { useChosen } from "../compose/useCompose";
import { markOfPost } from "../marks";
import { approve, planNextSlot, restore, sendNow, takeOut, toNextSlot } from "./actions";
import { Comments } from "./Comments";
import { HandOff } from "./HandOff";
import { History } from "./History";
import { mendingOf } from "./mending";
import { PostChoices } from "./PostChoices";
import { isEditable, PostWords } from "./PostWords";
import { Timing } from "./Timing";

export function PostPage() {
  const { groupId } = useParams({ from: "/frame/scheduling/posts/$groupId" });
  const search = useSearch({ from: "/frame/scheduling/posts/$groupId" });
  const navigate = useNavigate();
  const list = useRead("posts.list", { group_id: groupId, limit: 50 });
  const posts = useMemo(
    () => [...(list.data?.posts ?? [])].sort((one, other) => one.id.localeCompare(other.id)),
    [list.data],
  );
  const post = posts.find(({ id }) => id === search.post) ?? posts[0];
  const [editing, setEditing] = useState<string | null>(null);
  const back = () => void navigate({ to: "/scheduling" });

  if (!post) {
    return (
      <Page>
        <Toolbar title="Post" onBack={back} />
        {list.error && <ErrorNote className="m-4" what="The post could not be read" error={list.error} />}
        {list.isPending && (
          <Later>
            <Skeleton className="m-4 h-[400px] rounded-3" />
          </Later>
        )}
        {list.data && (
          <EmptyState
            title="This post is not here any more"
            text="It was deleted, or it belongs to another library."
            actions={<Button onClick={back}>To the calendar</Button>}
          />
        )}
      </Page>
    );
  }
  return (
    <Page>
      <Toolbar
        title={post.character_name ?? "Post"}
        onBack={back}
        aside={post.scheduled_at ? <Time at={post.scheduled_at} /> : "no time yet"}
        actions={<PageActions posts={posts} post={post} onGone={back} />}
      >
        <Summary posts={posts} />
      </Toolbar>
      <PageBody>
        <aside
          aria-label="What it says"
          className="w-[280px] flex-none overflow-y-auto border-r border-line p-4 slim:w-[208px] slim:p-3"
        >
          <PostWords
            key={post.id}
            post={post}
            isEditing={editing === post.id}
            onEdit={(on) => setEditing(on ? post.id : null)}
          />
        </aside>
        <Main label="What happened" padding="m">
          <ul aria-label="Accounts" className="mb-4 flex flex-wrap gap-2">
            {posts.map((one) => (
              <li key={one.id} className="min-w-[140px] flex-1">
                <AccountTab
                  post={one}
                  isOpen={one.id === post.id}
                  onOpen={() =>
                    void navigate({
                      to: "/scheduling/posts/$groupId",
                      params: { groupId },
                      search: { post: one.id },
                      replace: true,
                    })
                  }
                />
              </li>
            ))}
          </ul>
          <OnAccount key={post.id} post={post} onEdit={() => setEditing(post.id)} />
        </Main>
        <aside
          aria-label="Since then"
          data-region="drawer"
          className="w-[312px] flex-none overflow-y-auto border-l border-line bg-side slim:w-[232px]"
        >
          <Since posts={posts} />
          <CommentsOf post={post} />
        </aside>
      </PageBody>
    </Page>
  );
}

/** "Published on 3", or what is so on how many. */
function Summary({ posts }: { posts: readonly Post[] }) {
  const published = posts.filter(({ status }) => status === "published").length;
  const needing = posts.filter(({ status }) => status === "needs_attention").length;
  const failed = posts.filter(({ status }) => status === "failed").length;
  return (
    <>
      {published > 0 && <StateTag tone="ok">Published on {published}</StateTag>}
      {needing > 0 && <StateTag tone="warn">{needing === 1 ? "1 needs you" : `${needing} need you`}</StateTag>}
      {failed > 0 && <StateTag tone="bad">{failed} failed</StateTag>}
    </>
  );
}

function AccountTab({ post, isOpen, onOpen }: { post: Post; isOpen: boolean; onOpen: () => void }) {
  const words = useWords();
  const { icon: Icon, look, words: said } = markOfPost(post);
  const at = post.published_at ?? post.scheduled_at;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={onOpen}
      className={cx(
        "flex w-full items-center gap-2.5 rounded-3 border px-2.5 py-2 text-left",
        isOpen ? "border-accent bg-selected" : "border-line-strong hover:bg-hover",
      )}
    >
      <PlatformMark platform={post.platform} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-label">{post.account_handle}</span>
        <span className="block truncate text-12 text-ink-2">{at ? words.time(at) : "no time yet"}</span>
      </span>
      <Icon aria-label={said} role="img" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />
    </button>
  );
}

/** One account's post: what can be done, what speaks against it, and its history. */
function OnAccount({ post, onEdit }: { post: Post; onEdit: () => void }) {
  const detail = useRead("posts.get", { post_id: post.id });
  const check = useRead("posts.check", { post_id: post.id }, { enabled: isEditable(post) }).data;
  const chosen = useChosen([post.account_id]);
  const name = platformName(post.platform);
  const url = post.platform_post_url;
  const isByHand = post.attention?.kind === "by_hand";
  return (
    <>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="mr-auto text-13">What happened on {name}</h2>
        {url && (
          <Button icon={ExternalLink} onClick={() => void host.openExternal(url)}>
            Open on {name}
          </Button>
        )}
        {!isByHand && <PostChoices post={post} size="m" noLink={url !== null} />}
        <PlanButtons post={post} />
      </div>
      {isByHand && (
        <div className="mb-4">
          <HandOff post={post} />
        </div>
      )}
      {check && check.findings.length > 0 && (
        <div className="mb-4">
          <Findings
            checked={[check]}
            accounts={chosen}
            onWriteAltText={onEdit}
            onMend={(_, finding) =>
              void mendingOf(post, check, [finding]).then((input) =>
                perform("posts.update", input, { failed: "The post was not mended" }),
              )
            }
          />
        </div>
      )}
      {detail.error && <ErrorNote what="The history could not be read" error={detail.error} />}
      {detail.data && <History post={detail.data.post} attempts={detail.data.attempts} />}
    </>
  );
}

function PlanButtons({ post }: { post: Post }) {
  if (post.status === "cancelled") return <Button onClick={() => void restore(post)}>Put it back</Button>;
  if (post.status !== "scheduled" && post.status !== "draft") return null;
  const isDraft = post.status === "draft";
  return (
    <>
      {!isDraft && post.approved_at === null && (
        <Button kind="primary" icon={Check} onClick={() => void approve([post])}>
          Approve
        </Button>
      )}
      <Timing post={post} />
      <Button icon={CalendarArrowDown} onClick={() => void (isDraft ? planNextSlot(post) : toNextSlot(post, false))}>
        Next slot
      </Button>
      <Button icon={Send} onClick={() => void sendNow([post])}>
        Publish now on {post.account_handle}
      </Button>
      {!isDraft && (
        <Button kind="quiet" onClick={() => void takeOut([post])}>
          Take out of the plan
        </Button>
      )}
    </>
  );
}

interface PageActionsProps {
  posts: readonly Post[];
  post: Post;
  onGone: () => void;
}

function PageActions({ posts, post, onGone }: PageActionsProps) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const content_id = post.content_id;
  const remove = async (only_here: boolean) => {
    const gone = await perform(
      "posts.delete",
      { post_id: post.id, ...(only_here ? { only_here } : {}) },
      { done: ({ message }) => ({ title: "Deleted", body: message }), failed: "The post was not deleted" },
    );
    if (gone && posts.length === 1) onGone();
  };
  const entries: MenuEntry[] = [
    {
      label: `Delete the post on ${platformName(post.platform)}`,
      icon: Trash2,
      danger: true,
      onSelect: () => setAsked(true),
    },
  ];
  const isUp = post.platform_post_id !== null || post.platform_post_url !== null;
  return (
    <>
      {content_id && (
        <>
          <Button
            kind="quiet"
            icon={Copy}
            onClick={() => void navigate({ to: "/scheduling/new", search: { content_id } })}
          >
            Post again elsewhere
          </Button>
          <Button icon={Aperture} onClick={() => void navigate({ to: "/studio", search: { recipe_of: content_id } })}>
            Make more like it
          </Button>
        </>
      )}
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />} entries={entries} />
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Delete the post of ${post.account_handle}?`}
        text={
          isUp
            ? `It is taken down on ${platformName(post.platform)} where that can be done from here, and deleted here. Its comments and counts go with it.`
            : "It has not gone out. Its words and its plan go with it; the picture stays in the Library."
        }
        safe="Keep it"
        action={isUp ? "Delete on both" : "Delete it"}
        {...(isUp ? { other: { label: "Delete here only", onAction: () => remove(true) } } : {})}
        onAction={() => remove(false)}
      />
    </>
  );
}

/** The counts that the platforms gave. */
function Since({ posts }: { posts: readonly Post[] }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const up = posts.filter(({ status }) => status === "published");
  const read = up
    .flatMap(({ synced_at }) => synced_at ?? [])
    .sort()
    .at(-1);
  const count = (value: number | null | undefined) =>
    value == null ? <span className="text-ink-3">not given</span> : words.count(value);
  const sync = async () => {
    setBusy(true);
    for (const { id } of up) await perform("posts.sync", { post_id: id }, { failed: "The counts could not be read" });
    setBusy(false);
  };
  if (up.length === 0) return null;
  return (
    <Section
      title="Since then"
      aside={
        <>
          {read && (
            <span className="mr-1">
              read <Time at={read} />
            </span>
          )}
          <IconButton icon={RefreshCw} size="s" label="Read the counts now" busy={busy} onClick={() => void sync()} />
        </>
      }
    >
      <div className="-mx-4">
        <Table
          label="Counts"
          rows={up}
          rowKey={({ id }) => id}
          empty="Nothing is up yet."
          columns={[
            {
              id: "platform",
              head: <span className="sr-only">Platform</span>,
              cell: ({ platform }) => <PlatformMark platform={platform} />,
            },
            { id: "likes", head: "Likes", right: true, cell: ({ likes_count }) => count(likes_count) },
            { id: "replies", head: "Replies", right: true, cell: ({ comments_count }) => count(comments_count) },
            {
              id: "reach",
              head: "Reach",
              right: true,
              wideOnly: true,
              cell: ({ metrics, views_count }) => count(metrics?.reach ?? views_count),
            },
          ]}
        />
      </div>
    </Section>
  );
}

function CommentsOf({ post }: { post: Post }) {
  const platforms = useRead("platforms.list", {}).data?.platforms;
  const can = platforms?.find(({ platform }) => platform === post.platform)?.capabilities;
  if (!can) return null;
  if (can.read_comments && post.status !== "published") {
    return (
      <Section title="Comments">
        <p className="text-12 text-ink-3">They stand here once the post is up on {platformName(post.platform)}.</p>
      </Section>
    );
  }
  return (
    <Section title={`Comments on ${platformName(post.platform)}`}>
      <Comments post={post} can={can} />
    </Section>
  );
}
