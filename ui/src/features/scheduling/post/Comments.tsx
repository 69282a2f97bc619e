// The comments on one of our posts, each to be answered or hidden where the platform officially allows that.
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { type Capabilities, call, type Post, type PostComment, perform, sayError, toApiError, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { platformName } from "@/components/data/PlatformMark";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextArea } from "@/components/form/TextArea";
import { Time } from "@/components/text/Time";

export interface CommentsProps {
  post: Pick<Post, "id" | "platform" | "account_handle">;
  can: Capabilities;
  /** Shows this many of the newest. */
  most?: number;
}

/** Comments of others that nothing of ours answers. */
export const unanswered = (comments: readonly PostComment[]): PostComment[] =>
  comments.filter(
    ({ is_ours, is_hidden, external_id }) =>
      !is_ours && !is_hidden && !comments.some((one) => one.is_ours && one.parent_id === external_id),
  );

export function Comments({ post, can, most }: CommentsProps) {
  const list = useRead("comments.list", { post_id: post.id }, { enabled: can.read_comments });
  const [asking, setAsking] = useState(false);
  const name = platformName(post.platform);
  if (!can.read_comments) {
    return <p className="text-12 text-ink-3">{name} has no official way to read comments from here.</p>;
  }
  const comments = list.data?.comments ?? [];
  const shown = most === undefined ? comments : comments.slice(-most);
  const open = unanswered(comments).length;
  const look = async () => {
    setAsking(true);
    try {
      await call("comments.list", { post_id: post.id, refresh: true });
      await list.refetch();
    } catch (error) {
      sayError("The comments could not be read", toApiError(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <div>
      <div className="mb-1 flex items-center gap-2 text-12 text-ink-2">
        <span>
          {comments.length === 0 && list.data ? "No comments yet" : open > 0 ? `${open} not answered` : "All answered"}
        </span>
        <IconButton
          icon={RefreshCw}
          size="s"
          label={`Look on ${name}`}
          busy={asking}
          className="ml-auto"
          onClick={() => void look()}
        />
      </div>
      {list.error && <ErrorNote what="The comments could not be read" error={list.error} />}
      {list.data?.message && <p className="mb-1 text-12 text-ink-3">{list.data.message}</p>}
      <ul className="divide-y divide-line">
        {shown.map((comment) => (
          <Row key={comment.id} post={post} comment={comment} can={can} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  post: CommentsProps["post"];
  comment: PostComment;
  can: Capabilities;
}

function Row({ post, comment, can }: RowProps) {
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (text === null) return;
    setBusy(true);
    const sent = await perform(
      "comments.reply",
      { post_id: post.id, comment_id: comment.id, text },
      { done: { title: `Answered as ${post.account_handle}` }, failed: "The answer was not sent" },
    );
    setBusy(false);
    if (sent) setText(null);
  };
  const hide = (isHidden: boolean) => {
    const input = { post_id: post.id, comment_id: comment.id };
    return perform(
      "comments.hide",
      { ...input, hide: isHidden },
      {
        done: { title: isHidden ? "Comment hidden" : "Comment shown again" },
        undo: () => ({
          label: isHidden ? "hide the comment" : "show the comment",
          inverse: { name: "comments.hide", input: { ...input, hide: !isHidden } },
        }),
        failed: isHidden ? "The comment is still shown" : "The comment is still hidden",
      },
    );
  };
  return (
    <li className={cx("py-2", comment.is_hidden && "opacity-70", comment.parent_id && "pl-3")}>
      <div className="flex items-center gap-2 text-12">
        <b className="min-w-0 truncate font-label">{comment.author}</b>
        {comment.is_ours && <span className="text-ink-3">you</span>}
        {comment.is_hidden && <span className="text-ink-3">hidden</span>}
        {comment.written_at && <Time at={comment.written_at} className="ml-auto flex-none text-ink-3" />}
      </div>
      <p className="break-words whitespace-pre-line">{comment.text}</p>
      {text === null ? (
        <div className="-ml-2 flex">
          {can.reply_comments && !comment.is_ours && (
            <Button size="s" kind="quiet" onClick={() => setText("")}>
              Reply<span className="sr-only"> to {comment.author}</span>
            </Button>
          )}
          {can.hide_comments && !comment.is_ours && (
            <Button size="s" kind="quiet" onClick={() => void hide(!comment.is_hidden)}>
              {comment.is_hidden ? "Show again" : "Hide"}
              <span className="sr-only"> the comment of {comment.author}</span>
            </Button>
          )}
        </div>
      ) : (
        <>
          <TextArea
            label={`Reply to ${comment.author}`}
            labelHidden
            autoFocus
            lines={2}
            className="mt-1"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <div className="mt-1 flex gap-1">
            <Button
              size="s"
              busy={busy}
              off={text.trim() === "" && "Write something first"}
              onClick={() => void send()}
            >
              Send reply
            </Button>
            <Button size="s" kind="quiet" onClick={() => setText(null)}>
              Leave it
            </Button>
          </div>
        </>
      )}
    </li>
  );
}
