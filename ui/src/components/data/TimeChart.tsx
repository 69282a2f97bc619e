// A measure over time: its mean as a line, least and most as a band, gaps where nothing was measured. Under the
// pointer, and with the arrow keys, it says the value and its moment.
import { type KeyboardEvent, useState } from "react";
import { useWords } from "../text/words";

export interface TimePoint {
  /** Milliseconds since 1970. */
  at: number;
  value: number;
  least: number;
  most: number;
}

export interface TimeChartProps {
  title: string;
  points: readonly TimePoint[];
  /** How far back it reaches. */
  span_ms: number;
  /** From one point to the next; twice as far apart is a gap. */
  step_ms: number;
  say: (value: number) => string;
  /** The top of the scale; absent: the greatest value. */
  top?: number;
}

const WIDTH = 240;
const HEIGHT = 56;

export function TimeChart({ title, points, span_ms, step_ms, say, top }: TimeChartProps) {
  const words = useWords();
  const [at, setAt] = useState<number | null>(null);
  const last = points.at(-1);
  if (!last) return null;
  const end = last.at;
  const begin = Math.max(end - span_ms, points[0]?.at ?? end);
  const width_ms = Math.max(end - begin, step_ms);
  const greatest = Math.max(top ?? 0, ...points.map(({ most }) => most)) || 1;
  const x = (moment: number) => ((moment - begin) / width_ms) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - (Math.max(0, value) / greatest) * (HEIGHT - 3);
  const runs = split(points, step_ms);
  const read = at === null ? undefined : points[at];

  const seek = (moment: number) => {
    const nearest = points.reduce(
      (best, point, index) => (Math.abs(point.at - moment) < Math.abs((points[best]?.at ?? 0) - moment) ? index : best),
      0,
    );
    setAt(nearest);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setAt((now) => Math.min(points.length - 1, Math.max(0, (now ?? points.length - 1) + by)));
  };

  return (
    <figure>
      <figcaption className="flex items-baseline gap-2 text-12">
        <span className="min-w-0 truncate text-ink-2">{title}</span>
        <span aria-live="polite" className="ml-auto whitespace-nowrap">
          {read && <span className="mr-1.5 text-ink-3">{words.clock(new Date(read.at).toISOString())}</span>}
          <span className="font-label">{say((read ?? last).value)}</span>
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}: ${say(last.value)} now, ${say(Math.min(...points.map((point) => point.least)))} to ${say(
          Math.max(...points.map((point) => point.most)),
        )} in this time`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read its values
        tabIndex={0}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-1 block w-full rounded-1 text-accent"
        style={{ height: HEIGHT }}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          seek(begin + ((event.clientX - box.left) / box.width) * width_ms);
        }}
        onPointerLeave={() => setAt(null)}
      >
        <path
          d={`M0 ${HEIGHT - 0.5}H${WIDTH}`}
          stroke="var(--line)"
          strokeWidth={1}
          vectorEffect="non-scaling-stroke"
        />
        {runs.map((run) => (
          <g key={run[0]?.at}>
            <path d={band(run, x, y)} fill="currentColor" opacity={0.16} />
            <path
              d={run.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.at)} ${y(point.value)}`).join("")}
              fill="none"
              stroke="currentColor"
              strokeWidth={1.5}
              strokeLinejoin="round"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
        {read && (
          <path
            d={`M${x(read.at)} 0V${HEIGHT}`}
            stroke="currentColor"
            strokeWidth={1}
            opacity={0.5}
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </figure>
  );
}

/** The points without gaps between them. */
function split(points: readonly TimePoint[], step_ms: number): TimePoint[][] {
  const runs: TimePoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && point.at - before.at <= 2 * step_ms) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

function band(run: readonly TimePoint[], x: (at: number) => number, y: (value: number) => number): string {
  const upper = run.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.at)} ${y(point.most)}`);
  const lower = [...run].reverse().map((point) => `L${x(point.at)} ${y(point.least)}`);
  return `${upper.join("")}${lower.join("")}Z`;
}
