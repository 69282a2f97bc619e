// What is to be made: character, prompt, style, format, model. The button stays in sight.

import { Aperture, Check, Dices, TriangleAlert, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { call, fieldErrors, sayError, toApiError, useRead, useStore } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Chip } from "@/components/form/Chip";
import { PromptField } from "@/components/form/PromptField";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { familyName, modelName } from "@/components/models/modelWords";
import { duration } from "@/components/text/words";
import { change, inputOf, draft as store } from "../draft";
import { missingWords } from "../words";
import { CharacterSelect } from "./CharacterSelect";
import { FormatTiles } from "./FormatTiles";
import { More } from "./More";
import { NumberBox } from "./NumberBox";
import { PromptBook } from "./PromptBook";
import { refusedWords } from "./refused";
import { Sent } from "./Sent";
import { StyleStrip } from "./StyleStrip";
import { useComposed } from "./useComposed";

const OPEN = "open";

export interface ComposerProps {
  /** What was queued. */
  onQueued: (jobId: string) => void;
}

export function Composer({ onQueued }: ComposerProps) {
  const draft = useStore(store);
  const input = inputOf(draft);
  const { data, errors: found, failure, settled } = useComposed(input);
  const [sent, setSent] = useState<{ of: string; errors: Readonly<Record<string, string>> } | null>(null);
  const [busy, setBusy] = useState(false);
  const prompt = useRef<HTMLTextAreaElement>(null);

  const now = JSON.stringify(input);
  // What a press was refused for stands until the draft is another one.
  const errors = sent?.of === now ? { ...found, ...sent.errors } : found;
  const missing = missingWords(data?.missing);
  const template = useRead("images.styles_list", {}).data?.styles.find(({ id }) => id === draft.template_id);
  const models = useRead("models.list", { type: "checkpoints" });
  const checkpoints = models.data?.models ?? [];
  const workflows = useRead("workflows.list", {}).data?.workflows ?? [];
  const model = data?.composed.model ?? draft.model;
  const family = checkpoints.find(({ name }) => name === model)?.base_model;
  const workflow = workflows.find(({ id }) => id === (draft.workflow_id ?? data?.workflow_id));

  const usualModel = draft.model === null && data?.composed.model ? modelName(data.composed.model) : undefined;

  const generate = async () => {
    if (busy) return;
    if (!input.prompt) {
      setSent({ of: now, errors: { prompt: "Write what the picture shows" } });
      prompt.current?.focus();
      return;
    }
    setBusy(true);
    try {
      const job = await call("images.generate", input);
      setSent(null);
      onQueued(job.job_id);
    } catch (thrown) {
      const error = toApiError(thrown);
      const named = fieldErrors(error);
      if (named.length > 0) setSent({ of: now, errors: Object.fromEntries(named) });
      else sayError("Nothing was queued", error);
    } finally {
      setBusy(false);
    }
  };

  const latest = useRef(generate);
  useEffect(() => {
    latest.current = generate;
  });
  useActions(
    useMemo((): Offer[] => [{ id: "studio.generate", icon: Aperture, perform: () => void latest.current() }], []),
  );

  return (
    <section
      aria-label="Composer"
      data-region="rail"
      className="flex min-h-0 w-[328px] flex-none flex-col border-r border-line"
    >
      <div className="flex min-h-0 flex-1 flex-col gap-2.5 overflow-y-auto px-4 py-3">
        <CharacterSelect characterId={draft.character_id} error={errors.character_id} />
        <div>
          <PromptField
            ref={prompt}
            label="Prompt"
            aside={<PromptBook templateId={draft.template_id} />}
            value={draft.prompt}
            onChange={(text) => change({ prompt: text })}
            onSubmit={() => void generate()}
            placeholder="What the picture shows"
            refused={refusedWords(errors.prompt)}
            error={errors.prompt}
          />
          {template && (
            <div className="mt-1.5">
              <Chip look="selected" onRemove={() => change({ template_id: null })} removeLabel={template.name}>
                {`Template ${template.name}`}
              </Chip>
            </div>
          )}
        </div>
        {draft.character_id && <StyleStrip characterId={draft.character_id} style={draft.style} />}
        <FormatTiles format={draft.format_id} size={draft.size} made={data} />
        <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-x-2 gap-y-2.5">
          <Select
            label="Model"
            search="Find a model"
            loading={models.isPending}
            value={draft.model ?? OPEN}
            onChange={(next) => change({ model: next === OPEN ? null : next })}
            choices={[
              {
                value: OPEN,
                label: usualModel ?? "As usual",
                ...(usualModel ? { hint: "as usual" } : {}),
              },
              ...[...checkpoints]
                .sort((one, other) => String(one.base_model).localeCompare(String(other.base_model)))
                .map((one) => ({ value: one.name, label: modelName(one.name), ...hintOf(one.base_model, workflow) })),
            ]}
            // That ComfyUI does not answer is said above the pictures.
            error={errors.model ?? (models.error?.code === "service_unavailable" ? undefined : models.error?.message)}
          />
          <NumberBox
            label="Count"
            whole
            needed
            min={1}
            max={500}
            value={draft.count}
            onChange={(count) => change({ count: count ?? 1 })}
            end={draft.count === 1 ? "picture" : "pictures"}
            error={errors.count}
          />
          <Select
            label="Workflow"
            value={draft.workflow_id ?? OPEN}
            onChange={(next) => change({ workflow_id: next === OPEN ? null : next })}
            choices={[
              draft.workflow_id === null && workflow
                ? { value: OPEN, label: workflow.name, hint: "as usual" }
                : { value: OPEN, label: "As usual" },
              ...workflows
                .filter(({ kind }) => kind !== "upscale")
                .map((one) => ({
                  value: one.id,
                  label: one.name,
                  ...(one.is_runnable === false ? { hint: `lacks ${missingWords(one.missing).join(", ")}` } : {}),
                })),
            ]}
            error={errors.workflow_id}
          />
          <SeedField seed={draft.seed} error={errors.seed} />
        </div>
        <More draft={draft} composed={data} errors={errors} family={family} />
        <ServerLine data={data} missing={missing} />
        {failure && <ErrorNote what="What will be sent is not known" error={failure} />}
      </div>
      <div className="flex-none border-t border-line px-4 py-3">
        <Button
          kind="primary"
          size="l"
          shortcut="studio.generate"
          busy={busy}
          onClick={() => void generate()}
          className="w-full"
        >
          Generate {draft.count}
        </Button>
        <div className="mt-2 flex h-4 items-center text-12 whitespace-nowrap text-ink-3">
          <Sent composed={settled ? data : undefined} />
          {data?.estimated_seconds != null && (
            <span className="ml-auto">{duration(data.estimated_seconds * 1000)}</span>
          )}
        </div>
      </div>
    </section>
  );
}

