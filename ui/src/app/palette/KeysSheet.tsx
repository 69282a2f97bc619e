// The question mark: the keys that work on this screen just now.
import { FIXED_KEYS } from "@/components/actions/keymap";
import { shortcutFor, useAllActions } from "@/components/actions/registry";
import { Dialog } from "@/components/overlay/Dialog";
import { Kbd } from "@/components/text/Kbd";

export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys" width={640}>
      {open && <Sheet />}
    </Dialog>
  );
}

function Sheet() {
  const keyed = useAllActions()
    .map((action) => ({ action, keys: shortcutFor(action) }))
    .filter((one): one is typeof one & { keys: string } => one.keys !== undefined);
  const groups = [...new Set(keyed.map(({ action }) => action.group))];
  return (
    <div className="columns-2 gap-8 text-12 slim:columns-1">
      {groups.map((group) => (
        <Group
          key={group}
          title={group}
          rows={keyed.filter(({ action }) => action.group === group).map(({ action, keys }) => [[keys], action.label])}
        />
      ))}
      {FIXED_KEYS.filter(({ shownBy }) => shownBy && document.querySelector(shownBy)).map(({ group, rows }) => (
        <Group key={group} title={group} rows={rows} />
      ))}
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
