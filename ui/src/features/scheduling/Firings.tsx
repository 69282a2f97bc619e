// What a rule will do next: when, and with which picture, or why not.
import { Clock, Eye, Minus, Repeat2, TriangleAlert } from "lucide-react";
import { type Firing, type Rule, useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Time } from "@/components/text/Time";
import { host } from "@/host";

const MARKS = {
  planned: { icon: Clock, look: "text-info" },
  from_shelf: { icon: Clock, look: "text-ink-3" },
  makes: { icon: Repeat2, look: "text-ink-3" },
  making: { icon: Repeat2, look: "text-accent" },
  asking: { icon: Eye, look: "text-warn" },
  nothing_left: { icon: TriangleAlert, look: "text-warn" },
  failed: { icon: TriangleAlert, look: "text-bad" },
  left_out: { icon: Minus, look: "text-ink-3" },
  paused: { icon: Minus, look: "text-ink-3" },
} as const;

export function Firings({ rule }: { rule: Rule }) {
  const preview = useRead("rules.preview", { rule_id: rule.id, count: 20 }, { keepLast: true });
  const firings = preview.data?.firings ?? [];
  return (
    <aside
      aria-label="Next firings"
      className="flex w-[300px] flex-none flex-col overflow-y-auto border-l border-line bg-side px-4 py-3 slim:w-[220px]"
    >
      <h2 className="mb-2 text-12">Next firings</h2>
      {preview.error && <ErrorNote what="They could not be read" error={preview.error} />}
      {preview.data?.message && <p className="mb-2 text-12 text-ink-2">{preview.data.message}</p>}
      <ul>
        {firings.map((firing) => (
          <Row key={firing.scheduled_at} firing={firing} />
        ))}
      </ul>
    </aside>
  );
}

function Row({ firing }: { firing: Firing }) {
  const { icon: Icon, look } = MARKS[firing.outcome];
  return (
    <li className="flex min-h-[46px] items-center gap-2.5 border-b border-line py-1 last:border-b-0">
      <span className="h-[35px] w-[28px] flex-none overflow-hidden rounded-1 border border-dashed border-line-strong">
        {firing.content_id && (
          <img src={host.mediaUrl(firing.content_id, "320")} alt="" className="size-full object-cover" />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <Time at={firing.scheduled_at} className="block truncate" />
        <span className="block text-12 text-ink-2">
          {firing.what}
          {firing.clock_change && ` ${firing.clock_change}`}
        </span>
      </span>
      <Icon aria-hidden="true" size={14} strokeWidth={1.75} className={`flex-none ${look}`} />
    </li>
  );
}
