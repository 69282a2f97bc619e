// Enter goes on from anywhere on the first screen, save on a button that does something else.
import type { ReactNode } from "react";

export function Confirming({ onConfirm, children }: { onConfirm: () => void; children: ReactNode }) {
  return (
    <div
      className="h-full"
      // Before the radio group, which swallows Enter.
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || event.repeat || event.nativeEvent.isComposing) return;
        const target = event.target as HTMLElement;
        if (target.closest("button, a, summary") && target.getAttribute("role") !== "radio") return;
        event.preventDefault();
        onConfirm();
      }}
    >
      {children}
    </div>
  );
}
