// Models on their way: how far each is; calling off, trying again.
import { type ModelInstall, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Progress } from "@/components/data/Progress";
import { StatusDot } from "@/components/data/StatusDot";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { useWords } from "@/components/text/words";
import { PartSection } from "../PartHead";

/** Rows drawn: what is on its way, then the last that ended. */
const SHOWN = 8;

export function Installs() {
  const installs = useRead("models.installs", { limit: 50 });
  const all = installs.data?.installs ?? [];
  if (all.length === 0 && !installs.error) return null;
  const isOpen = ({ state }: ModelInstall) => state === "queued" || state === "running";
  const shown = [...all.filter(isOpen), ...all.filter((one) => !isOpen(one))].slice(0, SHOWN);
  return (
    <PartSection title="On their way" words="they go on where they broke off, also after a restart">
      {installs.error && <ErrorNote what="They could not be read" error={installs.error} />}
      <ul className="overflow-hidden rounded-3 border border-line bg-side">
        {shown.map((install) => (
          <Install key={install.id} install={install} />
        ))}
      </ul>
    </PartSection>
  );
}

function Install({ install }: { install: ModelInstall }) {
  const words = useWords();
  const { id, name, state, done_bytes, size_bytes } = install;
  const amount = size_bytes ? `${words.bytes(done_bytes)} of ${words.bytes(size_bytes)}` : words.bytes(done_bytes);
  return (
    <li className="flex items-center gap-3 border-t border-line px-3 py-2 text-12 first:border-t-0">
      <div className="min-w-0 flex-1">
        {state === "running" ? (
          <Progress label={`Fetching ${name}`} value={install.fraction} aside={amount} />
        ) : (
          <p className="flex items-center gap-2">
            <StatusDot health={state === "done" ? "ok" : state === "failed" ? "bad" : "off"} />
            <span className="truncate">{name}</span>
            <span className="text-ink-3">{SAID[state]}</span>
            {state === "done" && <span className="ml-auto text-ink-3">{words.bytes(done_bytes)}</span>}
          </p>
        )}
        {install.error && <p className="mt-0.5 text-bad">{install.error}</p>}
      </div>
      {(state === "running" || state === "queued") && (
        <Button
          size="s"
          kind="quiet"
          onClick={() => void perform("models.cancel_install", { install_id: id }, { failed: "It was not called off" })}
        >
          Call off
        </Button>
      )}
      {(state === "failed" || state === "cancelled") && (
        <Button
          size="s"
          onClick={() => void perform("models.retry_install", { install_id: id }, { failed: "It was not begun again" })}
        >
          Try again
        </Button>
      )}
    </li>
  );
}

const SAID: Record<ModelInstall["state"], string> = {
  queued: "waits its turn",
  running: "",
  done: "installed",
  failed: "not installed",
  cancelled: "called off",
};
