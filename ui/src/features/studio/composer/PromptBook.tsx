// Examples and templates to start from, in a room beside the prompt.
import { BookOpen, Check, Search } from "lucide-react";
import { useMemo, useState } from "react";
import { say, useRead } from "@/api";
import { cx } from "@/components/cx";
import { Segments } from "@/components/form/Segments";
import { SearchField } from "@/components/form/TextField";
import { Popover } from "@/components/overlay/Popover";
import { change, draft } from "../draft";

type Part = "examples" | "templates";

export function PromptBook({ templateId }: { templateId: string | null }) {
  const [open, setOpen] = useState(false);
  const [part, setPart] = useState<Part>("examples");
  const [sought, setSought] = useState("");
  const holds = (...texts: string[]) => texts.join(" ").toLowerCase().includes(sought.trim().toLowerCase());

  return (
    <Popover
      label="Prompt book"
      open={open}
      onOpenChange={setOpen}
      className="w-[420px] max-w-[calc(100vw-32px)] p-0"
      trigger={
        <button
          type="button"
          className="relative flex items-center gap-1 rounded-1 text-ink-3 before:absolute before:-inset-x-1 before:-inset-y-1 before:content-[''] hover:text-ink"
        >
          <BookOpen aria-hidden="true" size={12} strokeWidth={1.75} />
          Prompt book
        </button>
      }
    >
      <div className="flex items-center gap-2 border-b border-line p-2">
        <Segments
          label="What to choose from"
          value={part}
          onChange={setPart}
          choices={[
            { value: "examples", label: "Examples" },
            { value: "templates", label: "Templates" },
          ]}
        />
        <SearchField
          label={part === "examples" ? "Find an example" : "Find a template"}
          icon={Search}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          className="w-auto flex-1"
        />
      </div>
      <div className="max-h-[360px] overflow-y-auto p-1">
        {part === "examples" ? (
          <Examples holds={holds} onTaken={() => setOpen(false)} />
        ) : (
          <Templates holds={holds} chosen={templateId} onTaken={() => setOpen(false)} />
        )}
      </div>
    </Popover>
  );
}

interface ListProps {
  holds: (...texts: string[]) => boolean;
  onTaken: () => void;
}

function Examples({ holds, onTaken }: ListProps) {
  const { data } = useRead("prompts.examples_list", {});
  const groups = useMemo(() => {
    const found = new Map<string, NonNullable<typeof data>["prompt_examples"]>();
    for (const one of data?.prompt_examples ?? []) found.set(one.category, [...(found.get(one.category) ?? []), one]);
    return [...found];
  }, [data]);
  const shown = groups
    .map(([category, all]) => [category, all.filter((one) => holds(one.title, one.prompt, category))] as const)
    .filter(([, all]) => all.length > 0);

  const take = (prompt: string, negative: string) => {
    const before = draft.get();
    change({ prompt, ...(negative ? { negative } : {}) });
    onTaken();
    if (before.prompt.trim() && before.prompt !== prompt) {
      say("undo", {
        title: "Prompt replaced",
        action: { label: "Undo", run: () => change({ prompt: before.prompt, negative: before.negative }) },
      });
    }
  };

  if (data && shown.length === 0) return <Nothing text="No example holds these words" />;
  return shown.map(([category, all]) => (
    <section key={category}>
      <h3 className="px-2 pt-2 pb-1 text-11 font-text text-ink-3">{category || "Others"}</h3>
      {all.map((one) => (
        <Row key={one.id} title={one.title} text={one.prompt} onTake={() => take(one.prompt, one.negative_prompt)} />
      ))}
    </section>
  ));
}

function Templates({ holds, chosen, onTaken }: ListProps & { chosen: string | null }) {
  const { data } = useRead("images.styles_list", {});
  const shown = (data?.styles ?? []).filter((one) => holds(one.name, one.description, one.prompt_template));
  const take = (id: string) => {
    change({ template_id: id === chosen ? null : id });
    onTaken();
  };
  if (data && shown.length === 0) return <Nothing text="No template holds these words" />;
  return shown.map((one) => (
    <Row
      key={one.id}
      title={one.name}
      text={one.prompt_template.replace("{prompt}", "…")}
      chosen={one.id === chosen}
      onTake={() => take(one.id)}
    />
  ));
}

function Row({ title, text, chosen, onTake }: { title: string; text: string; chosen?: boolean; onTake: () => void }) {
  return (
    <button
      type="button"
      onClick={onTake}
      {...(chosen === undefined ? {} : { "aria-pressed": chosen })}
      className={cx(
        "inset-focus flex w-full items-start gap-2 rounded-[4px] px-2 py-1.5 text-left hover:bg-hover",
        chosen && "bg-selected",
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block font-label">{title}</span>
        <span className="line-clamp-2 text-12 text-ink-2">{text}</span>
      </span>
      {chosen && <Check aria-hidden="true" size={14} className="mt-0.5 flex-none text-accent" />}
    </button>
  );
}

const Nothing = ({ text }: { text: string }) => <p className="px-2 py-3 text-12 text-ink-3">{text}</p>;
