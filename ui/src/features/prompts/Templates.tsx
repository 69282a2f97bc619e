// Templates: words around a prompt, with a look at what they make of one.
import { useEffect, useState } from "react";
import { type CreateTemplate, type Template, useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { useSettled } from "@/components/text/useSettled";
import { Book, holds, type KindProps } from "./Book";
import type { BookKind } from "./BookForm";
import { FrameText } from "./FrameText";

const SAMPLE = "a woman at a café window";

type Values = Required<CreateTemplate>;

const inputOf = ({ name, description, prompt_template, negative_prompt }: Template): Values => ({
  name,
  description,
  prompt_template,
  negative_prompt,
});

const TEMPLATES: BookKind<Template, Values, "images.styles_create", "images.styles_update"> = {
  one: "template",
  operations: { create: "images.styles_create", update: "images.styles_update", delete: "images.styles_delete" },
  at: (style_id) => ({ style_id }),
  name: ({ name }) => name,
  inputOf,
  valuesOf: (row) =>
    row ? inputOf(row) : { name: "", description: "", prompt_template: "{prompt}, ", negative_prompt: "" },
  readForm: (values) => values,
  fields: ({ form, field }) => (
    <>
      <TextField label="Name" autoFocus {...field("name", { required: "Is needed" })} />
      <TextField label="What it is good for" {...field("description")} />
      <TextArea
        label="Frame"
        lines={3}
        hint={
          form.watch("prompt_template")?.includes("{prompt}")
            ? "{prompt} is where the other words go."
            : "Without {prompt} in it, the other words go to its end."
        }
        {...field("prompt_template", { required: "Is needed" })}
      />
      <TextArea label="Without" lines={2} {...field("negative_prompt")} />
    </>
  ),
};

export function Templates(page: KindProps) {
  const read = useRead("images.styles_list", { limit: 200 });
  const [sample, setSample] = useState(SAMPLE);
  const all = read.data?.styles ?? [];
  const rows = all.filter((one) =>
    holds(page.typed, [one.name, one.description, one.prompt_template, one.negative_prompt]),
  );
  return (
    <Book
      {...page}
      kind={TEMPLATES}
      purpose="Words around a prompt: a way of photographing, a hand of drawing. Studio lays them around what you write."
      read={read}
      rows={rows}
      all={all.length}
      row={({ name, prompt_template }) => (
        <span className="min-w-0 flex-1">
          <span className="block truncate font-label">{name}</span>
          <span className="line-clamp-2 text-12 text-ink-2">
            <FrameText frame={prompt_template} />
          </span>
        </span>
      )}
      detail={(one) => (
        <>
          {one.description && <p className="px-4 pb-3 text-ink-2">{one.description}</p>}
          <Section title="Frame">
            <p className="rounded-2 border border-line-strong px-2.5 py-2">
              <FrameText frame={one.prompt_template} />
            </p>
          </Section>
          {one.negative_prompt && (
            <Section title="Without">
              <p className="text-ink-2" data-selectable>
                {one.negative_prompt}
              </p>
            </Section>
          )}
          <Section title="Try it">
            <TextArea label="A prompt" lines={2} value={sample} onChange={(event) => setSample(event.target.value)} />
            <Preview templateId={one.id} frame={one.prompt_template} sample={sample} />
          </Section>
        </>
      )}
    />
  );
}

/** What the program would send, asked when the hand rests. The frame is part of the question: it may change. */
function Preview({ templateId, frame, sample }: { templateId: string; frame: string; sample: string }) {
  const asked = useSettled(sample);
  const composed = useRead("images.compose", { prompt: asked, template_id: templateId }, { keepLast: true });
  const { refetch } = composed;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed frame makes other words of the same prompt
  useEffect(() => {
    void refetch();
  }, [frame, refetch]);

  if (composed.error) return <ErrorNote className="mt-2" what="It cannot be tried" error={composed.error} />;
  return (
    <p className="mt-2 min-h-10 text-ink-2" aria-live="polite" data-selectable>
      {composed.data?.composed.prompt}
    </p>
  );
}
