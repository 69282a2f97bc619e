// The post as it will look: the very file and the very words that are sent.
import { Segments } from "@/components/form/Segments";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import type { Checked } from "./ComposePage";

export interface PreviewProps {
  checked: readonly Checked[];
  accounts: readonly { id: string; handle: string; platform: string }[];
  /** Which account's. */
  shown: string | null;
  onShow: (account_id: string) => void;
  content_id: string | undefined;
}

export function Preview({ checked, accounts, shown, onShow, content_id }: PreviewProps) {
  const words = useWords();
  const account = accounts.find(({ id }) => id === shown) ?? accounts[0];
  const post = checked.find(({ account_id }) => account_id === account?.id);
  const prepared = post?.media[0]?.prepared;
  return (
    <aside
      aria-label="Preview"
      className="w-[336px] flex-none overflow-y-auto border-l border-line bg-side p-4 slim:w-[232px] slim:p-3"
    >
      {accounts.length > 1 && (
        <Segments
          label="Preview of"
          fill
          className="mb-3 w-full overflow-x-auto"
          choices={accounts.map(({ id, handle }) => ({ value: id, label: handle }))}
          value={account?.id}
          onChange={onShow}
        />
      )}
      {!account && <p className="text-12 text-ink-3">Choose an account to see how the post will look there.</p>}
      {account && (
        <article className="overflow-hidden rounded-3 border border-line-strong bg-window">
          <header className="px-3 py-2">
            <p className="truncate font-title">{account.handle}</p>
            {post?.has_ai_flag && <p className="text-12 text-ink-2">AI info</p>}
          </header>
          {prepared ? (
            <img src={host.fileUrl("prepared", prepared.id, "full")} alt="" className="block w-full bg-well" />
          ) : (
            content_id && <img src={host.mediaUrl(content_id, "640")} alt="" className="block w-full bg-well" />
          )}
          <p className="px-3 py-2 whitespace-pre-line break-words">
            {post?.text || <span className="text-ink-3">No words yet</span>}
          </p>
        </article>
      )}
      {prepared && (
        <p className="mt-2 text-12 text-ink-2">
          The very file that will be sent: {prepared.mime_type.replace("image/", "").toUpperCase()}, {prepared.width} ×{" "}
          {prepared.height}, {words.bytes(prepared.size_bytes)}. It carries the AI mark and nothing of the recipe.
        </p>
      )}
    </aside>
  );
}
