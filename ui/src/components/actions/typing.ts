// Whether the field that has the focus was typed in since it got it. Then undo is the field's own, which
// takes back letters; else it is the program's, which takes back what was done.
import { isField } from "./shortcuts";

let typed = false;

/** Listens to the page; the answer ends it. */
export function followTyping(): () => void {
  const began = () => {
    typed = false;
  };
  const wrote = (event: Event) => {
    if (isField(event.target)) typed = true;
  };
  window.addEventListener("focusin", began);
  window.addEventListener("input", wrote);
  return () => {
    window.removeEventListener("focusin", began);
    window.removeEventListener("input", wrote);
  };
}

export const isTyping = (): boolean => typed && isField(document.activeElement);
