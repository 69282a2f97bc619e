// A key as it stands on buttons, in menus and in tooltips.
import { keyNames } from "../actions/shortcuts";
import { cx } from "../cx";

/** `keys` is a shortcut such as "Ctrl+K"; it is shown in the system's own signs. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      className={cx(
        "inline-block min-w-[18px] rounded-1 border border-line-strong px-1 text-center font-label font-ui text-11 leading-4 text-ink-3",
        className,
      )}
    >
      {keyNames(keys)}
    </kbd>
  );
}
