// One draw of a prompt: its wildcards with their words, and what is sent once they are filled in.
import { Dices } from "lucide-react";
import { useEffect, useState } from "react";
import { ApiError, fieldErrors, type Output, type SavedPrompt, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Section } from "@/components/layout/Drawer";
import { useWords } from "@/components/text/words";

/** Wildcards with more words than this are said by their number. */
const SHOWN_WORDS = 6;
/** Seeds that JSON and the program both keep exactly. */
const LARGEST_SEED = 2 ** 31;

export interface DrawProps {
  row: SavedPrompt;
  onDrawn: (drawn: Output<"prompts.preview">) => void;
}

export function Draw({ row, onDrawn }: DrawProps) {
  const words = useWords();
  const [seed, setSeed] = useState(1);
  const read = useRead("prompts.preview", { prompt_id: row.id, seed }, { keepLast: true });
  const drawn = read.data;
  useEffect(() => {
    if (drawn) onDrawn(drawn);
  }, [drawn, onDrawn]);

  return (
    <>
      {drawn && drawn.wildcards.length > 0 && (
        <Section title="Wildcards">
          <dl className="grid grid-cols-[72px_1fr] gap-y-1.5 text-12">
            {drawn.wildcards.map(({ name, words: list }) => (
              <div key={name} className="contents">
                <dt>
                  <span className="wildcard px-1">{name}</span>
                </dt>
                <dd className="text-ink-2">{saidWords(list)}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-2 text-12 text-ink-3">
            {drawn.combinations === null
              ? "More combinations than can be counted"
              : `${words.count(drawn.combinations)} combinations, ${words.count(row.times_used)} used`}
          </p>
        </Section>
      )}
      <Section
        title="One draw"
        aside={
          <Button size="s" kind="quiet" icon={Dices} onClick={() => setSeed(Math.floor(Math.random() * LARGEST_SEED))}>
            Again
          </Button>
        }
      >
        {read.error ? (
          <ErrorNote what="It can’t be drawn" error={inWords(read.error)} />
        ) : (
          <p className="min-h-10 text-12 text-ink-2" aria-live="polite" data-selectable>
            {drawn?.prompt}
          </p>
        )}
      </Section>
    </>
  );
}

/** What is wrong with the prompt; the field that it names is the one that is looked at. */
function inWords(error: ApiError): ApiError {
  const [, why] = fieldErrors(error)[0] ?? [];
  return why ? new ApiError(error.code, `${why}.`, error.details) : error;
}

/** "ochre, teal, brick", "23 values", "no words yet". */
export function saidWords(list: readonly string[]): string {
  if (list.length === 0) return "no words yet";
  return list.length <= SHOWN_WORDS ? list.join(", ") : `${list.length} values`;
}
