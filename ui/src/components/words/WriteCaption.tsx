// "Write a caption": asks the text engine for captions in the character's voice, shows them to choose from, and says
// who wrote them and what is wrong where nobody could.
import { PenLine, RefreshCw } from "lucide-react";
import { useState } from "react";
import { type ApiError, call, type Output, toApiError } from "@/api";
import { Button } from "../button/Button";
import { ErrorNote } from "../feedback/ErrorNote";
import { Skeleton } from "../feedback/Skeleton";
import { TextField } from "../form/TextField";
import { Popover } from "../overlay/Popover";
import { useWords } from "../text/words";
import { writtenBy } from "./writtenBy";

export interface WriteCaptionProps {
  /** What it is about: a picture of the library, or words. */
  contentId?: string | undefined;
  prompt?: string | undefined;
  /** Whose voice; else the picture's character. */
  characterId?: string | undefined;
  /** The platform's slug: its limit and its habits. */
  platform?: string | undefined;
  /** Why it cannot be pressed. */
  off?: string | false;
  label?: string;
  onTake: (text: string, hashtags: readonly string[]) => void;
}

type Written = Output<"captions.generate">;

export function WriteCaption(props: WriteCaptionProps) {
  const { contentId, prompt, characterId, platform, off, label = "Write a caption", onTake } = props;
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [about, setAbout] = useState("");
  const [busy, setBusy] = useState(false);
  const [written, setWritten] = useState<Written>();
  const [error, setError] = useState<ApiError>();

  const write = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setWritten(
        await call("captions.generate", {
          ...(contentId ? { content_id: contentId } : {}),
          ...(prompt ? { prompt } : {}),
          ...(characterId ? { character_id: characterId } : {}),
          ...(platform ? { platform: platform as never } : {}),
          ...(about.trim() ? { context: about.trim() } : {}),
        }),
      );
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  const show = (next: boolean) => {
    setOpen(next);
    if (next && !written && !busy) void write();
  };

  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={off ? () => {} : show}
      className="w-[380px] max-w-[calc(100vw-32px)] p-2"
      trigger={
        <Button size="s" kind="quiet" icon={PenLine} off={off}>
          {label}
        </Button>
      }
    >
      <form
        className="mb-2 flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void write();
        }}
      >
        <TextField
          className="flex-1"
          label="Say that …"
          labelHidden
          placeholder="Anything to say? It rained."
          value={about}
          onChange={(event) => setAbout(event.target.value)}
        />
        <Button type="submit" icon={RefreshCw} busy={busy}>
          Again
        </Button>
      </form>
      {error && <ErrorNote what="No caption was written" error={error} />}
      {busy && !written && (
        <div className="grid gap-1" aria-live="polite">
          <span className="sr-only">Writing</span>
          {[0, 1, 2].map((at) => (
            <Skeleton key={at} className="h-12" />
          ))}
        </div>
      )}
      {written && (
        <>
          <ul className={busy ? "opacity-60" : ""}>
            {written.captions.map((caption) => (
              <li key={caption.whole}>
                <button
                  type="button"
                  className="inset-focus w-full rounded-2 px-2 py-1.5 text-left whitespace-pre-line hover:bg-hover"
                  onClick={() => {
                    onTake(caption.text, caption.hashtags);
                    setOpen(false);
                  }}
                >
                  {caption.text}
                  <span className="mt-0.5 flex gap-2 text-12 text-ink-3">
                    <span className="min-w-0 flex-1 truncate">
                      {caption.hashtags.map((tag) => `#${tag}`).join(" ")}
                    </span>
                    <span className="flex-none tabular-nums">
                      {words.count(caption.length)}
                      {caption.limit !== null && ` of ${words.count(caption.limit)}`}
                      {caption.was_shortened && ", shortened"}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p className="px-2 pt-1.5 text-12 text-ink-3">{writtenBy(written)}</p>
        </>
      )}
    </Popover>
  );
}
