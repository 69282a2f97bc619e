// The services: ComfyUI, Ollama and what else was named, each with its state, its last lines, and what can be done.
import { Play, Plus, RotateCw, Settings2, Square } from "lucide-react";
import { useState } from "react";
import { perform, type ServiceView, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { Time } from "@/components/text/Time";
import { ServiceDialog } from "./ServiceDialog";
import { serviceHealth, serviceWord } from "./words";

const POLL_MS = 5_000;

export function ServicesPanel() {
  const services = useRead("services.list", {}, { pollMs: POLL_MS });
  const [editing, setEditing] = useState<ServiceView | null>();
  return (
    <Panel
      title="Services"
      padded={false}
      aside={
        <Button size="s" kind="quiet" icon={Plus} onClick={() => setEditing(null)}>
          Name another
        </Button>
      }
    >
      {services.error && (
        <ErrorNote
          className="m-2"
          what="The services could not be read"
          error={services.error}
          onAgain={() => services.refetch()}
        />
      )}
      <ul>
        {(services.data?.services ?? []).map((service) => (
          <Service key={service.name} service={service} onEdit={() => setEditing(service)} />
        ))}
      </ul>
      {editing !== undefined && <ServiceDialog service={editing} onClose={() => setEditing(undefined)} />}
    </Panel>
  );
}

function Service({ service, onEdit }: { service: ServiceView; onEdit: () => void }) {
  const [busy, setBusy] = useState<"start" | "stop" | "restart" | null>(null);
  const { name, title } = service;

  const act = async (what: "start" | "stop" | "restart", failed: string) => {
    setBusy(what);
    await perform(`services.${what}`, { service_name: name }, { failed });
    setBusy(null);
  };

  return (
    <li className="border-t border-line px-3 py-2 first:border-t-0">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-12">
        <span className="w-[116px] truncate whitespace-nowrap" title={title}>
          <span className="font-label">{title}</span>
          {service.version && <span className="ml-1.5 text-ink-3">{service.version}</span>}
        </span>
        <span className="flex w-[116px] items-center gap-1.5 whitespace-nowrap">
          <StatusDot health={serviceHealth(service)} />
          {serviceWord(service)}
        </span>
        {service.address && (
          <span className="font-mono text-[11.5px] tracking-[-0.02em] text-ink-2" data-selectable>
            {service.address.replace(/^https?:\/\//, "")}
          </span>
        )}
        <span className="text-ink-3">
          {[service.answer_ms != null && `${service.answer_ms} ms`, service.deaths > 0 && died(service.deaths)]
            .filter(Boolean)
            .join(", ")}
          {service.started_at && (
            <>
              {service.answer_ms != null || service.deaths > 0 ? ", " : ""}since <Time at={service.started_at} />
            </>
          )}
        </span>
        <span className="ml-auto flex items-center gap-1">
          {service.can_stop && (
            <IconButton
              icon={RotateCw}
              size="s"
              label={`Restart ${title}`}
              busy={busy === "restart"}
              onClick={() => void act("restart", `${title} was not restarted`)}
            />
          )}
          {service.can_stop && (
            <IconButton
              icon={Square}
              size="s"
              label={`Stop ${title}`}
              busy={busy === "stop"}
              onClick={() => void act("stop", `${title} was not stopped`)}
            />
          )}
          {service.can_start && (
            <Button
              size="s"
              icon={Play}
              busy={busy === "start"}
              onClick={() => void act("start", `${title} was not started`)}
            >
              Start
              <span className="sr-only"> {title}</span>
            </Button>
          )}
          <IconButton icon={Settings2} size="s" label={`How ${title} is started`} onClick={onEdit} />
        </span>
      </div>
      {service.message && <p className="text-12 text-ink-3">{service.message}</p>}
      {service.log_tail.length > 0 && <Tail title={title} lines={service.log_tail} />}
    </li>
  );
}

const died = (times: number): string => (times === 1 ? "died once" : `died ${times} times`);

/** Its last line; the others unfold above it. */
function Tail({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <details className="mt-1 font-mono text-[11.5px] leading-4 tracking-[-0.02em] text-ink-2">
      <summary className="inset-focus cursor-pointer truncate rounded-1">
        <span className="sr-only">Last lines of {title}: </span>
        {lines.at(-1)}
      </summary>
      <pre className="mt-1 overflow-x-auto rounded-2 bg-well p-2 whitespace-pre-wrap" data-selectable>
        {lines.join("\n")}
      </pre>
    </details>
  );
}
