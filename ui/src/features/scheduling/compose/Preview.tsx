// The post as it will look on one account: the very files and the very words that are sent. A cut can be moved here.
import { useState } from "react";
import { Button } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { Segments } from "@/components/form/Segments";
import { Slider } from "@/components/form/Slider";
import { Avatar } from "@/components/picture/Avatar";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { type Crop, moveTo, placeOf } from "./crop";
import type { Own } from "./draft";
import type { Checked } from "./useChecked";
import type { Chosen } from "./useCompose";

export interface PreviewProps {
  checked: readonly Checked[];
  accounts: readonly Chosen[];
  /** Which account's. */
  shown: string | null;
  onShow: (account_id: string) => void;
  content_ids: readonly string[];
  /** Which file is looked at, from 0. */
  place: number;
  onPlace: (place: number) => void;
  altTextOf: (content_id: string) => string;
  own: Own;
  onOwn: (account_id: string, part: Own) => void;
}

export function Preview(props: PreviewProps) {
  const { checked, accounts, shown, onShow, content_ids, place, onPlace, own, onOwn } = props;
  const words = useWords();
  const account = accounts.find(({ id }) => id === shown) ?? accounts[0];
  const post = checked.find(({ account_id }) => account_id === account?.id);
  const content_id = content_ids[place] ?? content_ids[0];
  const prepared = post?.media.find((file) => file.content_id === content_id)?.prepared;
  const crop = content_id ? own.crops?.[content_id] : undefined;
  const setCrop = (next: Crop | undefined) => {
    if (!account || !content_id) return;
    const { [content_id]: _, ...rest } = own.crops ?? {};
    onOwn(account.id, { crops: next ? { ...rest, [content_id]: next } : rest });
  };
  return (
    <aside
      aria-label="Preview"
      className="w-[336px] flex-none overflow-y-auto border-l border-line bg-side p-4 slim:w-[232px] slim:p-3"
    >
      {accounts.length > 1 && (
        <div className="mb-3 overflow-x-auto">
          <Segments
            label="Preview of"
            fill
            choices={accounts.map(({ id, handle, platform }) => ({
              value: id,
              label: accounts.length > 3 ? platformName(platform) : handle,
            }))}
            value={account?.id}
            onChange={onShow}
          />
        </div>
      )}
      {!account && <p className="text-12 text-ink-3">Choose an account to see how the post will look there.</p>}
      {account && (
        <article className="overflow-hidden rounded-3 border border-line-strong bg-window">
          <header className="flex items-center gap-2.5 px-3 py-2">
            <Avatar name={account.handle} size="l" />
            <div className="min-w-0">
              <p className="truncate font-title">{account.handle}</p>
              <p className="truncate text-12 text-ink-2">
                {post?.has_ai_flag ? "AI info" : platformName(account.platform)}
              </p>
            </div>
          </header>
          {content_id && <Shown content_id={content_id} prepared={prepared} alt={props.altTextOf(content_id)} />}
          {content_ids.length > 1 && (
            <div className="flex justify-center gap-0.5 pt-1.5">
              {content_ids.map((id, at) => (
                <button
                  key={id}
                  type="button"
                  aria-label={`Show picture ${at + 1}`}
                  aria-pressed={id === content_id}
                  onClick={() => onPlace(at)}
                  className="grid size-6 place-items-center rounded-full"
                >
                  <span className={`size-1.5 rounded-full ${id === content_id ? "bg-accent" : "bg-line-strong"}`} />
                </button>
              ))}
            </div>
          )}
          <p className="px-3 py-2 break-words whitespace-pre-line">
            {post?.text || <span className="text-ink-3">No words yet</span>}
          </p>
        </article>
      )}
      {crop && (
        <div className="mt-3">
          <Slider
            label="Move the cut"
            min={0}
            max={100}
            value={Math.round(placeOf(crop) * 100)}
            onChange={(value) => setCrop(moveTo(crop, value / 100))}
          />
          <Button size="s" kind="quiet" onClick={() => setCrop(undefined)}>
            Take the whole picture
          </Button>
        </div>
      )}
      {prepared && (
        <p className="mt-2 text-12 text-ink-2">
          The very file that will be sent:{" "}
          {[
            prepared.mime_type.replace(/^.*\//, "").toUpperCase(),
            prepared.width > 0 && `${prepared.width} × ${prepared.height}`,
            words.bytes(prepared.size_bytes),
          ]
            .filter(Boolean)
            .join(", ")}
          . It carries the AI mark and nothing of the recipe.
        </p>
      )}
    </aside>
  );
}

interface ShownProps {
  content_id: string;
  prepared: Checked["media"][number]["prepared"] | undefined;
  alt: string;
}

/** The file as it is sent; until it is made, as it lies in the library. */
function Shown({ content_id, prepared, alt }: ShownProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (prepared?.mime_type.startsWith("video/")) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a clip of the creator's own, shown to look at it.
      <video controls src={host.fileUrl("prepared", prepared.id, "full")} className="block w-full bg-well" />
    );
  }
  const isShown = prepared && failed !== prepared.id;
  return (
    <img
      src={isShown ? host.fileUrl("prepared", prepared.id, "full") : host.mediaUrl(content_id, "640")}
      alt={alt}
      onError={() => prepared && setFailed(prepared.id)}
      className="block max-h-[420px] w-full bg-well object-contain"
    />
  );
}
