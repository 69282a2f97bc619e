// What workflows lack: the models that are missing, fetched with one press where it is known where they lie.
import { Download } from "lucide-react";
import { useState } from "react";
import { perform, say, useRead, type WorkflowSummary } from "@/api";
import { Button } from "@/components/button/Button";
import { PartSection } from "../PartHead";

export function MissingModels() {
  const workflows = useRead("workflows.list", { limit: 200 }).data?.workflows ?? [];
  const lacking = workflows.filter(({ is_runnable }) => is_runnable === false);
  if (lacking.length === 0) return null;
  return (
    <PartSection title="What workflows lack" words="nothing is ever put in the place of a missing model">
      <ul className="overflow-hidden rounded-3 border border-line bg-side">
        {lacking.map((workflow) => (
          <Lacking key={workflow.id} workflow={workflow} />
        ))}
      </ul>
    </PartSection>
  );
}

function Lacking({ workflow }: { workflow: WorkflowSummary }) {
  const missing = useRead("models.missing", { workflow_id: workflow.id }).data;
  const [busy, setBusy] = useState(false);
  if (!missing || missing.total === 0) return null;

  const fetchAll = async () => {
    setBusy(true);
    const begun = await perform(
      "models.install_missing",
      { workflow_id: workflow.id },
      { failed: `The models of ${workflow.name} are not fetched` },
    );
    setBusy(false);
    const first = begun?.failed[0];
    if (first) say("error", { title: `${first.name} is not fetched`, body: first.error });
  };

  return (
    <li className="flex items-center gap-3 border-t border-line px-3 py-2 text-12 first:border-t-0">
      <div className="min-w-0 flex-1">
        <p className="font-label">{workflow.name}</p>
        <p className="text-ink-3">{missing.models.map(({ folder, name }) => `${name} (${folder})`).join(", ")}</p>
      </div>
      <Button
        size="s"
        icon={Download}
        busy={busy}
        off={missing.installable === 0 && "It is not known where to get them: paste a link above"}
        onClick={() => void fetchAll()}
      >
        {missing.installable === 1 ? "Fetch it" : `Fetch ${missing.installable}`}
      </Button>
    </li>
  );
}
