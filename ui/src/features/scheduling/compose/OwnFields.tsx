// What a platform has besides the words, each as a chip: title, first comment, and its own fields. An empty one is an
// outline; a filled one says what it holds and can be taken away.
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { PlatformView, PostField } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { ChipInput } from "@/components/form/ChipInput";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Popover } from "@/components/overlay/Popover";
import type { Own } from "./draft";

export interface OwnFieldsProps {
  view: PlatformView;
  post_type: string;
  own: Own;
  onChange: (part: Own) => void;
}

export function OwnFields({ view, post_type, own, onChange }: OwnFieldsProps) {
  const fields = view.fields.filter(
    ({ post_types }) => post_types.length === 0 || post_types.includes(post_type as never),
  );
  const values = own.fields ?? {};
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = values;
    onChange({ fields: isEmpty(value) ? rest : { ...rest, [name]: value } });
  };
  const hasTitle = view.text.max_title !== null;
  const hasComment = view.capabilities.first_comment && post_type !== "story";
  if (!hasTitle && !hasComment && fields.length === 0) return null;
  return (
    <div className="mt-2 flex flex-wrap gap-1.5">
      {hasTitle && (
        <FieldChip label="Title" said={own.title} onClear={() => onChange({ title: undefined })}>
          <TextField
            label="Title"
            aside={`${[...(own.title ?? "")].length} of ${view.text.max_title}`}
            value={own.title ?? ""}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </FieldChip>
      )}
      {hasComment && (
        <FieldChip
          label="First comment"
          said={own.first_comment}
          onClear={() => onChange({ first_comment: undefined })}
        >
          <TextArea
            label="First comment"
            hint={`Written by this account on ${view.name}, right after the post.`}
            lines={2}
            value={own.first_comment ?? ""}
            onChange={(event) => onChange({ first_comment: event.target.value })}
          />
        </FieldChip>
      )}
      {fields.map((field) => (
        <FieldChip
          key={field.name}
          label={field.label}
          said={saidOf(field, values[field.name])}
          onClear={() => set(field.name, undefined)}
        >
          <FieldControl field={field} value={values[field.name]} onChange={(value) => set(field.name, value)} />
        </FieldChip>
      ))}
    </div>
  );
}

interface FieldChipProps {
  label: string;
  /** What it holds, in words; empty: nothing. */
  said: string | undefined;
  onClear: () => void;
  children: ReactNode;
}

function FieldChip({ label, said, onClear, children }: FieldChipProps) {
  const [open, setOpen] = useState(false);
  return (
    <span className="inline-flex max-w-full items-center">
      <Popover
        label={label}
        open={open}
        onOpenChange={setOpen}
        className="w-[300px]"
        trigger={
          <Button
            size="s"
            kind={said ? "secondary" : "quiet"}
            className="max-w-[220px] overflow-hidden border-line-strong"
          >
            <span className="truncate">{said ? `${label}: ${said}` : label}</span>
          </Button>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
          }}
        >
          {children}
        </form>
      </Popover>
      {said && <IconButton icon={X} size="s" label={`Remove ${label}`} onClick={onClear} />}
    </span>
  );
}

interface FieldControlProps {
  field: PostField;
  value: unknown;
  onChange: (value: unknown) => void;
}

function FieldControl({ field, value, onChange }: FieldControlProps) {
  const frame = { label: field.label, hint: field.help };
  switch (field.kind) {
    case "choice":
      return (
        <Select
          {...frame}
          choices={field.choices}
          placeholder="As the platform does"
          value={typeof value === "string" ? value : undefined}
          onChange={onChange}
        />
      );
    case "list":
      return <ChipInput {...frame} values={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    case "switch":
      return <Switch {...frame} checked={value === true} onChange={onChange} />;
    case "number":
      return (
        <TextField
          {...frame}
          type="number"
          min={0}
          {...(field.max === null ? {} : { max: field.max })}
          value={typeof value === "number" ? String(value) : ""}
          onChange={({ target }) => onChange(target.value === "" ? undefined : Number(target.value))}
        />
      );
    case "text":
      return (
        <TextField
          {...frame}
          {...(field.max === null ? {} : { maxLength: field.max })}
          value={typeof value === "string" ? value : ""}
          onChange={({ target }) => onChange(target.value)}
        />
      );
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || value === false || (Array.isArray(value) && value.length === 0);

/** What a field holds, in words. */
function saidOf(field: PostField, value: unknown): string | undefined {
  if (isEmpty(value)) return undefined;
  if (Array.isArray(value)) return value.join(", ");
  if (value === true) return "on";
  return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
}
