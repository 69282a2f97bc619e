// The dialog in which a row of the book is made or changed, whatever its kind, with the way back.
import { type FormEvent, type ReactNode, useId } from "react";
import type { DefaultValues, FieldValues } from "react-hook-form";
import { type Input, type OperationName, remember, type Step } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { type OperationForm, useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";

/** How the rows of a kind are made, changed and deleted. `R` is a row, `V` its form's values. */
export interface BookKind<
  R extends { id: string },
  V extends FieldValues = FieldValues,
  C extends OperationName = OperationName,
  U extends OperationName = OperationName,
> {
  /** "example". */
  one: string;
  operations: { create: C; update: U; delete: OperationName };
  /** A row's id as the operations name it: `{ example_id }`. */
  at: (id: string) => object;
  name: (row: R) => string;
  /** What `create` takes to make this very row. */
  inputOf: (row: R) => Input<C>;
  /** The form of a row; null: of a new one. */
  valuesOf: (row: R | null) => V;
  /** What `create` takes for the form's values; `row` is the one that is changed. */
  readForm: (values: V, row: R | null) => Input<C>;
  fields: (form: OperationForm<V, C | U>) => ReactNode;
}

export interface BookFormProps<
  R extends { id: string },
  V extends FieldValues,
  C extends OperationName,
  U extends OperationName,
> {
  kind: BookKind<R, V, C, U>;
  /** The row to change; null makes a new one. */
  row: R | null;
  onClose: () => void;
}

export function BookForm<
  R extends { id: string },
  V extends FieldValues,
  C extends OperationName,
  U extends OperationName,
>({ kind, row, onClose }: BookFormProps<R, V, C, U>) {
  const id = useId();
  const { one, operations, at, name, inputOf, valuesOf, readForm, fields } = kind;
  const form = useOperationForm<V, C | U>(
    row ? operations.update : operations.create,
    valuesOf(row) as DefaultValues<V>,
  );

  const submit = form.submit(
    (values) => ({ ...(row ? at(row.id) : {}), ...readForm(values, row) }) as Input<C | U>,
    (output) => {
      const made = output as unknown as R;
      const update = (to: R) => ({ name: operations.update, input: { ...at(made.id), ...inputOf(to) } }) as Step;
      remember(
        row
          ? { label: `change ${name(made)}`, done: update(made), inverse: update(row) }
          : {
              label: `add ${name(made)}`,
              done: { name: operations.create, input: inputOf(made) } as Step,
              inverse: { name: operations.delete, input: at(made.id) } as Step,
              made: made.id,
            },
      );
      onClose();
    },
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={row ? `Change ${name(row)}` : `New ${one}`}
      width={560}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form={id} busy={form.busy}>
            {row ? "Keep" : `Add ${one}`}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="grid gap-3"
        onSubmit={(event: FormEvent) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
        }}
      >
        {form.failure && <ErrorNote what="It was not kept" error={form.failure} />}
        {fields(form)}
      </form>
    </Dialog>
  );
}
