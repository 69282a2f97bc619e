// Comments on our posts, the newest posts first, so that they can be answered one after the other.
import { useNavigate } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { type Capabilities, type Post, useRead, useReads } from "@/api";
import { Button } from "@/components/button/Button";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Segments } from "@/components/form/Segments";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { Engage } from "./Engage";
import { Comments, unanswered } from "./post/Comments";

/** Posts whose comments are read. */
const POSTS = 30;

const VIEWS = [
  { value: "open", label: "Not answered" },
  { value: "all", label: "All" },
] as const;

export function CommentsPage() {
  const navigate = useNavigate();
  const [view, setView] = useState<"open" | "all">("open");
  const list = useRead("posts.list", { status: "published", limit: POSTS });
  const platforms = useRead("platforms.list", {}).data?.platforms;
  const readable = useMemo(
    () =>
      (list.data?.posts ?? []).flatMap((post) => {
        const can = platforms?.find(({ platform }) => platform === post.platform)?.capabilities;
        return can?.read_comments ? [{ post, can }] : [];
      }),
    [list.data, platforms],
  );
  const read = useReads(
    "comments.list",
    readable.map(({ post }) => ({ post_id: post.id })),
  );
  const shown = readable.filter((_, place) => {
    const comments = read[place]?.data?.comments ?? [];
    return view === "all" ? comments.length > 0 : unanswered(comments).length > 0;
  });
  const isReading = list.isPending || !platforms || read.some(({ isPending }) => isPending);
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    await Promise.all([list.refetch(), ...read.map((one) => one.refetch())]);
    setBusy(false);
  };
  return (
    <Page>
      <Toolbar
        title="Comments"
        onBack={() => void navigate({ to: "/scheduling" })}
        actions={
          <Button icon={RefreshCw} busy={busy} onClick={() => void look()}>
            Look again
          </Button>
        }
      >
        <Segments label="Which" choices={VIEWS} value={view} onChange={setView} />
      </Toolbar>
      <PageBody>
        <Main label="Comments on our posts">
          {list.error && <ErrorNote what="The posts could not be read" error={list.error} />}
          {isReading && shown.length === 0 && (
            <Later>
              <Skeleton className="h-[200px] rounded-3" />
            </Later>
          )}
          {!isReading && shown.length === 0 && !list.error && (
            <EmptyState
              title={view === "open" ? "All comments are answered" : "No comments yet"}
              text={`They are read of the ${POSTS} newest posts, where the platform officially allows it.`}
              {...(view === "open" ? { actions: <Button onClick={() => setView("all")}>Show all</Button> } : {})}
            />
          )}
          <ul className="mx-auto grid max-w-[720px] gap-6">
            {shown.map(({ post, can }) => (
              <li key={post.id}>
                <OfPost post={post} can={can} />
              </li>
            ))}
          </ul>
        </Main>
        <Engage />
      </PageBody>
    </Page>
  );
}

function OfPost({ post, can }: { post: Post; can: Capabilities }) {
  const navigate = useNavigate();
  return (
    <article className="grid grid-cols-[64px_minmax(0,1fr)] gap-4">
      {post.content_id ? (
        <img
          src={host.mediaUrl(post.content_id, "320")}
          alt={post.media[0]?.alt_text ?? ""}
          className="aspect-[4/5] w-full rounded-2 bg-well object-cover"
        />
      ) : (
        <span />
      )}
      <div className="min-w-0">
        <header className="flex items-center gap-2 text-12">
          <PlatformMark platform={post.platform} />
          <b className="min-w-0 truncate font-label">{post.account_handle}</b>
          {post.published_at && <Time at={post.published_at} className="text-ink-3" />}
          <Button
            size="s"
            kind="quiet"
            className="ml-auto"
            onClick={() =>
              void navigate({
                to: "/scheduling/posts/$groupId",
                params: { groupId: post.group_id },
                search: { post: post.id },
              })
            }
          >
            Open the post<span className="sr-only"> on {platformName(post.platform)}</span>
          </Button>
        </header>
        <p className="mb-1 line-clamp-2 text-12 text-ink-2">{post.caption}</p>
        <Comments post={post} can={can} />
      </div>
    </article>
  );
}
