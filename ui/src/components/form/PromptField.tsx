// A prompt: grows to twelve lines, shows its wildcards as teal words, underlines a refused word.
import { type KeyboardEvent, type Ref, useRef } from "react";
import { matches } from "../actions/shortcuts";
import { cx } from "../cx";
import { Field, type FieldFrame, fieldLook } from "./Field";
import { useGrowing } from "./TextArea";

export interface PromptFieldProps extends FieldFrame {
  value: string;
  onChange: (value: string) => void;
  /** Ctrl ↵. */
  onSubmit?: () => void;
  /** Words that the program refuses; the sentence stands in `error`. */
  refused?: readonly string[];
  placeholder?: string;
  lines?: number;
  maxLines?: number;
  ref?: Ref<HTMLTextAreaElement>;
}

export function PromptField(props: PromptFieldProps) {
  const { value, onChange, onSubmit, refused = [], placeholder, lines = 3, maxLines = 12, ref, ...frame } = props;
  const area = useGrowing(ref, maxLines);
  const behind = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!onSubmit || !matches(event.nativeEvent, "Ctrl+Enter")) return;
    event.preventDefault();
    onSubmit();
  };

  return (
    <Field {...frame}>
      {(ids) => (
        <div className={cx(fieldLook({ error: Boolean(frame.error) }), "field-edge relative overflow-hidden")}>
          <div
            ref={behind}
            aria-hidden="true"
            // The text area above draws no letters of its own, only the caret and the selection.
            className="pointer-events-none absolute inset-0 overflow-hidden px-[9px] py-[7px] break-words whitespace-pre-wrap text-ink"
          >
            {promptParts(value, refused).map((part) => (
              <span key={part.at} className={PART_LOOK[part.kind]}>
                {part.text}
              </span>
            ))}
          </div>
          <textarea
            {...ids}
            ref={area}
            rows={lines}
            value={value}
            placeholder={placeholder}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={onKeyDown}
            onScroll={(event) => {
              if (behind.current) behind.current.scrollTop = event.currentTarget.scrollTop;
            }}
            className="relative block w-full resize-none bg-transparent px-[9px] py-[7px] text-13 text-transparent caret-ink selection:text-transparent"
          />
        </div>
      )}
    </Field>
  );
}

/** A prompt to be read: wildcards as teal words. */
export function PromptText({ text, className }: { text: string; className?: string }) {
  return (
    <span className={className} data-selectable>
      {promptParts(text, []).map((part) =>
        part.kind === "wildcard" ? (
          <span key={part.at} className="wildcard mx-px px-0.5">
            {part.text.slice(2, -2)}
          </span>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}

const PART_LOOK = {
  text: "",
  wildcard: "wildcard",
  refused: "underline decoration-bad decoration-wavy underline-offset-2",
};

export interface PromptPart {
  at: number;
  kind: keyof typeof PART_LOOK;
  text: string;
}

/** Splits a prompt into plain text, wildcards (`__colour__`) and refused words. */
export function promptParts(text: string, refused: readonly string[]): PromptPart[] {
  const words = refused.filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const wanted = new RegExp(
    [
      String.raw`__[\p{L}\p{N}][\p{L}\p{N} /-]*__`,
      ...words.map((word) => `(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`),
    ].join("|"),
    "giu",
  );
  const parts: PromptPart[] = [];
  let at = 0;
  for (const found of text.matchAll(wanted)) {
    if (found.index > at) parts.push({ at, kind: "text", text: text.slice(at, found.index) });
    parts.push({ at: found.index, kind: found[0].startsWith("__") ? "wildcard" : "refused", text: found[0] });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ at, kind: "text", text: text.slice(at) });
  return parts;
}
