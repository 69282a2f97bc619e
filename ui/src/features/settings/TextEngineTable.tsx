// The text engines in the order in which they are asked: model, state, what leaves the house, what they cost.
import { ArrowDown, ArrowUp, Ellipsis, KeyRound, Pencil, Plus, Power, Trash2 } from "lucide-react";
import { useState } from "react";
import { call, type NamedEngine, type Output, perform, sayError, toApiError, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Select } from "@/components/form/Select";
import { Menu, type MenuEntry } from "@/components/overlay/Menu";
import { PartSection } from "./PartHead";
import { TextEngineDialog } from "./TextEngineDialog";
import { FIRST_MODEL, modelChoices, priceOf, stateOf } from "./textEngineWords";

type Health = Output<"text.health">["engines"][number];
type Model = Output<"text.models">["models"][number];

export function TextEngineTable() {
  const engines = useRead("engines.list", {});
  const health = useRead("text.health", {});
  const models = useRead("text.models", {});
  const rehearsal = useRead("system.info", {}).data?.is_rehearsal ?? false;
  const [editing, setEditing] = useState<NamedEngine | null>();
  const rows = engines.data?.engines ?? [];
  const healthOf = (engine: NamedEngine) => health.data?.engines.find(({ engine_id }) => engine_id === engine.id);
  const readAnew = () => void Promise.all([health.refetch(), models.refetch()]);

  return (
    <PartSection
      title="Text engines"
      words="captions, prompts, descriptions; the first that can write does"
      actions={
        <Button
          kind="primary"
          icon={Plus}
          off={rehearsal && "In a rehearsal the stand-in writes everything"}
          onClick={() => setEditing(null)}
        >
          Add engine
        </Button>
      }
    >
      {engines.error && (
        <ErrorNote what="The text engines could not be read" error={engines.error} onAgain={() => engines.refetch()} />
      )}
      {engines.isPending && (
        <Later>
          <Skeleton className="h-[72px] rounded-3" />
        </Later>
      )}
      {engines.data && (
        <div className="overflow-hidden rounded-3 border border-line bg-side">
          <Table
            label="Text engines"
            rows={rows}
            rowKey={(engine) => engine.id ?? engine.address}
            rowHeight={44}
            empty="No text engine yet. Add Ollama on this computer, Gemini, or any OpenAI-compatible server."
            columns={[
              { id: "engine", head: "Engine", cell: (engine) => <Name engine={engine} /> },
              {
                id: "model",
                head: "Model",
                width: 220,
                cell: (engine) => <ModelSelect engine={engine} models={models.data?.models} />,
              },
              { id: "state", head: "State", cell: (engine) => <State engine={engine} health={healthOf(engine)} /> },
              { id: "costs", head: "Costs", wideOnly: true, cell: priceOf },
              {
                id: "do",
                head: <span className="sr-only">Actions</span>,
                right: true,
                cell: (engine) => (
                  <Doing engine={engine} all={rows} onEdit={() => setEditing(engine)} onTested={readAnew} />
                ),
              },
            ]}
          />
        </div>
      )}
      {rehearsal && <Note className="mt-2">The stand-in writes from lists of words. No model is asked.</Note>}
      {editing !== undefined && (
        <TextEngineDialog engine={editing} onClose={() => setEditing(undefined)} onKept={readAnew} />
      )}
    </PartSection>
  );
}

