// One kind of the book: its list, and the chosen row's detail beside it, with all that can be the case.
import { Pencil, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { type OperationName, perform, type Step } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { Drawer } from "@/components/layout/Drawer";
import { Main } from "@/components/layout/Page";
import { BookForm, type BookKind } from "./BookForm";
import { BookList } from "./BookList";
import { BookState, type BookStateProps } from "./BookState";

/** What every kind of the book is given by the page. */
export interface KindProps {
  /** The words typed in the search. */
  typed: string;
  clearSearch: () => void;
  /** New was pressed: the dialog of a new one stands open. */
  making: boolean;
  startMaking: () => void;
  endMaking: () => void;
}

export interface BookProps<
  R extends { id: string },
  V extends FieldValues,
  C extends OperationName,
  U extends OperationName,
> extends KindProps {
  kind: BookKind<R, V, C, U>;
  /** What these are for, while there are none. */
  purpose: string;
  read: BookStateProps["read"];
  rows: readonly R[];
  /** How many there are without search and filter. */
  all: number;
  row: (row: R) => ReactNode;
  detail: (row: R) => ReactNode;
  /** The primary button of the detail. */
  primary?: (row: R) => ReactNode;
}

export function Book<R extends { id: string }, V extends FieldValues, C extends OperationName, U extends OperationName>(
  props: BookProps<R, V, C, U>,
) {
  const { kind, purpose, read, rows, all, row: drawRow, detail, primary } = props;
  const { one, name } = kind;
  const many = `${one}s`;
  const { typed, clearSearch, making, startMaking, endMaking } = props;
  const [wanted, setWanted] = useState<string>();
  const [changing, setChanging] = useState<R | null>(null);
  const selected = rows.find(({ id }) => id === wanted) ?? rows[0];

  const removeAndGoOn = (row: R) => {
    const at = rows.findIndex(({ id }) => id === row.id);
    setWanted((rows[at + 1] ?? rows[at - 1])?.id);
    void remove(kind, row);
  };

  return (
    <>
      <Main padding="none" label={many}>
        <BookState
          many={many}
          read={read}
          isEmpty={rows.length === 0}
          isFiltered={all > 0}
          purpose={purpose}
          actions={
            <Button kind="primary" icon={Plus} onClick={startMaking}>
              New {one}
            </Button>
          }
          filtered={{
            title: typed ? `Nothing by “${typed.trim()}”` : "Nothing in this category",
            text: `${all} ${all === 1 ? one : many} without it.`,
          }}
          showAll={clearSearch}
        />
        {rows.length > 0 && (
          <BookList
            label={many}
            rows={rows}
            rowId={({ id }) => id}
            selected={selected?.id}
            onSelect={setWanted}
            onChange={setChanging}
            onDelete={removeAndGoOn}
          >
            {drawRow}
          </BookList>
        )}
      </Main>
      {selected && (
        <Drawer
          label={name(selected)}
          foot={
            <div className="flex items-center gap-2">
              {primary ? (
                primary(selected)
              ) : (
                <Button className="flex-1" icon={Pencil} onClick={() => setChanging(selected)}>
                  Change
                </Button>
              )}
              {primary && <IconButton icon={Pencil} label="Change" onClick={() => setChanging(selected)} />}
              <IconButton
                icon={Trash2}
                kind="danger"
                label={`Delete ${name(selected)}`}
                onClick={() => removeAndGoOn(selected)}
              />
            </div>
          }
        >
          <h2 className="px-4 pt-4 pb-1 text-15">{name(selected)}</h2>
          {detail(selected)}
        </Drawer>
      )}
      {making && <BookForm kind={kind} row={null} onClose={endMaking} />}
      {changing && <BookForm kind={kind} row={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function remove<R extends { id: string }, V extends FieldValues, C extends OperationName, U extends OperationName>(
  { operations, at, name, inputOf }: BookKind<R, V, C, U>,
  row: R,
) {
  return perform(operations.delete, at(row.id) as never, {
    failed: `${name(row)} was not deleted`,
    done: { title: `${name(row)} deleted` },
    undo: () => ({
      label: `delete ${name(row)}`,
      inverse: { name: operations.create, input: inputOf(row) } as Step,
      made: row.id,
    }),
  });
}

/** Whether any of the texts holds all the typed words. */
export function holds(typed: string, texts: readonly string[]): boolean {
  const whole = texts.join("\n").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