function hintOf(baseModel: unknown, workflow: { base_models: unknown } | undefined): { hint?: string } {
  const family = familyName(baseModel);
  if (!family) return {};
  const made = workflow?.base_models;
  const fits = !Array.isArray(made) || made.length === 0 || made.includes(baseModel);
  return { hint: fits ? family : `${family}, not for this workflow` };
}

function SeedField({ seed, error }: { seed: number | null; error: string | undefined }) {
  const fixed = seed !== null;
  const dice = (
    <IconButton
      icon={fixed ? X : Dices}
      size="s"
      label={fixed ? "Random seed" : "Fix a seed"}
      onClick={() => change({ seed: fixed ? null : Math.floor(Math.random() * 2 ** 32) })}
      className="-mr-1.5"
    />
  );
  return (
    <TextField
      label="Seed"
      inputMode="numeric"
      placeholder="Random"
      value={seed === null ? "" : String(seed)}
      onChange={(event) => {
        const digits = event.target.value.replace(/\D/g, "");
        change({ seed: digits === "" ? null : Math.min(Number(digits), Number.MAX_SAFE_INTEGER) });
      }}
      className={fixed ? "font-mono text-11" : undefined}
      end={dice}
      error={error}
    />
  );
}

function ServerLine({ data, missing }: { data: { is_checked: boolean } | undefined; missing: readonly string[] }) {
  if (!data) return null;
  if (!data.is_checked) {
    return <p className="text-12 text-ink-3">Not checked: ComfyUI does not answer</p>;
  }
  if (missing.length === 0) {
    return (
      <p className="flex items-center gap-2 text-12 text-ink-3">
        <Check aria-hidden="true" size={12} strokeWidth={2} className="flex-none" />
        All models and nodes are on the server
      </p>
    );
  }
  return (
    <div className="flex items-start gap-2 text-12">
      <TriangleAlert aria-hidden="true" size={14} strokeWidth={1.75} className="mt-px flex-none text-warn" />
      <p className="min-w-0 text-ink-2">
        The server lacks{" "}
        {missing.map((one, place) => (
          <span key={one}>
            {place > 0 && ", "}
            <span className="break-all text-ink">{one}</span>
          </span>
        ))}
      </p>
    </div>
  );
}
