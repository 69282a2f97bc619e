// The notices as toasts, bottom right, newest below, three at most; over a dialog at the top. Undo waits while looked
// at. F8 goes to the newest one, Escape back.
import { ChevronRight, CircleCheck, CircleX, Eye, TriangleAlert, Undo2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { dismiss, type Notice, notices, useStore } from "@/api";
import { Button, IconButton } from "../button/Button";
import { cx } from "../cx";
import { closedWithFocus, followNoticeFocus, noticesRoom } from "./noticeFocus";
import { useNoticePlace } from "./noticePlace";

const SHOWN = 3;
/** So many fit between a dialog and the window's edge. */
const SHOWN_OVER_DIALOG = 2;
const MARKS = {
  done: { icon: CircleCheck, look: "text-ok" },
  undo: { icon: Undo2, look: "text-ink-3" },
  ask: { icon: Eye, look: "text-warn" },
  warn: { icon: TriangleAlert, look: "text-warn" },
  error: { icon: CircleX, look: "text-bad" },
} as const;

/** `bottom` is the height of what stands below: the status bar. */
export function Toasts({ bottom = 26 }: { bottom?: number }) {
  const all = useStore(notices);
  const place = useNoticePlace(all.length > 0, bottom);
  const shown = all.slice(place.at === "top" ? -SHOWN_OVER_DIALOG : -SHOWN);
  const hidden = all.length - shown.length;
  useEffect(followNoticeFocus, []);
  return (
    // Said to be live, though the words below are what is read out: an open dialog leaves such parts in reach.
    <section
      {...noticesRoom}
      aria-label="Notices"
      aria-live="off"
      style={{ [place.at]: place.px }}
      className="pointer-events-none fixed right-4 z-80 flex w-[min(360px,calc(100vw-32px))] flex-col gap-1.5"
    >
      {hidden > 0 && (
        <p className="pointer-events-auto self-end rounded-2 bg-raised px-2 py-0.5 text-12 text-ink-2 shadow-pop">
          {hidden} more
        </p>
      )}
      {shown.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
      {/* Read out by screen readers; errors at once, the rest when there is a pause. */}
      <div aria-live="polite" className="sr-only">
        {spoken(shown.findLast((notice) => notice.kind !== "error"))}
      </div>
      <div aria-live="assertive" className="sr-only">
        {spoken(shown.findLast((notice) => notice.kind === "error"))}
      </div>
    </section>
  );
}

const spoken = (notice: Notice | undefined) => notice && [notice.title, notice.body].filter(Boolean).join(". ");

function Toast({ notice }: { notice: Notice }) {
  const [held, setHeld] = useState(false);
  const left_ms = useRef(notice.stay_ms);
  const { icon: Icon, look } = MARKS[notice.kind];

  useEffect(() => {
    if (held || left_ms.current === null) return;
    const from = performance.now();
    const timer = setTimeout(() => dismiss(notice.id), left_ms.current);
    return () => {
      clearTimeout(timer);
      if (left_ms.current !== null) left_ms.current -= performance.now() - from;
    };
  }, [held, notice.id]);

  const action = notice.action;
  return (
    <div
      {...noticesRoom}
      role="group"
      aria-label={notice.title}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto relative overflow-hidden rounded-3 bg-raised shadow-pop animate-rise"
    >
      <div className="flex min-h-[56px] items-center gap-2.5 py-2 pr-2.5 pl-3">
        <Icon aria-hidden="true" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />
        <div className="min-w-0 flex-1">
          <p className="font-label">{notice.title}</p>
          {notice.body && <p className="text-12 text-ink-2">{notice.body}</p>}
          {notice.raw && (
            <details className="group text-12 text-ink-3">
              <summary className="flex list-none items-center gap-1 rounded-1 py-1 hover:text-ink [&::-webkit-details-marker]:hidden">
                <ChevronRight aria-hidden="true" size={12} className="group-open:rotate-90" />
                What came back
              </summary>
              <pre className="max-h-32 overflow-auto font-mono text-11 whitespace-pre-wrap" data-selectable>
                {notice.raw}
              </pre>
            </details>
          )}
        </div>
        {action && (
          <Button
            size="m"
            kind={notice.kind === "undo" ? "secondary" : "quiet"}
            {...(notice.kind === "undo" ? { icon: Undo2 } : {})}
            onClick={() => {
              dismiss(notice.id);
              closedWithFocus();
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton
          icon={X}
          label="Close"
          size="s"
          onClick={() => {
            dismiss(notice.id);
            closedWithFocus();
          }}
        />
      </div>
      {notice.kind === "undo" && notice.stay_ms !== null && (
        <span
          aria-hidden="true"
          style={{
            animation: `shrink ${notice.stay_ms}ms linear forwards`,
            animationPlayState: held ? "paused" : "running",
          }}
          className="absolute bottom-0 left-0 h-0.5 w-full origin-left bg-grey"
        />
      )}
    </div>
  );
}
