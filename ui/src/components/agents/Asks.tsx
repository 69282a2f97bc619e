// The questions that wait, the oldest first. After an answer the focus goes to the next one as a whole, never onto its
// button: a held Enter would answer that too.
import { useLayoutEffect, useRef } from "react";
import { ErrorNote } from "../feedback/ErrorNote";
import { AskCard } from "./AskCard";
import { alikeOf } from "./askWords";
import type { AsksRead } from "./useAsks";

/** So long after one is gone, presses on what moved into its place do not count. */
const SETTLING_MS = 500;

export function Asks({ waiting, isRead, error, again }: AsksRead) {
  const room = useRef<HTMLDivElement>(null);
  const cards = useRef(new Map<string, HTMLElement>());
  const before = useRef<readonly string[]>([]);
  const answered = useRef<string | null>(null);
  const changedAt_ms = useRef(0);

  const ids = waiting.map(({ id }) => id);
  useLayoutEffect(() => {
    const gone = before.current.filter((id) => !ids.includes(id));
    const mine = answered.current;
    if (gone.length > 0) changedAt_ms.current = performance.now();
    if (mine && gone.includes(mine)) {
      answered.current = null;
      // What had the focus is no more; a creator who went elsewhere meanwhile stays there.
      if (document.activeElement === document.body || document.activeElement === null) {
        const place = before.current.indexOf(mine);
        const next = before.current.slice(place + 1).find((id) => ids.includes(id)) ?? ids.at(-1);
        (next === undefined ? room.current : cards.current.get(next))?.focus();
      }
    }
    before.current = ids;
  });

  const onAnswered = async (id: string) => {
    answered.current = id;
    const [read] = await again();
    const stillWaits = read.data?.approvals.some((one) => one.id === id) ?? true;
    if (stillWaits) answered.current = null;
    return stillWaits;
  };

  return (
    <div ref={room} tabIndex={-1} className="inset-focus grid gap-2.5 rounded-2">
      {error && <ErrorNote what="What agents ask could not be read" error={error} onAgain={again} />}
      {isRead && waiting.length === 0 && <p className="text-12 text-ink-3">Nothing waits for your word.</p>}
      {waiting.map((ask) => (
        <AskCard
          key={ask.id}
          ask={ask}
          alike={alikeOf(ask, waiting)}
          hears={() => performance.now() - changedAt_ms.current > SETTLING_MS}
          onAnswered={onAnswered}
          ref={(card) => {
            if (!card) return;
            cards.current.set(ask.id, card);
            return () => {
              cards.current.delete(ask.id);
            };
          }}
        />
      ))}
    </div>
  );
}
