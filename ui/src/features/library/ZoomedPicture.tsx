// A picture that fits its room, or is larger and can be moved about: wheel and keys zoom, dragging moves.
import { ImageOff } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { cx } from "@/components/cx";
import { host } from "@/host";
import type { Item } from "./useLibrary";
import { altOf } from "./words";

/** Times the fitting size. */
const STEPS = [1, 1.5, 2, 3, 4, 6, 8] as const;

export interface Zoom {
  factor: number;
  x: number;
  y: number;
  /** "Fit", "2×". */
  words: string;
  by: (steps: 1 | -1) => void;
  fit: () => void;
  move: (dx: number, dy: number) => void;
}

/** The zoom of one picture, or of two that go together. Another `key` fits again. */
export function useZoom(key: string | undefined): Zoom {
  const [state, setState] = useState({ key, step: 0, x: 0, y: 0 });
  if (state.key !== key) setState({ key, step: 0, x: 0, y: 0 });
  const factor = STEPS[state.step] ?? 1;
  return {
    factor,
    x: state.x,
    y: state.y,
    words: state.step === 0 ? "Fit" : `${factor}×`,
    by: (steps) =>
      setState((now) => {
        const step = Math.min(STEPS.length - 1, Math.max(0, now.step + steps));
        const scale = (STEPS[step] ?? 1) / (STEPS[now.step] ?? 1);
        return step === 0 ? { ...now, step, x: 0, y: 0 } : { ...now, step, x: now.x * scale, y: now.y * scale };
      }),
    fit: () => setState((now) => ({ ...now, step: 0, x: 0, y: 0 })),
    move: (dx, dy) => setState((now) => (now.step === 0 ? now : { ...now, x: now.x + dx, y: now.y + dy })),
  };
}

export interface ZoomedPictureProps {
  item: Item;
  zoom: Zoom;
  className?: string;
}

export function ZoomedPicture({ item, zoom, className }: ZoomedPictureProps) {
  const room = useRef<HTMLDivElement>(null);
  const [brokenId, setBrokenId] = useState<string>();
  const { by } = zoom;
  const latest = useRef(by);
  useEffect(() => {
    latest.current = by;
  });
  useEffect(() => {
    // A wheel listener of React's is passive and could not keep the page from scrolling.
    const element = room.current;
    if (!element) return;
    let turned = 0;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < 40) return;
      latest.current(turned < 0 ? 1 : -1);
      turned = 0;
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons === 1) zoom.move(event.movementX, event.movementY);
  };
  if (brokenId === item.id) {
    return (
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-1 text-ink-3">
        <ImageOff aria-hidden="true" size={28} strokeWidth={1.5} />
        File missing
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the zoom belong to the view around it
    <div
      ref={room}
      onPointerMove={onPointerMove}
      onDoubleClick={() => (zoom.factor === 1 ? zoom.by(1) : zoom.fit())}
      className={cx(
        "absolute inset-0 flex touch-none items-center justify-center overflow-hidden p-3",
        zoom.factor > 1 && "cursor-grab active:cursor-grabbing",
        className,
      )}
    >
      <img
        key={item.id}
        src={host.mediaUrl(item.id, "full")}
        alt={altOf(item)}
        draggable={false}
        onError={() => setBrokenId(item.id)}
        style={{
          transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.factor})`,
          // The small one stands in until the file is there, in the same room.
          backgroundImage: `url("${host.mediaUrl(item.id, "640")}")`,
          aspectRatio: item.width && item.height ? `${item.width} / ${item.height}` : undefined,
        }}
        className="max-h-full max-w-full rounded-1 bg-contain bg-center bg-no-repeat object-contain"
      />
    </div>
  );
}
