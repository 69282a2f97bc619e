// Examples of prompts, by category: to read, to use in Studio, to keep one's own.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, Copy } from "lucide-react";
import { type CreatePromptExample, type PromptExample, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Chip } from "@/components/form/Chip";
import { PromptText } from "@/components/form/PromptField";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { copyText } from "@/components/text/copy";
import { Book, holds, type KindProps } from "./Book";
import type { BookKind } from "./BookForm";

export interface ExamplesProps extends KindProps {
  /** Only this category; null shows all. */
  category: string | null;
}

type Values = Required<CreatePromptExample>;

const inputOf = ({ title, prompt, negative_prompt, category }: PromptExample): Values => ({
  title,
  prompt,
  negative_prompt,
  category,
});

/** A new one begins in `category`; `categories` are those in use. */
const examples = (
  category: string,
  categories: readonly string[],
): BookKind<PromptExample, Values, "prompts.examples_create", "prompts.examples_update"> => ({
  one: "example",
  operations: {
    create: "prompts.examples_create",
    update: "prompts.examples_update",
    delete: "prompts.examples_delete",
  },
  at: (example_id) => ({ example_id }),
  name: ({ title }) => title,
  inputOf,
  valuesOf: (row) => (row ? inputOf(row) : { title: "", prompt: "", negative_prompt: "", category }),
  readForm: (values) => values,
  fields: ({ field }) => (
    <>
      <TextField label="Title" autoFocus {...field("title", { required: "Is needed" })} />
      <TextArea label="Prompt" lines={4} {...field("prompt", { required: "Is needed" })} />
      <TextArea label="Without" lines={2} {...field("negative_prompt")} />
      <div>
        <TextField label="Category" placeholder="Everyday" list="prompt-categories" {...field("category")} />
        <datalist id="prompt-categories">
          {categories.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
    </>
  ),
});

export function Examples({ category, ...page }: ExamplesProps) {
  const navigate = useNavigate();
  const read = useRead("prompts.examples_list", { limit: 200 });
  const all = read.data?.prompt_examples ?? [];
  const rows = all.filter(
    (one) =>
      (category === null || one.category === category) &&
      holds(page.typed, [one.title, one.prompt, one.negative_prompt, one.category]),
  );
  const categories = [...new Set(all.map((one) => one.category))];

  return (
    <Book
      {...page}
      kind={examples(category ?? "", categories)}
      purpose="Prompts to begin with, kept by category."
      read={read}
      rows={rows}
      all={all.length}
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
              <Button size="s" kind="quiet" icon={Copy} onClick={() => void copyText(one.prompt)}>
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
      primary={({ prompt, negative_prompt: negative }) => (
        <Button
          kind="primary"
          className="flex-1"
          icon={Aperture}
          onClick={() => void navigate({ to: "/studio", search: { prompt, negative } })}
        >
          Use in Studio
        </Button>
      )}
    />
  );
}
