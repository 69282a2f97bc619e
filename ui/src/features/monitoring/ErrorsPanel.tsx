// Errors by cause: how often, when, what to try. They stay until they are settled.
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { type ErrorGroup, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { Time } from "@/components/text/Time";
import { ErrorDialog } from "./ErrorDialog";
import { metWhere, titleAndRest } from "./words";

export function ErrorsPanel() {
  const errors = useRead("errors.list", { limit: 100 });
  const [settledToo, setSettledToo] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const all = errors.data?.errors ?? [];
  const open = all.filter(({ resolved_at }) => resolved_at === null);
  const settled = all.length - open.length;
  const shown = settledToo ? all : open;

  return (
    <Panel
      title="Errors by cause"
      words={open.length > 0 ? open.length : undefined}
      aside={
        settled > 0 && (
          <Button size="s" kind="quiet" aria-pressed={settledToo} onClick={() => setSettledToo(!settledToo)}>
            {settledToo ? "Hide what is settled" : `Show ${settled} settled`}
          </Button>
        )
      }
    >
      {errors.error && (
        <ErrorNote what="The errors could not be read" error={errors.error} onAgain={() => errors.refetch()} />
      )}
      {errors.data && shown.length === 0 && (
        <p className="flex items-center gap-2 text-12 text-ink-3">
          <CircleCheck aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none" />
          Nothing waits to be settled.
        </p>
      )}
      <ul>
        {shown.map((group) => (
          <Group key={group.id} group={group} onOpen={() => setOpened(group.id)} />
        ))}
      </ul>
      {opened && <ErrorDialog id={opened} onClose={() => setOpened(null)} />}
    </Panel>
  );
}

function Group({ group, onOpen }: { group: ErrorGroup; onOpen: () => void }) {
  const [title] = titleAndRest(group.message);
  const isSettled = group.resolved_at !== null;
  const Icon = isSettled ? CircleCheck : group.code === "upstream_error" ? TriangleAlert : CircleX;
  return (
    <li className="flex items-center gap-2.5 border-t border-line py-2 first:border-t-0 first:pt-0 last:pb-0">
      <Icon
        aria-hidden="true"
        size={16}
        strokeWidth={1.75}
        className={cx("flex-none", isSettled ? "text-ink-3" : Icon === CircleX ? "text-bad" : "text-warn")}
      />
      <span className="min-w-0 flex-1 text-12">
        <span className="line-clamp-2 font-label" title={group.message}>
          {title}
          {group.count > 1 && <span className="font-text text-ink-3"> × {group.count}</span>}
        </span>
        <span className="block truncate text-ink-3">
          <Time at={group.last_at} />
          {group.operation && `, ${metWhere(group.operation)}`}
        </span>
      </span>
      <Button size="s" onClick={onOpen}>
        What to try
      </Button>
    </li>
  );
}
