// The figures at the top: graphics memory, this computer's memory, the queue, what was made.
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { SparkLine } from "@/components/data/SparkLine";
import { Panel } from "@/components/layout/Panel";
import { duration, useWords } from "@/components/text/words";

const GIB = 1024 ** 3;
const gib = (bytes: number) => (bytes / GIB).toFixed(1);

export function Figures() {
  const words = useWords();
  const navigate = useNavigate();
  const gpu = useRead("resources.gpu", {}, { pollMs: 10_000 });
  const memory = useRead("resources.memory", {}, { pollMs: 10_000 });
  const queue = useRead("queue.get", {}).data;
  const stats = useRead("images.stats", {}).data;
  const lately = useRead("monitoring.metrics", { minutes: 30 }, { pollMs: 30_000 }).data;
  const line = (name: string) =>
    lately?.series.find((series) => series.name === name)?.points.map(({ value }) => value) ?? [];

  const card = gpu.data?.devices[0];
  const hasMemory = card !== undefined && card.memory_total_bytes > 0;
  const memoryLine = line("memory_used_bytes");
  const busy = card?.busy_percent ?? null;
  const facts =
    card &&
    [
      card.name,
      card.temperature_c !== null && `${card.temperature_c} °C`,
      card.power_w !== null && `${Math.round(card.power_w)} W`,
    ]
      .filter(Boolean)
      .join(", ");
  const jobs = queue ? queue.running.length + queue.waiting.length : undefined;
  const left_ms = queue?.estimated_completion ? Date.parse(queue.estimated_completion) - Date.now() : 0;

  return (
    <Panel title="Graphics card" words={facts ?? gpu.data?.message} aside="last 30 min" padded={false}>
      <div
        className={
          busy === null
            ? "grid grid-cols-4 slim:grid-cols-2 slim:[&>:nth-child(n+3)]:border-t slim:[&>:nth-child(odd)]:border-l-0"
            : "grid grid-cols-5 slim:grid-cols-6 slim:[&>*]:col-span-2 slim:[&>:nth-child(n+4)]:col-span-3 slim:[&>:nth-child(n+4)]:border-t slim:[&>:nth-child(4)]:border-l-0"
        }
      >
        <Figure
          name="Graphics memory"
          value={hasMemory ? gib(card.memory_used_bytes) : "not known"}
          aside={hasMemory ? `of ${Math.round(card.memory_total_bytes / GIB)} GB` : undefined}
        >
          <SparkLine
            label="Graphics memory"
            values={line("gpu_memory_used_bytes")}
            {...(hasMemory ? { max: card.memory_total_bytes } : {})}
            say={(value) => `${gib(value)} GB`}
            tone="accent"
          />
        </Figure>
        {busy !== null && (
          <Figure name="Busy" value={`${busy} %`}>
            <SparkLine
              label="Busy"
              values={line("gpu_busy_percent")}
              max={100}
              say={(value) => `${Math.round(value)} %`}
            />
          </Figure>
        )}
        <Figure
          name="Memory"
          value={memory.data ? gib(memory.data.used_bytes) : "not known"}
          aside={memory.data && `of ${Math.round(memory.data.total_bytes / GIB)} GB`}
        >
          <SparkLine
            label="This computer's memory"
            values={memoryLine}
            {...(memory.data ? { max: memory.data.total_bytes } : {})}
            say={(value) => `${gib(value)} GB`}
          />
          {memory.data?.program_bytes != null && memoryLine.length < 3 && (
            <p className="text-12 text-ink-3">Troupe holds {words.bytes(memory.data.program_bytes)}</p>
          )}
        </Figure>
        <Figure
          name={queue?.is_paused ? "Queue, paused" : "Queue"}
          value={jobs === undefined ? "–" : words.count(jobs)}
          aside={
            jobs === 0
              ? "nothing waits"
              : left_ms > 0
                ? duration(left_ms)
                : queue && `${words.count(queue.pictures_left)} pictures left`
          }
        >
          <Button size="s" kind="quiet" className="-ml-2" onClick={() => void navigate({ to: "/studio" })}>
            Open Studio
          </Button>
        </Figure>
        <Figure
          name="Pictures a minute"
          value={lately ? words.count(lately.gauges.pictures_per_minute ?? 0) : "–"}
          aside={
            stats && `${words.count(stats.made)} made${stats.failed > 0 ? `, ${words.count(stats.failed)} failed` : ""}`
          }
        >
          <SparkLine
            label="Pictures a minute"
            values={line("pictures_per_minute")}
            say={(value) => `${words.count(Math.round(value))} a minute`}
          />
        </Figure>
      </div>
    </Panel>
  );
}

interface FigureProps {
  name: string;
  value: string;
  aside?: ReactNode;
  children?: ReactNode;
}

function Figure({ name, value, aside, children }: FigureProps) {
  return (
    <div className="min-w-0 border-line p-3 not-first:border-l">
      <p className="truncate text-12 text-ink-2">{name}</p>
      <p className="mb-1.5 truncate whitespace-nowrap">
        <span className="text-18 font-title">{value}</span>
        {aside && <span className="ml-1.5 text-12 text-ink-3">{aside}</span>}
      </p>
      <div className="h-8">{children}</div>
    </div>
  );
}
