// Gives the focus back to what had it before a dialog. Radix gives it to the button that opened the
// dialog, and ours are mostly opened by keys and menus.
import { useRef } from "react";

export interface FocusBack {
  /** Call it first when the dialog takes the focus. */
  keep: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

export function useFocusBack(): FocusBack {
  const before = useRef<Element | null>(null);
  return {
    keep: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    },
  };
}
