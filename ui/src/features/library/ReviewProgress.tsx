// How far a review is: one line a character, and the whole.
import { cx } from "@/components/cx";
import { Progress } from "@/components/data/Progress";
import { useWords } from "@/components/text/words";
import type { Decision } from "./decide";
import { countOf, type ReviewGroup } from "./reviewSet";

/** Characters with a line of their own; of more, only those around the current one fit. */
const SHOWN = 6;

export interface ReviewProgressProps {
  groups: readonly ReviewGroup[];
  states: readonly Decision[];
  place: number;
  /** Goes to a character's first picture. */
  onGo: (place: number) => void;
}

export function ReviewProgress({ groups, states, place, onGo }: ReviewProgressProps) {
  const words = useWords();
  const whole = countOf(states);
  const current = groups.findIndex(({ first, count }) => place >= first && place < first + count);
  const from = Math.max(0, Math.min(current - 2, groups.length - SHOWN));
  return (
    <div className="flex h-[50px] flex-none items-center gap-3 border-t border-line bg-side px-4 text-12">
      <div className="flex min-w-0 flex-1 gap-3">
        {groups.slice(from, from + SHOWN).map(({ characterId, name, first, count }, index) => {
          const own = states.slice(first, first + count);
          const { decided } = countOf(own);
          const here = from + index === current;
          const pending = own.indexOf("pending");
          return (
            <button
              key={characterId ?? "none"}
              type="button"
              aria-current={here ? "true" : undefined}
              onClick={() => onGo(first + Math.max(0, pending))}
              className="max-w-[240px] min-w-0 flex-1 rounded-2 py-1 text-left"
            >
              <span className="mb-1 flex gap-2 whitespace-nowrap">
                <span className={cx("truncate", here ? "font-title text-ink" : "text-ink-2")}>{name}</span>
                <span className="ml-auto text-ink-3">
                  {words.count(decided)} of {words.count(count)}
                </span>
              </span>
              <Progress
                lineOnly
                label={`${name}, ${decided} of ${count} decided`}
                value={count === 0 ? 0 : decided / count}
                state={here ? "running" : "done"}
              />
            </button>
          );
        })}
      </div>
      <div className="flex-none text-right" aria-live="polite">
        <p className="text-ink-2">
          <span className="font-title text-ink">
            {words.count(whole.decided)} of {words.count(states.length)}
          </span>{" "}
          decided
        </p>
        <p className="text-ink-3">
          {words.count(whole.approved)} approved, {words.count(whole.rejected)} rejected
        </p>
      </div>
    </div>
  );
}
