// Over the whole window while files are held: targets get a dashed edge, the rest dims, and the words
// say what will happen. Put it once in the frame.
import { useEffect } from "react";
import { useStore } from "@/api";
import { host } from "@/host";
import { cx } from "../cx";
import { allTargets, type DragNow, dragNow, followDrag } from "./targets";

export function DropOverlay() {
  const drag = useStore(dragNow);
  useEffect(() => host.onFileDrag(followDrag), []);
  useEffect(() => {
    const callOff = (event: KeyboardEvent) => event.key === "Escape" && dragNow.set(null);
    window.addEventListener("keydown", callOff);
    return () => window.removeEventListener("keydown", callOff);
  }, []);
  if (!drag) return null;
  const words = drag.target?.describe(drag.files) ?? {
    title: "Nothing here takes files",
    note: "Open a character or the library",
    refused: true,
  };
  return (
    <div className="pointer-events-none fixed inset-0 z-90">
      {allTargets().map((target, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: targets have no name, and none comes while files are held
        <Edge key={index} box={target.element.current?.getBoundingClientRect()} under={target === drag.target} />
      ))}
      {allTargets().length === 0 && <span className="absolute inset-0 bg-[rgb(0_0_0/.25)]" />}
      <div
        role="status"
        className={cx("absolute rounded-3 bg-raised px-5 py-3 text-center shadow-pop", place(drag))}
        style={spot(drag)}
      >
        <p className={cx("text-15 font-title", words.refused && "text-bad")}>{words.title}</p>
        {words.note && <p className="mt-0.5 text-12 text-ink-2">{words.note}</p>}
      </div>
    </div>
  );
}

const place = (drag: DragNow) => (drag.y > 140 ? "-translate-x-1/2 -translate-y-full" : "-translate-x-1/2");

/** Beside the pointer, but within the window. */
function spot({ x, y }: DragNow) {
  return { left: Math.min(Math.max(x, 180), window.innerWidth - 180), top: y > 140 ? y - 20 : y + 24 };
}

function Edge({ box, under }: { box: DOMRect | undefined; under: boolean }) {
  if (!box) return null;
  return (
    <span
      className={cx(
        "absolute rounded-3 border-2 border-dashed border-accent",
        // A shadow without end dims everything but this place.
        under && "bg-[color-mix(in_srgb,var(--bg-selected)_70%,transparent)] shadow-[0_0_0_9999px_rgb(0_0_0/.25)]",
      )}
      style={{ left: box.left + 4, top: box.top + 4, width: box.width - 8, height: box.height - 8 }}
    />
  );
}
