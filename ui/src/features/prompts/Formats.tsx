// Formats: sizes with a name, drawn in their shape.
import { type CreateFormat, type Format, perform, remember, useOperationForm, useRead } from "@/api";
import { Facts } from "@/components/data/Facts";
import { PlatformMark } from "@/components/data/PlatformMark";
import { Checkbox } from "@/components/form/Checkbox";
import { Field } from "@/components/form/Field";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { Book, holds, type KindProps } from "./Book";
import { BookForm } from "./BookForm";
import { ratioOf, Shape } from "./shapes";

export function Formats(kind: KindProps) {
  const read = useRead("images.formats_list", { limit: 200 });
  const all = read.data?.formats ?? [];
  const rows = all.filter((one) =>
    holds(kind.typed, [one.name, one.description, `${one.width} × ${one.height}`, ...one.platforms]),
  );
  return (
    <Book<Format>
      {...kind}
      many="formats"
      one="format"
      purpose="Sizes with a name, and the platforms that they fit. Studio offers them."
      read={read}
      rows={rows}
      all={all.length}
      name={({ name }) => name}
      row={({ name, description, width, height, platforms }) => (
        <>
          <Shape width={width} height={height} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-label">{name}</span>
            <span className="block truncate text-12 text-ink-2">{description}</span>
          </span>
          <span className="flex flex-none gap-1 slim:hidden">
            {platforms.map((platform) => (
              <PlatformMark key={platform} platform={platform} />
            ))}
          </span>
          <span className="w-24 flex-none text-right text-12 text-ink-3">
            {width} × {height}
          </span>
        </>
      )}
      detail={(one) => (
        <>
          {one.description && <p className="px-4 pb-3 text-ink-2">{one.description}</p>}
          <Section title="Shape">
            <div className="flex justify-center py-2">
              <Shape width={one.width} height={one.height} box={160} />
            </div>
            <Facts
              facts={[
                { name: "Size", value: `${one.width} × ${one.height} pixels` },
                { name: "Ratio", value: ratioOf(one.width, one.height) },
              ]}
            />
          </Section>
          <Section title="Fits">
            {one.platforms.length === 0 ? (
              <p className="text-12 text-ink-3">No platform was named.</p>
            ) : (
              <span className="flex flex-wrap gap-1">
                {one.platforms.map((platform) => (
                  <PlatformMark key={platform} platform={platform} size="l" />
                ))}
              </span>
            )}
          </Section>
        </>
      )}
      remove={(one) =>
        perform(
          "images.formats_delete",
          { format_id: one.id },
          {
            failed: `${one.name} was not deleted`,
            done: { title: `${one.name} deleted` },
            undo: () => ({
              label: `delete ${one.name}`,
              inverse: { name: "images.formats_create", input: valuesOf(one) },
            }),
          },
        )
      }
      dialog={(row, onClose) => <FormatDialog format={row} onClose={onClose} />}
    />
  );
}

type Values = Required<CreateFormat>;

const valuesOf = ({ name, description, width, height, platforms }: Format): Values => ({
  name,
  description,
  width,
  height,
  platforms,
});

const PLATFORMS: readonly [slug: string, name: string][] = [
  ["instagram", "Instagram"],
  ["x", "X"],
  ["bluesky", "Bluesky"],
  ["youtube", "YouTube"],
  ["mastodon", "Mastodon"],
  ["telegram", "Telegram"],
  ["facebook", "Facebook"],
  ["threads", "Threads"],
  ["pinterest", "Pinterest"],
  ["tiktok", "TikTok"],
];

const SIZE = {
  valueAsNumber: true,
  required: "Is needed",
  min: { value: 64, message: "64 or over" },
  max: { value: 4096, message: "4096 at most" },
  validate: (value: unknown) => (typeof value === "number" && value % 8 === 0) || "A multiple of 8, as models want it",
} as const;

function FormatDialog({ format, onClose }: { format: Format | null; onClose: () => void }) {
  const before = format
    ? valuesOf(format)
    : { name: "", description: "", width: 1024, height: 1024, platforms: [] as string[] };
  const making = useOperationForm<Values, "images.formats_create">("images.formats_create", before);
  const changing = useOperationForm<Values, "images.formats_update">("images.formats_update", before);
  const form = format ? changing : making;
  const id = format?.id;
  const [width, height, chosen] = form.form.watch(["width", "height", "platforms"]);
  const submit = id
    ? changing.submit(
        (values) => ({ format_id: id, ...values }),
        (made) => {
          remember({
            label: `change ${made.name}`,
            done: { name: "images.formats_update", input: { format_id: id, ...valuesOf(made) } },
            inverse: { name: "images.formats_update", input: { format_id: id, ...before } },
          });
          onClose();
        },
      )
    : making.submit(
        (values) => values,
        (made) => {
          remember({
            label: `add ${made.name}`,
            done: { name: "images.formats_create", input: valuesOf(made) },
            inverse: { name: "images.formats_delete", input: { format_id: made.id } },
          });
          onClose();
        },
      );
  return (
    <BookForm
      title={format ? `Change ${format.name}` : "New format"}
      verb={format ? "Keep" : "Add format"}
      failure={form.failure}
      busy={form.busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Name" autoFocus {...form.field("name", { required: "Is needed" })} />
      <TextField label="What it is good for" {...form.field("description")} />
      <div className="flex items-start gap-4">
        <div className="grid flex-1 grid-cols-2 gap-3">
          <TextField label="Width" end="pixels" inputMode="numeric" {...form.field("width", SIZE)} />
          <TextField label="Height" end="pixels" inputMode="numeric" {...form.field("height", SIZE)} />
        </div>
        <span className="flex items-center gap-2 text-12 text-ink-3">
          <Shape width={width || 1} height={height || 1} box={52} />
          <span className="w-20">{ratioOf(width, height)}</span>
        </span>
      </div>
      <Field label="Fits" group>
        {() => (
          <div className="grid grid-cols-3 gap-y-1">
            {PLATFORMS.map(([slug, name]) => (
              <Checkbox
                key={slug}
                label={name}
                checked={chosen.includes(slug)}
                onChange={(taken) =>
                  form.form.setValue("platforms", taken ? [...chosen, slug] : chosen.filter((one) => one !== slug))
                }
              />
            ))}
          </div>
        )}
      </Field>
    </BookForm>
  );
}
