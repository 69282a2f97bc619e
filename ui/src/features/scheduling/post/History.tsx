// A post's history: time, mark, sentence, and a line that joins them; what the platform answered is folded below.
import { Check, CircleCheck, CircleX, Clock, type LucideIcon, Search, Send, TriangleAlert } from "lucide-react";
import type { Attempt, Post } from "@/api";
import { cx } from "@/components/cx";
import { platformName } from "@/components/data/PlatformMark";
import { useWords } from "@/components/text/words";
import { type HistoryMark, historyOf, repliesOf } from "./history";

const MARKS: Record<HistoryMark, { icon: LucideIcon; look: string }> = {
  done: { icon: Check, look: "text-ink-3" },
  due: { icon: Clock, look: "text-ink-3" },
  sent: { icon: Send, look: "text-accent" },
  looked: { icon: Search, look: "text-accent" },
  unknown: { icon: TriangleAlert, look: "text-warn" },
  confirmed: { icon: CircleCheck, look: "text-ok" },
  failed: { icon: CircleX, look: "text-bad" },
};

export function History({ post, attempts }: { post: Post; attempts: readonly Attempt[] }) {
  const words = useWords();
  const entries = historyOf(post, attempts);
  const replies = repliesOf(attempts);
  const dayOf = (at: string) => new Date(at).toDateString();
  return (
    <>
      <ol aria-label="History">
        {entries.map((entry, place) => {
          const { icon: Icon, look } = MARKS[entry.mark];
          const isNewDay = place === 0 || dayOf(entries[place - 1]?.at ?? "") !== dayOf(entry.at);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may stand twice, and entries never move.
              key={`${place} ${entry.at}`}
              className="grid grid-cols-[104px_16px_minmax(0,1fr)] gap-x-3 slim:gap-x-2"
            >
              <time
                dateTime={entry.at}
                title={words.exact(entry.at)}
                className="text-right text-12/5 text-ink-2 tabular-nums"
              >
                {isNewDay ? words.time(entry.at) : words.clock(entry.at)}
              </time>
              <span className="flex flex-col items-center">
                <Icon aria-hidden="true" size={14} strokeWidth={1.75} className={cx("mt-[3px] flex-none", look)} />
                {place < entries.length - 1 && <span className="my-1 min-h-2 w-px flex-1 bg-line-strong" />}
              </span>
              <p className="pb-3">
                {entry.words}
                {entry.below && (
                  <span className={cx("block text-12", entry.mark === "unknown" ? "text-warn" : "text-ink-2")}>
                    {entry.below}
                  </span>
                )}
              </p>
            </li>
          );
        })}
      </ol>
      {replies.length > 0 && (
        <details className="text-12 text-ink-2">
          <summary className="cursor-pointer py-1">
            What {platformName(post.platform)} answered,{" "}
            {replies.length === 1 ? "1 reply" : `${replies.length} replies`}
          </summary>
          {replies.map(({ at, text }) => (
            <pre
              key={`${at} ${text}`}
              data-selectable
              className="mt-1 max-h-40 overflow-auto rounded-2 bg-well p-2 font-mono text-[11.5px] whitespace-pre-wrap"
            >
              {text}
            </pre>
          ))}
        </details>
      )}
    </>
  );
}
