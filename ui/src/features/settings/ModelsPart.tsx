// Models: what ComfyUI has, what is known of each, and bringing new ones onto this computer.
import { useVirtualizer } from "@tanstack/react-virtual";
import { Plus, RefreshCw, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Model, useList, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Select } from "@/components/form/Select";
import { SearchField } from "@/components/form/TextField";
import { familyName } from "@/components/models/modelWords";
import { useRefreshModels } from "@/components/models/useRefreshModels";
import { Time } from "@/components/text/Time";
import { useSettled } from "@/components/text/useSettled";
import { useWords } from "@/components/text/words";
import { InstallDialog } from "./models/InstallDialog";
import { Installs } from "./models/Installs";
import { MissingModels } from "./models/MissingModels";
import { ModelDialog } from "./models/ModelDialog";
import { PartSection } from "./PartHead";

const ANY = "any";
const ROW_PX = 36;
const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_132px_84px_84px_100px] items-center gap-3 px-3 slim:grid-cols-[minmax(0,1fr)_84px_84px]";

const TYPES: Record<string, string> = {
  checkpoints: "Checkpoints",
  diffusion_models: "Diffusion models",
  loras: "LoRAs",
  vae: "VAEs",
  text_encoders: "Text encoders",
  clip_vision: "Image encoders",
  controlnet: "Control nets",
  upscale_models: "Upscalers",
  embeddings: "Embeddings",
};

const typeName = (type: string): string => TYPES[type] ?? type.replaceAll("_", " ");

export function ModelsPart() {
  const words = useWords();
  const [type, setType] = useState(ANY);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const [installing, setInstalling] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const refresh = useRefreshModels();
  const first = useRead("models.list", { show: "files", limit: 1 });
  const types = Object.entries(first.data?.types ?? {}).filter(([, count]) => count > 0);

  return (
    <>
      <PartSection
        title="Models"
        words="the files that ComfyUI has to make pictures with"
        actions={
          <>
            <Button icon={RefreshCw} busy={refresh.busy} onClick={() => void refresh.run()}>
              Refresh models
            </Button>
            <Button kind="primary" icon={Plus} onClick={() => setInstalling(true)}>
              Install model
            </Button>
          </>
        }
      >
        {first.error ? (
          <ErrorNote what="The models could not be read" error={first.error} onAgain={() => first.refetch()} />
        ) : (
          <div className="overflow-hidden rounded-3 border border-line bg-side">
            <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
              <SearchField
                className="w-[240px]"
                label="Find a model"
                icon={Search}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={(event) => event.key === "Escape" && setTyped("")}
              />
              <Select
                label="Type of model"
                labelHidden
                className="w-[200px]"
                choices={[
                  { value: ANY, label: "All types" },
                  ...types.map(([value, count]) => ({
                    value,
                    label: typeName(value),
                    hint: words.count(count),
                  })),
                ]}
                value={type}
                onChange={setType}
              />
              {first.data && !first.data.has_sizes && <span className="text-12 text-ink-3">Sizes are being read</span>}
            </div>
            <div aria-hidden="true" className={cx(COLUMNS, "h-7 border-b border-line text-11 text-ink-3")}>
              <span>Model</span>
              <span className="slim:hidden">Type</span>
              <span>Family</span>
              <span className="text-right">Size</span>
              <span className="text-right slim:hidden">Since</span>
            </div>
            <Rows key={`${type} ${search}`} type={type} search={search} onOpen={setOpened} />
          </div>
        )}
      </PartSection>
      <Installs />
      <MissingModels />
      {installing && <InstallDialog types={types.map(([name]) => name)} onClose={() => setInstalling(false)} />}
      {opened && <ModelDialog id={opened} typeName={typeName} onClose={() => setOpened(null)} />}
    </>
  );
}

interface RowsProps {
  type: string;
  search: string;
  onOpen: (id: string) => void;
}

/** The rows in sight: thousands of files scroll without being drawn. */
function Rows({ type, search, onOpen }: RowsProps) {
  const list = useList(
    "models.list",
    { show: "files", ...(type === ANY ? {} : { type }), ...(search ? { search } : {}) },
    "models",
  );
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.total ?? 0,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;
  const lastShown = shown.at(-1)?.index ?? 0;
  const { show } = list;
  useEffect(() => show(firstShown, lastShown), [show, firstShown, lastShown]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section ref={box} aria-label="Models" tabIndex={0} className="inset-focus h-[324px] overflow-y-auto">
      {list.total === 0 && (
        <p className="p-3 text-12 text-ink-3">
          {search ? "No model is called like that." : "ComfyUI has no model of this type yet."}
        </p>
      )}
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const model = list.row(index);
          return (
            <li
              key={index}
              className="absolute inset-x-0 border-b border-line"
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              {model && <Row model={model} onOpen={() => onOpen(model.id)} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Row({ model, onOpen }: { model: Model; onOpen: () => void }) {
  const words = useWords();
  const slash = Math.max(model.name.lastIndexOf("/"), model.name.lastIndexOf("\\"));
  return (
    <button
      type="button"
      className={cx(COLUMNS, "inset-focus h-full w-full text-left text-12 hover:bg-hover")}
      onClick={onOpen}
    >
      <span className="truncate" title={model.name}>
        {slash >= 0 && <span className="text-ink-3">{model.name.slice(0, slash + 1)}</span>}
        {model.name.slice(slash + 1)}
      </span>
      <span className="truncate text-ink-2 slim:hidden">{typeName(model.type)}</span>
      <span className="text-ink-2">{familyName(model.base_model)}</span>
      <span className="text-right text-ink-2">{model.size_bytes === null ? "" : words.bytes(model.size_bytes)}</span>
      <span className="text-right text-ink-3 slim:hidden">{model.modified_at && <Time at={model.modified_at} />}</span>
    </button>
  );
}
