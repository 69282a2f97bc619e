// A measure over time: its mean as a line, least and most as a band, gaps where nothing was measured. Under the
// pointer, and with the arrow keys, it says the value and its moment.
import { type KeyboardEvent, useMemo, useState } from "react";
import { useWords } from "../text/words";
import { Plot } from "./Plot";
import { between, inWords, readingsOf, type TimePoint } from "./timeReadings";

export interface TimeChartProps {
  title: string;
  /** At least one. */
  points: readonly TimePoint[];
  /** How far back it reaches. */
  span_ms: number;
  /** From one point to the next; twice as far apart is a gap. */
  step_ms: number;
  say: (value: number) => string;
  /** The top of the scale; absent: the greatest value. */
  top?: number;
}

const HEIGHT = 56;

export function TimeChart({ title, points, span_ms, step_ms, say, top }: TimeChartProps) {
  const words = useWords();
  const [at, setAt] = useState<number | null>(null);
  const readings = useMemo(() => readingsOf(points, step_ms), [points, step_ms]);
  const [moments, values] = readings;
  const end = moments.at(-1) ?? 0;
  const begin = Math.max(end - span_ms, moments[0] ?? end);
  const moment = at === null ? undefined : moments[at];
  const read = at === null ? values.at(-1) : values[at];

  const onKeyDown = (event: KeyboardEvent) => {
    const last = moments.length - 1;
    const now = at ?? last;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, next)));
  };

  return (
    <figure>
      <figcaption className="flex items-baseline gap-2 text-12">
        <span className="min-w-0 truncate text-ink-2">{title}</span>
        <span aria-live="polite" className="ml-auto whitespace-nowrap">
          {moment !== undefined && (
            <span className="mr-1.5 text-ink-3">{words.time(new Date(moment).toISOString())}</span>
          )}
          <span className="font-label">{read == null ? "not measured" : say(read)}</span>
        </span>
      </figcaption>
      <div
        role="img"
        aria-label={inWords(title, points, say)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read its values
        tabIndex={0}
        className="mt-1 border-b border-line"
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
      >
        <Plot
          readings={readings}
          from={begin}
          to={Math.max(end, begin + step_ms)}
          top={Math.max(top ?? 0, ...points.map(({ most }) => most)) || 1}
          height={HEIGHT}
          tone="accent"
          at={at}
          onAt={setAt}
        />
      </div>
      {/* The same stands in the chart's name. */}
      <p aria-hidden="true" className="mt-1 flex justify-between gap-2 text-11 whitespace-nowrap text-ink-3">
        <span>{words.time(new Date(begin).toISOString())}</span>
        <span className="min-w-0 truncate">{between(points, say)}</span>
      </p>
    </figure>
  );
}
