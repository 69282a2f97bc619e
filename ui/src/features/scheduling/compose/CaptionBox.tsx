// The words of one account, or of all: how long they are as the platform counts, with the surplus shown, and below
// them what the platform has besides.
import type { ReactNode } from "react";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { TextArea } from "@/components/form/TextArea";
import { useWords } from "@/components/text/words";
import type { Checked } from "./useChecked";

export interface CaptionBoxProps {
  title: string;
  platform?: string;
  /** What preflight said of this account. */
  checked?: Checked | undefined;
  /** Undefined: the words of all. */
  value: string | undefined;
  /** The words of all. */
  shared?: string;
  onChange: (value: string) => void;
  /** Takes the words of all again. */
  onShare?: () => void;
  /** The platform's own fields. */
  children?: ReactNode;
}

export function CaptionBox(props: CaptionBoxProps) {
  const { title, platform, checked, value, shared, onChange, onShare, children } = props;
  const words = useWords();
  const over = checked?.max_length ? checked.text_length - checked.max_length : 0;
  const counter =
    checked?.max_length == null
      ? null
      : over > 0
        ? `${words.count(over)} over, ${words.count(checked.text_length)} of ${words.count(checked.max_length)}`
        : `${words.count(checked.text_length)} of ${words.count(checked.max_length)}`;
  const isOwn = value !== undefined;
  const shown = (checked?.text ?? shared ?? "").trim();
  return (
    <div className={cx("rounded-3 border bg-raised px-3 py-2", over > 0 ? "border-bad" : "border-line-strong")}>
      <div className="mb-1 flex min-h-6 items-center gap-1.5 text-12 text-ink-2">
        {platform && <PlatformMark platform={platform} />}
        <span className="truncate">{title}</span>
        {platform && isOwn && (
          <Button size="s" kind="quiet" onClick={onShare}>
            Own text, use the shared one
          </Button>
        )}
        {counter && <span className={cx("ml-auto flex-none tabular-nums", over > 0 && "text-bad")}>{counter}</span>}
      </div>
      {platform && !isOwn ? (
        <button
          type="button"
          className="w-full rounded-1 text-left break-words whitespace-pre-line text-ink-2 hover:text-ink"
          title="Write words of its own"
          onClick={() => onChange(shared ?? "")}
        >
          {shown ? <Surplus text={shown} over={over} /> : "Same as all"}
        </button>
      ) : (
        <>
          <TextArea
            label={`Words for ${title}`}
            labelHidden
            lines={3}
            value={value ?? ""}
            onChange={(event) => onChange(event.target.value)}
          />
          {platform && over > 0 && (
            <p className="mt-1 text-12 break-words whitespace-pre-line text-ink-2">
              <Surplus text={shown} over={over} />
            </p>
          )}
        </>
      )}
      {children}
    </div>
  );
}

/** The words as they are sent; what is too much is underlined. */
function Surplus({ text, over }: { text: string; over: number }) {
  if (over <= 0) return text;
  const letters = [...text];
  const from = Math.max(0, letters.length - over);
  return (
    <>
      {letters.slice(0, from).join("")}
      <span className="bg-bad-soft text-bad underline decoration-bad">{letters.slice(from).join("")}</span>
    </>
  );
}
