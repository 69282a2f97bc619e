// One question of an agent: what it wants and why that is asked, what it is about, until when, the exact input folded
// away; yes once, yes always, no. It never decides by itself.
import { Check, ChevronRight, Eye } from "lucide-react";
import { type Ref, useId, useState } from "react";
import { type ApiError, type Approval, call, say, toApiError } from "@/api";
import { Button } from "../button/Button";
import { ErrorNote } from "../feedback/ErrorNote";
import { Time } from "../text/Time";
import { useWords } from "../text/words";
import { AskSubject } from "./AskSubject";
import { alwaysWords, answeredWords, headlineOf } from "./askWords";

export type AskAnswer = "once" | "always" | "no";

export interface AskCardProps {
  ask: Approval;
  /** So many others of its kind wait and are answered too by an answer for always. */
  alike: number;
  /** Whether presses count: a hurried second one must not answer the card that moved up. */
  hears: () => boolean;
  /** Reads the questions again; says whether this one still waits. */
  onAnswered: (id: string) => Promise<boolean>;
  ref?: Ref<HTMLElement>;
}

export function AskCard({ ask, alike, hears, onAnswered, ref }: AskCardProps) {
  const id = useId();
  const words = useWords();
  const [busy, setBusy] = useState<AskAnswer | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  const answer = async (given: AskAnswer) => {
    if (busy || !hears()) return;
    setBusy(given);
    setError(null);
    try {
      const decided = await call("approvals.decide", {
        approval_id: ask.id,
        answer: given === "no" ? "no" : "yes",
        ...(given === "always" ? { always: true } : {}),
      });
      const { kind, ...said } = answeredWords(decided);
      say(kind, said);
      await onAnswered(ask.id);
    } catch (thrown) {
      // It may be over meanwhile, or show what changed: then its card is gone or says something else.
      const failure = toApiError(thrown);
      if (await onAnswered(ask.id)) setError(failure);
      else say("warn", { title: "Your answer was not needed any more", body: failure.message });
    } finally {
      setBusy(null);
    }
  };

  const off = (own: AskAnswer) => busy !== null && busy !== own && "The answer is on its way";
  return (
    <article
      ref={ref}
      tabIndex={-1}
      aria-labelledby={`${id}-what`}
      className="inset-focus rounded-3 border border-line-strong bg-raised px-3.5 py-3"
    >
      <div className="flex items-start gap-2">
        <Eye aria-hidden="true" size={16} strokeWidth={1.75} className="mt-0.5 flex-none text-warn" />
        <h3 id={`${id}-what`} className="min-w-0 flex-1 font-label text-pretty break-words" data-selectable>
          {headlineOf(ask, words)}
        </h3>
      </div>
      <p className="mt-1 text-12 text-ink-2">
        {ask.reason_words}{" "}
        <span className="text-ink-3">
          Asked <Time at={ask.asked_at} />, waits until <Time at={ask.expires_at} />.
        </span>
      </p>
      <AskSubject subject={ask.subject} />
      <details className="group mt-1.5 text-12">
        <summary className="-ml-1 flex h-6 w-fit list-none items-center gap-1 rounded-2 px-1 text-ink-3 hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open:rotate-90" />
          Exactly what would be done
        </summary>
        <pre className="mt-1 rounded-2 bg-well p-2 font-mono text-11 break-words whitespace-pre-wrap" data-selectable>
          {`${ask.operation}\n${JSON.stringify(ask.input, null, 2)}`}
        </pre>
      </details>
      {error && <ErrorNote className="mt-2" what="Your answer was not taken" error={error} />}
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Button
          icon={Check}
          busy={busy === "once"}
          off={off("once")}
          aria-describedby={`${id}-what`}
          onClick={() => void answer("once")}
        >
          Yes, once
        </Button>
        {ask.may_be_always && (
          <Button
            kind="quiet"
            busy={busy === "always"}
            off={off("always")}
            aria-describedby={`${id}-what ${id}-always`}
            onClick={() => void answer("always")}
          >
            Yes, always
          </Button>
        )}
        <Button
          kind="quiet-danger"
          className="ml-auto"
          busy={busy === "no"}
          off={off("no")}
          aria-describedby={`${id}-what`}
          onClick={() => void answer("no")}
        >
          No
        </Button>
      </div>
      <p id={`${id}-always`} className="mt-2 text-12 text-ink-3">
        {ask.may_be_always
          ? alwaysWords(ask, alike)
          : "Asked each time: what is said or done toward other people is a person’s click."}
      </p>
    </article>
  );
}
