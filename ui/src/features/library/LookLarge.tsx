// A picture as large as the window, and larger: looking, deciding, going on.
import { Check, ChevronLeft, ChevronRight, Clock, Maximize2, X, ZoomIn, ZoomOut } from "lucide-react";
import { Dialog } from "radix-ui";
import type { KeyboardEvent } from "react";
import { Button, IconButton } from "@/components/button/Button";
import { type Approval, ApprovalTag } from "@/components/data/StateTag";
import { keepOpenForNotices } from "@/components/feedback/noticeFocus";
import { useFocusBack } from "@/components/overlay/useFocusBack";
import { useWords } from "@/components/text/words";
import type { Decision } from "./decide";
import type { Item } from "./useLibrary";
import { sizeOf } from "./words";
import { useZoom, ZoomedPicture } from "./ZoomedPicture";

export interface LookLargeProps {
  /** Undefined while it is read. */
  item: Item | undefined;
  place: number;
  total: number;
  onMove: (place: number) => void;
  onDecide: (decision: Decision) => void;
  onUndo: () => void;
  onClose: () => void;
}

export function LookLarge({ item, place, total, onMove, onDecide, onUndo, onClose }: LookLargeProps) {
  const words = useWords();
  const focusBack = useFocusBack();
  const zoom = useZoom(item?.id);

  const keys: Record<string, () => void> = {
    ArrowLeft: () => place > 0 && onMove(place - 1),
    ArrowRight: () => place < total - 1 && onMove(place + 1),
    Home: () => onMove(0),
    End: () => onMove(total - 1),
    " ": onClose,
    a: () => onDecide("approved"),
    r: () => onDecide("rejected"),
    "+": () => zoom.by(1),
    "=": () => zoom.by(1),
    "-": () => zoom.by(-1),
    "0": zoom.fit,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      onUndo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    act();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Content
          data-dialog
          aria-describedby={undefined}
          onInteractOutside={keepOpenForNotices}
          onKeyDown={onKeyDown}
          onCloseAutoFocus={focusBack.onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            focusBack.keep();
            // The picture has the keys; the buttons are a Tab away.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className="fixed inset-0 z-50 flex flex-col bg-well focus-visible:outline-none"
        >
          <header className="flex h-11 flex-none items-center gap-2 border-b border-line bg-side px-3 whitespace-nowrap">
            <Dialog.Title className="min-w-0 truncate text-13 font-title">{item?.filename ?? "Picture"}</Dialog.Title>
            <span className="truncate text-12 text-ink-3">{item && sizeOf(item, words)}</span>
            {item && <ApprovalTag approval={item.approval_status as Approval} />}
            <span className="ml-auto flex items-center gap-1">
              <span className="mr-2 text-12 text-ink-3">
                {words.count(place + 1)} of {words.count(total)}
              </span>
              <IconButton icon={ZoomOut} label="Smaller" shortcut="-" onClick={() => zoom.by(-1)} />
              <span className="w-10 text-center text-12 text-ink-2" aria-live="polite">
                {zoom.words}
              </span>
              <IconButton icon={ZoomIn} label="Larger" shortcut="+" onClick={() => zoom.by(1)} />
              <IconButton icon={Maximize2} label="Fit into the window" shortcut="0" onClick={zoom.fit} />
              <IconButton icon={X} label="Close" shortcut="Escape" onClick={onClose} />
            </span>
          </header>
          <div className="relative min-h-0 flex-1">
            {item && <ZoomedPicture item={item} zoom={zoom} />}
            <IconButton
              icon={ChevronLeft}
              label="Picture before"
              shortcut="ArrowLeft"
              kind="secondary"
              off={place === 0 && "this is the first"}
              onClick={() => onMove(place - 1)}
              className="absolute top-1/2 left-3 -translate-y-1/2"
            />
            <IconButton
              icon={ChevronRight}
              label="Next picture"
              shortcut="ArrowRight"
              kind="secondary"
              off={place >= total - 1 && "this is the last"}
              onClick={() => onMove(place + 1)}
              className="absolute top-1/2 right-3 -translate-y-1/2"
            />
          </div>
          <footer
            data-notices-above
            className="flex h-[52px] flex-none items-center justify-center gap-2 border-t border-line bg-side"
          >
            <Button icon={X} shortcut="R" onClick={() => onDecide("rejected")}>
              Reject
            </Button>
            <Button icon={Clock} onClick={() => onDecide("pending")}>
              Pending
            </Button>
            <Button icon={Check} shortcut="A" onClick={() => onDecide("approved")}>
              Approve
            </Button>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
