// The keyboard's way to the notices and back, also out of a dialog, which else holds the focus inside.

const ROOM = "data-notices";
/** What marks the room of the notices, and each of them: one that was closed is out of the room. */
export const noticesRoom = { [ROOM]: "" };

const inNotices = (target: EventTarget | null) => target instanceof Element && target.closest(`[${ROOM}]`) !== null;

let before: Element | null = null;

/** Puts the focus on the newest notice: on its way out, else on Close. */
export function focusNotices(): void {
  const newest = [...document.querySelectorAll(`[${ROOM}] [role="group"]`)].at(-1);
  if (!inNotices(document.activeElement)) before = document.activeElement;
  newest?.querySelector<HTMLElement>("button")?.focus();
}

/** Gives the focus back to what had it before. */
function leave(): void {
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  before = null;
}

/** Lets the focus go to the notices and back; the answer ends it. */
export function followNoticeFocus(): () => void {
  // A dialog hears on the document that the focus leaves it, and takes it back. What goes to the notices does not get
  // as far as that; everything else on the page has heard it by then.
  const page = document.documentElement;
  const onFocus = (event: FocusEvent) => {
    if (inNotices(event.type === "focusin" ? event.target : event.relatedTarget)) event.stopPropagation();
  };
  // Escape leaves the notices and closes nothing else.
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !inNotices(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  page.addEventListener("focusin", onFocus);
  page.addEventListener("focusout", onFocus);
  window.addEventListener("keydown", onKey, true);
  return () => {
    page.removeEventListener("focusin", onFocus);
    page.removeEventListener("focusout", onFocus);
    window.removeEventListener("keydown", onKey, true);
  };
}

/** For a dialog's `onInteractOutside`: a press on a notice does not close it. */
export function keepOpenForNotices(event: CustomEvent<{ originalEvent: Event }>): void {
  if (inNotices(event.detail.originalEvent.target)) event.preventDefault();
}

/** A notice that is closed while it has the focus gives it to the next one, or back. */
export function closedWithFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    if (document.querySelector(`[${ROOM}] [role="group"]`)) focusNotices();
    else leave();
  });
}
