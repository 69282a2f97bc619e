// What became of what agents asked: one line each, the newest first, a few until more is wanted.
import { CircleCheck, CircleX, Clock, type LucideIcon, Minus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Approval, ApprovalState } from "@/api";
import { Button } from "../button/Button";
import { cx } from "../cx";
import { useWords } from "../text/words";
import { headlineOf, outcomeOf } from "./askWords";

const MARKS: Record<ApprovalState, { icon: LucideIcon; look: string }> = {
  asked: { icon: Clock, look: "text-warn" },
  allowed: { icon: Clock, look: "text-ink-2" },
  running: { icon: Clock, look: "text-ink-2" },
  done: { icon: CircleCheck, look: "text-ok" },
  failed: { icon: CircleX, look: "text-bad" },
  cut_off: { icon: TriangleAlert, look: "text-warn" },
  declined: { icon: Minus, look: "text-ink-3" },
  expired: { icon: Clock, look: "text-ink-3" },
};

const SHOWN = 3;

export function AskHistory({ answered }: { answered: readonly Approval[] }) {
  const words = useWords();
  const [unfolded, setUnfolded] = useState(false);
  if (answered.length === 0) return null;
  return (
    <section className="mt-4">
      <h3 className="border-b border-line pb-1.5 text-12">Answered</h3>
      <ul className="text-12">
        {(unfolded ? answered : answered.slice(0, SHOWN)).map((approval) => {
          const { icon: Icon, look } = MARKS[approval.state];
          const what = headlineOf(approval, words);
          return (
            <li key={approval.id} className="flex items-start gap-2 border-b border-line py-1.5">
              <Icon aria-hidden="true" size={14} strokeWidth={1.75} className={cx("mt-[3px] flex-none", look)} />
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2" title={what}>
                  {what}
                </span>
                <span className="block text-ink-3">{outcomeOf(approval, words)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      {answered.length > SHOWN && (
        <Button size="s" kind="quiet" className="mt-1" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "Fewer" : `${answered.length - SHOWN} more`}
        </Button>
      )}
    </section>
  );
}
