// A job in the queue: handle, picture, name, count and time, or why it waits.
import { GripVertical, Moon, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx";
import { Spinner } from "../feedback/Spinner";

export interface QueueRowProps {
  state: "running" | "waiting" | "held" | "offline" | "asks" | "failed";
  /** The address of a small picture. */
  pictureUrl?: string | undefined;
  name: string;
  /** "6, about 75 s", "after 22:00", "waits for memory". */
  aside: ReactNode;
  /** Buttons, shown under the pointer and on focus. */
  actions?: ReactNode;
  onOpen?: () => void;
}

const MARKS = {
  running: <Spinner />,
  waiting: <GripVertical aria-hidden="true" size={14} className="text-ink-off" />,
  held: <Moon aria-hidden="true" size={14} className="text-ink-3" />,
  offline: <WifiOff aria-hidden="true" size={14} className="text-ink-3" />,
  asks: <TriangleAlert aria-hidden="true" size={14} className="text-warn" />,
  failed: <TriangleAlert aria-hidden="true" size={14} className="text-bad" />,
};

export function QueueRow({ state, pictureUrl, name, aside, actions, onOpen }: QueueRowProps) {
  const body = (
    <>
      <span className="grid w-4 flex-none place-items-center">{MARKS[state]}</span>
      <span className="relative h-7 w-[22px] flex-none overflow-hidden rounded-1 bg-hover picture-ring">
        {pictureUrl && <img src={pictureUrl} alt="" className="size-full object-cover" />}
      </span>
      <span className="min-w-0 flex-1 truncate text-left">{name}</span>
    </>
  );
  return (
    <div className="group flex h-[31px] items-center gap-2 rounded-2 pr-1 text-12 hover:bg-hover">
      {onOpen ? (
        <button
          type="button"
          onClick={onOpen}
          className="inset-focus flex h-full min-w-0 flex-1 items-center gap-2 rounded-2"
        >
          {body}
        </button>
      ) : (
        <span className="flex h-full min-w-0 flex-1 items-center gap-2">{body}</span>
      )}
      <span
        className={cx(
          "flex-none text-ink-3",
          state === "asks" && "text-warn",
          state === "failed" && "text-bad",
          actions && "group-focus-within:hidden group-hover:hidden",
        )}
      >
        {aside}
      </span>
      {/* Off screen rather than gone, so that focus can reach the buttons. */}
      {actions && (
        <span className="sr-only flex flex-none items-center gap-0.5 group-focus-within:not-sr-only group-hover:not-sr-only">
          {actions}
        </span>
      )}
    </div>
  );
}
