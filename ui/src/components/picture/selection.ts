// What is selected in a grid: some by their ids, or all that is filtered but for some.

export interface Selection {
  /** True: everything that is filtered, without `ids`. False: `ids` alone. */
  all: boolean;
  ids: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, ids: new Set() };

export const only = (...ids: string[]): Selection => ({ all: false, ids: new Set(ids) });

export const isSelected = (selection: Selection, id: string): boolean => selection.all !== selection.ids.has(id);

/** How many are selected of `total` filtered ones. */
export const selectionSize = (selection: Selection, total: number): number =>
  selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size;

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: selection.all, ids };
}

/** With further ones selected, whatever was before. */
export function extended(selection: Selection, more: readonly string[]): Selection {
  const ids = new Set(selection.ids);
  for (const id of more) {
    if (selection.all) ids.delete(id);
    else ids.add(id);
  }
  return { all: selection.all, ids };
}
