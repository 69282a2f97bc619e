// The question mark: the keys that work on this screen just now.
import { EVERYWHERE, FIXED_KEYS } from "@/components/actions/keymap";
import { shortcutFor, useAllActions } from "@/components/actions/registry";
import { Dialog } from "@/components/overlay/Dialog";
import { Kbd } from "@/components/text/Kbd";

export function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keys" width={640}>
      <Sheet />
    </Dialog>
  );
}

function Sheet() {
  const keyed = useAllActions()
    .map((action) => ({ action, keys: shortcutFor(action) }))
    .filter((one): one is typeof one & { keys: string } => one.keys !== undefined);
  // What this screen has of its own comes first.
  const all = [...new Set(keyed.map(({ action }) => action.group))];
  const fixed = FIXED_KEYS.filter(({ shownBy }) => shownBy && document.querySelector(shownBy));
  const group = (title: string) => (
    <Group
      key={title}
      title={title}
      rows={keyed.filter(({ action }) => action.group === title).map(({ action, keys }) => [[keys], action.label])}
    />
  );
  return (
    <div className="columns-2 gap-8 text-12">
      {all.filter((title) => !EVERYWHERE.includes(title)).map(group)}
      {fixed.map(({ group: title, rows }) => (
        <Group key={title} title={title} rows={rows} />
      ))}
      {all.filter((title) => EVERYWHERE.includes(title)).map(group)}
    </div>
  );
}

function Group({ title, rows }: { title: string; rows: readonly (readonly [readonly string[], string])[] }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-ink-3">{title}</h3>
      <dl>
        {rows.map(([keys, does]) => (
          <div key={`${keys.join()} ${does}`} className="flex h-6 items-center gap-2">
            <dt className="order-2 ml-auto flex gap-1">
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
            </dt>
            <dd className="truncate">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
