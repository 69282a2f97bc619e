// Examples of prompts, by category: to read, to use in Studio, to keep one's own.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, Copy } from "lucide-react";
import { type CreatePromptExample, type PromptExample, perform, remember, say, useOperationForm, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Chip } from "@/components/form/Chip";
import { PromptText } from "@/components/form/PromptField";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { Book, holds, type KindProps } from "./Book";
import { BookForm } from "./BookForm";

export interface ExamplesProps extends KindProps {
  /** Only this category; null shows all. */
  category: string | null;
}

export function Examples({ category, ...kind }: ExamplesProps) {
  const navigate = useNavigate();
  const read = useRead("prompts.examples_list", { limit: 200 });
  const all = read.data?.prompt_examples ?? [];
  const rows = all.filter(
    (one) =>
      (category === null || one.category === category) &&
      holds(kind.typed, [one.title, one.prompt, one.negative_prompt, one.category]),
  );
  const categories = [...new Set(all.map((one) => one.category))];

  return (
    <Book<PromptExample>
      {...kind}
      many="examples"
      one="example"
      purpose="Prompts to begin with, kept by category."
      read={read}
      rows={rows}
      all={all.length}
      name={({ title }) => title}
      row={({ title, prompt, category: group }) => (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-label">{title}</span>
            <span className="line-clamp-2 text-12 text-ink-2">
              <PromptText text={prompt} />
            </span>
          </span>
          {group && <span className="flex-none text-12 text-ink-3 slim:hidden">{group}</span>}
        </>
      )}
      detail={(one) => (
        <>
          <Section
            title="Prompt"
            aside={
              <Button size="s" kind="quiet" icon={Copy} onClick={() => void copy(one.prompt)}>
                Copy
              </Button>
            }
          >
            <p className="rounded-2 border border-line-strong px-2.5 py-2">
              <PromptText text={one.prompt} />
            </p>
          </Section>
          {one.negative_prompt && (
            <Section title="Without">
              <p className="text-ink-2" data-selectable>
                {one.negative_prompt}
              </p>
            </Section>
          )}
          {one.category && (
            <Section title="Category">
              <Chip look="outline">{one.category}</Chip>
            </Section>
          )}
        </>
      )}
      primary={({ prompt }) => (
        <Button
          kind="primary"
          className="flex-1"
          icon={Aperture}
          onClick={() => void navigate({ to: "/studio", search: { prompt } })}
        >
          Use in Studio
        </Button>
      )}
      remove={(one) =>
        perform(
          "prompts.examples_delete",
          { example_id: one.id },
          {
            failed: `${one.title} was not deleted`,
            done: { title: `${one.title} deleted` },
            undo: () => ({
              label: `delete ${one.title}`,
              inverse: { name: "prompts.examples_create", input: valuesOf(one) },
            }),
          },
        )
      }
      dialog={(row, onClose) => (
        <ExampleDialog example={row} category={category ?? ""} categories={categories} onClose={onClose} />
      )}
    />
  );
}

async function copy(text: string) {
  await navigator.clipboard.writeText(text);
  say("done", { title: "Copied" });
}

type Values = Required<CreatePromptExample>;

const valuesOf = ({ title, prompt, negative_prompt, category }: PromptExample): Values => ({
  title,
  prompt,
  negative_prompt,
  category,
});

interface ExampleDialogProps {
  example: PromptExample | null;
  category: string;
  categories: readonly string[];
  onClose: () => void;
}

function ExampleDialog({ example, category, categories, onClose }: ExampleDialogProps) {
  const before = example ? valuesOf(example) : { title: "", prompt: "", negative_prompt: "", category };
  const making = useOperationForm<Values, "prompts.examples_create">("prompts.examples_create", before);
  const changing = useOperationForm<Values, "prompts.examples_update">("prompts.examples_update", before);
  const form = example ? changing : making;
  const id = example?.id;
  const submit = id
    ? changing.submit(
        (values) => ({ example_id: id, ...values }),
        (made) => {
          remember({
            label: `change ${made.title}`,
            done: { name: "prompts.examples_update", input: { example_id: id, ...valuesOf(made) } },
            inverse: { name: "prompts.examples_update", input: { example_id: id, ...before } },
          });
          onClose();
        },
      )
    : making.submit(
        (values) => values,
        (made) => {
          remember({
            label: `add ${made.title}`,
            done: { name: "prompts.examples_create", input: valuesOf(made) },
            inverse: { name: "prompts.examples_delete", input: { example_id: made.id } },
          });
          onClose();
        },
      );
  return (
    <BookForm
      title={example ? `Change ${example.title}` : "New example"}
      verb={example ? "Keep" : "Add example"}
      failure={form.failure}
      busy={form.busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Title" autoFocus {...form.field("title", { required: "Is needed" })} />
      <TextArea label="Prompt" lines={4} {...form.field("prompt", { required: "Is needed" })} />
      <TextArea label="Without" lines={2} {...form.field("negative_prompt")} />
      <div>
        <TextField label="Category" placeholder="Everyday" list="prompt-categories" {...form.field("category")} />
        <datalist id="prompt-categories">
          {categories.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
    </BookForm>
  );
}
