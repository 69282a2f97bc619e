// A key as it stands on buttons, in menus and in tooltips.
import { useKeys } from "../actions/registry";
import { keyNames } from "../actions/shortcuts";
import { cx } from "../cx";

/** `keys` is a shortcut such as "Ctrl+K", or an action's id for the one in force; shown in the system's own signs. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const shown = useKeys(keys);
  if (shown === undefined) return null;
  return (
    <kbd
      className={cx(
        "inline-block min-w-[18px] rounded-1 border border-line-strong px-1 text-center font-label font-ui text-11 leading-4 text-ink-3",
        className,
      )}
    >
      {keyNames(shown)}
    </kbd>
  );
}
