// What a question is about, as it stood when it was asked: posts with picture, words, account and time; else pictures
// and accounts.
import { useNavigate } from "@tanstack/react-router";
import type { ApprovalSubject, AskedPost } from "@/api";
import { host } from "@/host";
import { PlatformMark } from "../data/PlatformMark";
import { Time } from "../text/Time";

/** So many pictures are drawn; the rest is counted. */
const SHOWN = 6;

export function AskSubject({ subject }: { subject: ApprovalSubject }) {
  const { posts, accounts, content_ids } = subject;
  const loose = content_ids.filter((id) => !posts.some((post) => post.content_ids.includes(id)));
  const others = accounts.filter(({ platform }) => !posts.some((post) => post.platform === platform));
  return (
    <>
      {posts.map((post) => (
        <Post
          key={post.post_id}
          post={post}
          accounts={accounts.filter(({ platform }) => platform === post.platform).map(({ words }) => words)}
        />
      ))}
      {(others.length > 0 || loose.length > 0) && (
        <div className="mt-2 grid gap-1.5 border-t border-line pt-2 text-12">
          {others.map(({ account_id, platform, words }) => (
            <p key={account_id} className="flex items-center gap-1.5">
              <PlatformMark platform={platform} />
              <span className="truncate">{words}</span>
            </p>
          ))}
          <Pictures ids={loose} />
        </div>
      )}
    </>
  );
}

function Post({ post, accounts }: { post: AskedPost; accounts: readonly string[] }) {
  return (
    <div className="mt-2 flex gap-2.5 border-t border-line pt-2 text-12">
      <Pictures ids={post.content_ids} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-1.5">
          <PlatformMark platform={post.platform} />
          {accounts.length === 1 && <span className="font-label">{accounts[0]}</span>}
          {post.scheduled_at && (
            <span className="text-ink-2">
              planned <Time at={post.scheduled_at} />
            </span>
          )}
        </p>
        <p className="mt-0.5 line-clamp-4 whitespace-pre-line text-ink-2" title={post.caption} data-selectable>
          {post.caption || "Without words"}
        </p>
        {post.hashtags.length > 0 && (
          <p className="truncate text-ink-3">{post.hashtags.map((tag) => `#${tag.replace(/^#/, "")}`).join(" ")}</p>
        )}
      </div>
    </div>
  );
}

function Pictures({ ids }: { ids: readonly string[] }) {
  const navigate = useNavigate();
  if (ids.length === 0) return null;
  return (
    <div className="flex max-w-[184px] flex-none flex-wrap content-start items-end gap-1">
      {ids.slice(0, SHOWN).map((id, index) => (
        <button
          key={id}
          type="button"
          aria-label={`Look at picture ${index + 1} of ${ids.length} in the library`}
          onClick={() => void navigate({ to: "/library", search: { item: id } })}
          className="rounded-1"
        >
          <img
            src={host.mediaUrl(id, "320")}
            alt=""
            className="block h-[70px] w-[56px] rounded-1 bg-well object-cover hover:brightness-110"
          />
        </button>
      ))}
      {ids.length > SHOWN && <span className="text-12 text-ink-3">{`${ids.length - SHOWN} more`}</span>}
    </div>
  );
}
