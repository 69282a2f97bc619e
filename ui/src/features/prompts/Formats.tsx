// Formats: sizes with a name, drawn in their shape.
import { type CreateFormat, type Format, useRead } from "@/api";
import { Facts } from "@/components/data/Facts";
import { MEANT_FOR, PlatformMark, platformName } from "@/components/data/PlatformMark";
import { Checkbox } from "@/components/form/Checkbox";
import { Field } from "@/components/form/Field";
import { TextField } from "@/components/form/TextField";
import type { OperationForm } from "@/components/form/useOperationForm";
import { Section } from "@/components/layout/Drawer";
import { Book, holds, type KindProps } from "./Book";
import type { BookKind } from "./BookForm";
import { ratioOf, Shape } from "./shapes";

type Values = Required<CreateFormat>;
type FormatForm = OperationForm<Values, "images.formats_create" | "images.formats_update">;

const inputOf = ({ name, description, width, height, platforms }: Format): Values => ({
  name,
  description,
  width,
  height,
  platforms,
});

const FORMATS: BookKind<Format, Values, "images.formats_create", "images.formats_update"> = {
  one: "format",
  operations: { create: "images.formats_create", update: "images.formats_update", delete: "images.formats_delete" },
  at: (format_id) => ({ format_id }),
  name: ({ name }) => name,
  inputOf,
  valuesOf: (row) => (row ? inputOf(row) : { name: "", description: "", width: 1024, height: 1024, platforms: [] }),
  readForm: (values) => values,
  fields: (form) => <Fields {...form} />,
};

export function Formats(page: KindProps) {
  const read = useRead("images.formats_list", { limit: 200 });
  const all = read.data?.formats ?? [];
  const rows = all.filter((one) =>
    holds(page.typed, [one.name, one.description, `${one.width} × ${one.height}`, ...one.platforms]),
  );
  return (
    <Book
      {...page}
      kind={FORMATS}
      purpose="Sizes with a name, and the platforms that they fit. Studio offers them."
      read={read}
      rows={rows}
      all={all.length}
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
    />
  );
}

const SIZE = {
  valueAsNumber: true,
  required: "Is needed",
  min: { value: 64, message: "64 or over" },
  max: { value: 4096, message: "4096 at most" },
  validate: (value: unknown) => (typeof value === "number" && value % 8 === 0) || "A multiple of 8, as models want it",
} as const;

function Fields({ form, field }: FormatForm) {
  const [width, height, chosen] = form.watch(["width", "height", "platforms"]);
  return (
    <>
      <TextField label="Name" autoFocus {...field("name", { required: "Is needed" })} />
      <TextField label="What it is good for" {...field("description")} />
      <div className="flex items-start gap-4">
        <div className="grid flex-1 grid-cols-2 gap-3">
          <TextField label="Width" end="pixels" inputMode="numeric" {...field("width", SIZE)} />
          <TextField label="Height" end="pixels" inputMode="numeric" {...field("height", SIZE)} />
        </div>
        <span className="flex items-center gap-2 text-12 text-ink-3">
          <Shape width={width || 1} height={height || 1} box={52} />
          <span className="w-20">{ratioOf(width, height)}</span>
        </span>
      </div>
      <Field label="Fits" group>
        {() => (
          <div className="grid grid-cols-3 gap-y-1">
            {MEANT_FOR.map((slug) => (
              <Checkbox
                key={slug}
                label={platformName(slug)}
                checked={chosen.includes(slug)}
                onChange={(taken) =>
                  form.setValue("platforms", taken ? [...chosen, slug] : chosen.filter((one) => one !== slug))
                }
              />
            ))}
          </div>
        )}
      </Field>
    </>
  );
}
