// A post that the creator makes by hand: the files, the words and the checklist, until it is said to be up.
import { Copy, Download, ExternalLink, FolderOpen } from "lucide-react";
import { useState } from "react";
import { type Post, sayError, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { Checkbox } from "@/components/form/Checkbox";
import { copyText } from "@/components/text/copy";
import { host } from "@/host";
import { useResolve } from "../resolving";

export function HandOff({ post }: { post: Post }) {
  const check = useRead("posts.check", { post_id: post.id }).data;
  const resolve = useResolve();
  const [done, setDone] = useState<readonly string[]>([]);
  const { attention } = post;
  if (!attention) return null;
  const name = platformName(post.platform);
  const text = check?.text ?? post.caption;
  const files = check?.media ?? [];
  const folder = attention.folder;
  const url = attention.url;
  const open = (place: string) =>
    host.reveal(place).catch((error) => sayError("The folder could not be opened", toApiError(error)));
  return (
    <section aria-label={`Post it on ${name}`} className="rounded-3 border border-line-strong bg-side p-3">
      <h3 className="text-13">Post it on {name}</h3>
      <p className="mt-1 text-12 text-ink-2">{attention.known.join(" ")}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {folder && host.kind === "window" && (
          <Button icon={FolderOpen} onClick={() => void open(folder)}>
            Open the folder
          </Button>
        )}
        {host.kind === "browser" &&
          files.map(({ prepared }, place) =>
            prepared ? (
              <a
                key={prepared.id}
                href={host.fileUrl("prepared", prepared.id, "full")}
                download
                className="inline-flex h-7 items-center gap-1.5 rounded-2 border border-line-strong bg-raised px-2.5 font-label hover:bg-hover"
              >
                <Download aria-hidden="true" size={14} strokeWidth={1.75} className="text-ink-2" />
                {files.length === 1 ? "Save the file" : `Save file ${place + 1}`}
              </a>
            ) : null,
          )}
        <Button icon={Copy} onClick={() => void copyText(text, "Caption copied")}>
          Copy the caption
        </Button>
        {url && (
          <Button icon={ExternalLink} onClick={() => void host.openExternal(url)}>
            Open {name}
          </Button>
        )}
        <Button kind="primary" onClick={() => resolve.askAddress(post)}>
          I have posted it
        </Button>
      </div>
      {folder && (
        <p className="mt-2 text-12 text-ink-3" data-selectable>
          In the library’s folder: {folder}
        </p>
      )}
      <p data-selectable className="mt-2 rounded-2 bg-well px-2.5 py-2 break-words whitespace-pre-line">
        {text || <span className="text-ink-3">No words</span>}
      </p>
      <ul className="mt-2 grid gap-1.5">
        {attention.checklist.map((line) => (
          <li key={line}>
            <Checkbox
              label={line}
              checked={done.includes(line)}
              onChange={(on) => setDone((all) => (on ? [...all, line] : all.filter((one) => one !== line)))}
            />
          </li>
        ))}
      </ul>
      {resolve.dialog}
    </section>
  );
}
