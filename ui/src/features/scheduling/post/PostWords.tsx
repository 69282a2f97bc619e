// What a post says and shows, and changing it while it has not gone out: picture, caption, hashtags, alt texts.
import { Pencil } from "lucide-react";
import { useState } from "react";
import { type Input, type Post, perform } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Time } from "@/components/text/Time";
import { host } from "@/host";
import { tagsOf } from "../compose/draft";

/** Whether the words of a post can still be changed. */
export const isEditable = ({ status }: Pick<Post, "status">): boolean =>
  status === "draft" || status === "scheduled" || status === "failed";

export interface PostWordsProps {
  post: Post;
  isEditing: boolean;
  onEdit: (on: boolean) => void;
}

export function PostWords({ post, isEditing, onEdit }: PostWordsProps) {
  const [place, setPlace] = useState(0);
  const file = post.media[place] ?? post.media[0];
  return (
    <>
      {file && (
        <img
          src={host.mediaUrl(file.id, "640")}
          alt={file.alt_text || `Picture of ${post.character_name ?? "nobody"}, not described yet`}
          className="block max-h-[320px] w-full rounded-2 bg-well object-contain"
        />
      )}
      {post.media.length > 1 && (
        <div className="mt-1 flex flex-wrap gap-1">
          {post.media.map(({ id }, at) => (
            <button
              key={id}
              type="button"
              aria-label={`Picture ${at + 1}`}
              aria-pressed={at === place}
              onClick={() => setPlace(at)}
              className="h-[45px] w-[36px] overflow-hidden rounded-1 bg-well aria-pressed:outline-2 aria-pressed:outline-accent"
            >
              <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
            </button>
          ))}
        </div>
      )}
      {isEditing && isEditable(post) ? (
        <Editing post={post} onDone={() => onEdit(false)} />
      ) : (
        <>
          <p data-selectable className="mt-3 break-words whitespace-pre-line">
            {post.caption || <span className="text-ink-3">No words</span>}
          </p>
          {post.hashtags.length > 0 && (
            <p className="text-12 break-words text-ink-2">{post.hashtags.map((tag) => `#${tag}`).join(" ")}</p>
          )}
          {isEditable(post) && (
            <Button size="s" kind="quiet" icon={Pencil} className="mt-1 -ml-2" onClick={() => onEdit(true)}>
              Change the words
            </Button>
          )}
          <div className="mt-3">
            <Facts facts={factsOf(post, place)} />
          </div>
        </>
      )}
    </>
  );
}

function factsOf(post: Post, place: number) {
  const file = post.media[place] ?? post.media[0];
  return [
    ...(file ? [{ name: "Alt text", value: file.alt_text || "not described" }] : []),
    ...(post.title ? [{ name: "Title", value: post.title }] : []),
    ...(post.first_comment ? [{ name: "First comment", value: post.first_comment }] : []),
    ...(post.scheduled_at
      ? [
          {
            name: "Planned for",
            value: (
              <>
                <Time at={post.scheduled_at} />, {post.timezone}
              </>
            ),
          },
        ]
      : []),
    { name: "By", value: post.rule_id ? "a task" : "you" },
    { name: "AI label", value: post.ai_label ? "on" : "off" },
    ...(file?.prepared
      ? [
          {
            name: "Sent file",
            value: `${file.prepared.mime_type.replace(/^.*\//, "").toUpperCase()}, ${file.prepared.width} × ${file.prepared.height}`,
          },
        ]
      : []),
  ];
}

function Editing({ post, onDone }: { post: Post; onDone: () => void }) {
  const [caption, setCaption] = useState(post.caption);
  const [hashtags, setHashtags] = useState(post.hashtags.join(" "));
  const [alts, setAlts] = useState(post.media.map(({ alt_text }) => alt_text));
  const [busy, setBusy] = useState(false);
  // What changed meanwhile is not written over: the program refuses then, and says so.
  const [begun] = useState(post.updated_at);
  const save = async () => {
    const before: Input<"posts.update"> = {
      post_id: post.id,
      caption: post.caption,
      hashtags: post.hashtags,
      alt_texts: post.media.map(({ alt_text }) => alt_text),
    };
    setBusy(true);
    const saved = await perform(
      "posts.update",
      { post_id: post.id, caption, hashtags: tagsOf(hashtags), alt_texts: alts, if_updated_at: begun },
      {
        undo: () => ({
          label: "change the words",
          inverse: { name: "posts.update", input: before },
          row: { name: "posts.get", input: { post_id: post.id } },
          part: (row: never) => {
            const { caption: now, hashtags: tags } = (row as { post: Post }).post;
            return [now, tags];
          },
        }),
        failed: "The words were not changed",
      },
    );
    setBusy(false);
    if (saved) onDone();
  };
  return (
    <form
      className="mt-3 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextArea
        label="Caption"
        autoFocus
        lines={4}
        value={caption}
        onChange={({ target }) => setCaption(target.value)}
      />
      <TextField label="Hashtags" value={hashtags} onChange={({ target }) => setHashtags(target.value)} />
      {post.media.map(({ id }, at) => (
        <TextArea
          key={id}
          label={post.media.length > 1 ? `Alt text of picture ${at + 1}` : "Alt text"}
          lines={2}
          value={alts[at] ?? ""}
          onChange={({ target }) => setAlts((all) => all.map((one, place) => (place === at ? target.value : one)))}
        />
      ))}
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onDone}>
          Leave it
        </Button>
        <Button type="submit" busy={busy}>
          Keep the change
        </Button>
      </div>
    </form>
  );
}
