// What was measured over time, as charts: graphics card, memory, disk, queue, pictures.
import { useState } from "react";
import { type Series, useRead } from "@/api";
import { TimeChart } from "@/components/data/TimeChart";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Panel } from "@/components/layout/Panel";
import { useWords, type Words } from "@/components/text/words";

const SPANS = [
  { value: "30", label: "30 min" },
  { value: "360", label: "6 h" },
  { value: "2880", label: "2 days" },
  { value: "43200", label: "30 days" },
] as const;
type Span = (typeof SPANS)[number]["value"];

const POLL_MS = 30_000;

/** The charts in their order, and how each is called. */
const CHARTS: readonly (readonly [name: string, title: string])[] = [
  ["gpu_memory_used_bytes", "Graphics memory"],
  ["gpu_busy_percent", "Card busy"],
  ["gpu_temperature_c", "Card temperature"],
  ["memory_used_bytes", "This computer's memory"],
  ["pictures_per_minute", "Pictures a minute"],
  ["failures_per_minute", "Failed a minute"],
  ["queue_depth", "Jobs in the queue"],
  ["queue_wait_s", "Longest wait"],
  ["disk_free_bytes", "Free on the disk"],
];

export function OverTime() {
  const words = useWords();
  const [span, setSpan] = useState<Span>("30");
  const metrics = useRead("monitoring.metrics", { minutes: Number(span) }, { pollMs: POLL_MS, keepLast: true });
  const found = (name: string) => metrics.data?.series.find((series) => series.name === name);
  const shown = CHARTS.flatMap(([name, title]) => {
    const series = found(name);
    return series && series.points.length > 1 ? [{ title, series }] : [];
  });

  return (
    <Panel
      title="Over time"
      aside={<Segments label="How far back" choices={SPANS} value={span} onChange={setSpan} />}
      padded={false}
    >
      {metrics.error && <ErrorNote className="m-2" what="The figures could not be read" error={metrics.error} />}
      {metrics.data && shown.length === 0 && (
        <p className="p-3 text-12 text-ink-3">It is measured twice a minute. The first line is there in a moment.</p>
      )}
      <div className="grid grid-cols-3 slim:grid-cols-2">
        {shown.map(({ title, series }) => (
          <div
            key={series.name}
            className="min-w-0 border-line p-3 [&:not(:nth-child(3n+1))]:border-l [&:nth-child(n+4)]:border-t slim:border-t slim:border-l-0"
          >
            <TimeChart
              title={title}
              points={series.points.map(({ at, value, least, most }) => ({ at: Date.parse(at), value, least, most }))}
              span_ms={Number(span) * 60_000}
              step_ms={(metrics.data?.step_seconds ?? 60) * 1000}
              say={(value) => say(words, series, value)}
              {...(series.unit === "percent" ? { top: 100 } : {})}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}

function say(words: Words, { unit }: Series, value: number): string {
  switch (unit) {
    case "bytes":
      return words.bytes(value);
    case "percent":
      return `${Math.round(value)} %`;
    case "celsius":
      return `${Math.round(value)} °C`;
    case "watts":
      return `${Math.round(value)} W`;
    case "seconds":
      return value < 90 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;
    default:
      return Number.isInteger(value) ? words.count(value) : value.toFixed(1);
  }
}
