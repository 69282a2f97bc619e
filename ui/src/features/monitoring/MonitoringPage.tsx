// Monitoring: what runs, what fills, what waits, what went wrong, and the log.
import { FileArchive, RefreshCw } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { call, useRead } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { AccountsPanel } from "./AccountsPanel";
import { AgentsPanel } from "./AgentsPanel";
import { DiagnosticsDialog } from "./DiagnosticsDialog";
import { DiskPanel } from "./DiskPanel";
import { ErrorsPanel } from "./ErrorsPanel";
import { Figures } from "./Figures";
import { LogPanel } from "./LogPanel";
import { OverTime } from "./OverTime";
import { Parts } from "./Parts";
import { QueuePanel } from "./QueuePanel";
import { ServicesPanel } from "./ServicesPanel";
import { Times } from "./Times";
import { overall } from "./words";

const POLL_MS = 15_000;

export function MonitoringPage() {
  const status = useRead("system.status", {}, { pollMs: POLL_MS });
  const [busy, setBusy] = useState(false);
  const [bundling, setBundling] = useState(false);
  const whole = status.data && overall(status.data);
  const { refetch } = status;

  const refresh = useMemo(
    () => async () => {
      setBusy(true);
      // The services are asked first, so that the status tells how they are now.
      await call("services.list", { refresh: true }).catch(() => undefined);
      await refetch();
      setBusy(false);
    },
    [refetch],
  );

  useActions(
    useMemo((): Offer[] => [{ id: "monitoring.refresh", icon: RefreshCw, perform: () => void refresh() }], [refresh]),
  );

  return (
    <Page>
      <Toolbar
        title="Monitoring"
        aside={
          whole && (
            <>
              <StatusDot health={whole.health} />
              <span className="truncate text-ink-2">{whole.words}</span>
            </>
          )
        }
        actions={
          <>
            {status.dataUpdatedAt > 0 && <ReadAgo at={status.dataUpdatedAt} />}
            <IconButton icon={FileArchive} label="Bundle for a report" onClick={() => setBundling(true)} />
            <Button icon={RefreshCw} busy={busy} shortcut="monitoring.refresh" onClick={() => void refresh()}>
              Refresh status
            </Button>
          </>
        }
      />
      <PageBody>
        <Main label="Monitoring">
          <div className="grid grid-cols-[minmax(0,1fr)_372px] items-start gap-4 slim:grid-cols-1">
            <div className="grid min-w-0 gap-4 slim:contents">
              <Figures />
              {status.error && <ErrorNote what="The status could not be read" error={status.error} onAgain={refresh} />}
              {status.isPending && (
                <Later>
                  <Skeleton className="h-[190px] rounded-3" />
                </Later>
              )}
              <ServicesPanel />
              <OverTime />
              {status.data && <Parts status={status.data} />}
              {/* In one column the log comes last. */}
              <div className="min-w-0 slim:order-last">
                <LogPanel />
              </div>
            </div>
            <div className="grid min-w-0 gap-4 slim:contents">
              <AgentsPanel />
              <ErrorsPanel />
              <QueuePanel />
              <AccountsPanel />
              <Times />
              <DiskPanel />
            </div>
          </div>
        </Main>
      </PageBody>
      {bundling && <DiagnosticsDialog onClose={() => setBundling(false)} />}
    </Page>
  );
}

const TICK_MS = 5_000;

/** "Read 5 s ago": how old the status is. */
function ReadAgo({ at }: { at: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - at) / 1000 / 5) * 5);
  const said = seconds === 0 ? "just now" : seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
  return <span className="text-12 text-ink-3 slim:hidden">Read {said}</span>;
}