function Name({ engine }: { engine: NamedEngine }) {
  return (
    <span className="block leading-4">
      <span className="flex items-center gap-2 font-label text-13">
        {engine.name}
        {!engine.is_local && <span className="text-11 font-text text-ink-3">Not on your computers</span>}
      </span>
      <span className="font-mono text-[11.5px] tracking-[-0.02em] text-ink-3" data-selectable>
        {engine.address.replace(/^https?:\/\//, "")}
      </span>
    </span>
  );
}

function ModelSelect({ engine, models }: { engine: NamedEngine; models: readonly Model[] | undefined }) {
  const { id } = engine;
  const own = models?.filter(({ engine_id }) => engine_id === id) ?? [];
  if (id === null) return <span className="text-ink-2">{own.find(({ sees }) => !sees)?.name ?? "the stand-in’s"}</span>;
  const keep = (name: string) =>
    perform(
      "engines.update",
      { engine_id: id, model: name === FIRST_MODEL ? null : name },
      {
        failed: `The model of ${engine.name} was not changed`,
        undo: () => ({
          label: `change the model of ${engine.name}`,
          inverse: { name: "engines.update", input: { engine_id: id, model: engine.model } },
        }),
      },
    );
  return (
    <Select
      label={`Model of ${engine.name}`}
      labelHidden
      search="Find a model"
      choices={modelChoices(engine, own)}
      value={engine.model ?? (engine.is_local ? FIRST_MODEL : undefined)}
      placeholder="not chosen"
      onChange={(name) => void keep(name)}
    />
  );
}

function State({ engine, health }: { engine: NamedEngine; health: Health | undefined }) {
  const { dot, words, why } = stateOf(engine, health);
  return (
    <span className="block max-w-[280px] leading-4" title={why}>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <StatusDot health={dot} />
        {words}
      </span>
      {why && <span className="block truncate text-ink-3">{why}</span>}
    </span>
  );
}

interface DoingProps {
  engine: NamedEngine;
  all: readonly NamedEngine[];
  onEdit: () => void;
  onTested: () => void;
}

function Doing({ engine, all, onEdit, onTested }: DoingProps) {
  const [testing, setTesting] = useState(false);
  const { id, name } = engine;
  if (id === null) return null;
  const ids = all.flatMap((one) => (one.id === null ? [] : [one.id]));
  const at = ids.indexOf(id);

  const move = async (by: number) => {
    const next = ids.filter((one) => one !== id);
    next.splice(at + by, 0, id);
    await perform(
      "engines.reorder",
      { engine_ids: next },
      {
        failed: "The order was not changed",
        undo: () => ({ label: `move ${name}`, inverse: { name: "engines.reorder", input: { engine_ids: ids } } }),
      },
    );
  };

  const test = async () => {
    setTesting(true);
    try {
      await perform(
        "engines.test",
        { engine_id: id },
        { failed: `${name}: no answer`, done: (tested) => ({ title: name, body: tested.message }) },
      );
      onTested();
    } finally {
      setTesting(false);
    }
  };

  const switchIt = (is_enabled: boolean) =>
    perform(
      "engines.update",
      { engine_id: id, is_enabled },
      {
        failed: `${name} was not changed`,
        undo: () => ({
          label: `switch ${name} ${is_enabled ? "on" : "off"}`,
          inverse: { name: "engines.update", input: { engine_id: id, is_enabled: !is_enabled } },
        }),
      },
    );

  const forget = async () => {
    try {
      await call("engines.delete", { engine_id: id });
    } catch (error) {
      sayError(`${name} was not deleted`, toApiError(error));
    }
  };

  const entries: MenuEntry[] = [
    { label: "Change", icon: Pencil, onSelect: onEdit },
    { label: "Set key", icon: KeyRound, onSelect: onEdit },
    {
      label: "Ask earlier",
      icon: ArrowUp,
      off: at === 0 && "It is asked first already",
      onSelect: () => void move(-1),
    },
    {
      label: "Ask later",
      icon: ArrowDown,
      off: at === ids.length - 1 && "It is asked last already",
      onSelect: () => void move(1),
    },
    {
      label: engine.is_enabled ? "Switch off" : "Switch on",
      icon: Power,
      onSelect: () => void switchIt(!engine.is_enabled),
    },
    "line",
    { label: "Delete, with its key", icon: Trash2, danger: true, onSelect: () => void forget() },
  ];

  return (
    <span className="flex items-center justify-end gap-1">
      <Button size="s" busy={testing} onClick={() => void test()}>
        Test
      </Button>
      <Menu trigger={<IconButton icon={Ellipsis} size="s" label={`More of ${name}`} />} entries={entries} />
    </span>
  );
}
