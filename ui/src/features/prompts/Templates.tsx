// Templates: words around a prompt, with a look at what they make of one.
import { useEffect, useState } from "react";
import { type CreateTemplate, perform, remember, type Template, useOperationForm, useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { Book, holds, type KindProps } from "./Book";
import { BookForm } from "./BookForm";
import { FrameText } from "./FrameText";

const SAMPLE = "a woman at a café window";

export function Templates(kind: KindProps) {
  const read = useRead("images.styles_list", { limit: 200 });
  const [sample, setSample] = useState(SAMPLE);
  const all = read.data?.styles ?? [];
  const rows = all.filter((one) =>
    holds(kind.typed, [one.name, one.description, one.prompt_template, one.negative_prompt]),
  );
  return (
    <Book<Template>
      {...kind}
      many="templates"
      one="template"
      purpose="Words around a prompt: a way of photographing, a hand of drawing. Studio lays them around what you write."
      read={read}
      rows={rows}
      all={all.length}
      name={({ name }) => name}
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
      remove={(one) =>
        perform(
          "images.styles_delete",
          { style_id: one.id },
          {
            failed: `${one.name} was not deleted`,
            done: { title: `${one.name} deleted` },
            undo: () => ({
              label: `delete ${one.name}`,
              inverse: { name: "images.styles_create", input: valuesOf(one) },
            }),
          },
        )
      }
      dialog={(row, onClose) => <TemplateDialog template={row} onClose={onClose} />}
    />
  );
}

const SETTLE_MS = 300;

/** What the program would send, asked 300 ms after the last key. The frame is part of the question: it may change. */
function Preview({ templateId, frame, sample }: { templateId: string; frame: string; sample: string }) {
  const [asked, setAsked] = useState(sample);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(sample), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [sample]);
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

type Values = Required<CreateTemplate>;

const valuesOf = ({ name, description, prompt_template, negative_prompt }: Template): Values => ({
  name,
  description,
  prompt_template,
  negative_prompt,
});

function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const before = template
    ? valuesOf(template)
    : { name: "", description: "", prompt_template: "{prompt}, ", negative_prompt: "" };
  const making = useOperationForm<Values, "images.styles_create">("images.styles_create", before);
  const changing = useOperationForm<Values, "images.styles_update">("images.styles_update", before);
  const form = template ? changing : making;
  const id = template?.id;
  const frame = form.form.watch("prompt_template");
  const submit = id
    ? changing.submit(
        (values) => ({ style_id: id, ...values }),
        (made) => {
          remember({
            label: `change ${made.name}`,
            done: { name: "images.styles_update", input: { style_id: id, ...valuesOf(made) } },
            inverse: { name: "images.styles_update", input: { style_id: id, ...before } },
          });
          onClose();
        },
      )
    : making.submit(
        (values) => values,
        (made) => {
          remember({
            label: `add ${made.name}`,
            done: { name: "images.styles_create", input: valuesOf(made) },
            inverse: { name: "images.styles_delete", input: { style_id: made.id } },
          });
          onClose();
        },
      );
  return (
    <BookForm
      title={template ? `Change ${template.name}` : "New template"}
      verb={template ? "Keep" : "Add template"}
      failure={form.failure}
      busy={form.busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Name" autoFocus {...form.field("name", { required: "Is needed" })} />
      <TextField label="What it is good for" {...form.field("description")} />
      <TextArea
        label="Frame"
        lines={3}
        hint={
          frame?.includes("{prompt}")
            ? "{prompt} is where the other words go."
            : "Without {prompt} in it, the other words go to its end."
        }
        {...form.field("prompt_template", { required: "Is needed" })}
      />
      <TextArea label="Without" lines={2} {...form.field("negative_prompt")} />
    </BookForm>
  );
}
