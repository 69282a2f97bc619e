// Two pictures of the sheet side by side. The keys act on one side, which the white ring names.

import { ArrowLeft, ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { APPROVALS } from "@/components/data/StateTag";
import { Dialog } from "@/components/overlay/Dialog";
import { host } from "@/host";
import type { PictureActions } from "./usePictureActions";

export interface CompareDialogProps {
  /** The picture at the left; null: closed. */
  first: string | null;
  /** All that can be compared, in the sheet's order. */
  ids: readonly string[];
  actions: PictureActions;
  onClose: () => void;
}

export function CompareDialog({ first, ids, actions, onClose }: CompareDialogProps) {
  return (
    <Dialog open={first !== null} onClose={onClose} title="Compare" width={1040}>
      {first && <Sides key={first} {...{ first, ids, actions }} />}
    </Dialog>
  );
}

function Sides({ first, ids, actions }: { first: string; ids: readonly string[]; actions: PictureActions }) {
  const at = ids.indexOf(first);
  const [places, setPlaces] = useState<readonly [number, number]>([
    at,
    at + 1 < ids.length ? at + 1 : Math.max(0, at - 1),
  ]);
  const [side, setSide] = useState<0 | 1>(0);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const id = ids[places[side]];
      const key = event.key.toLowerCase();
      if (key === "1" || key === "2") setSide(key === "1" ? 0 : 1);
      else if (key === "f") setPlaces(([left, right]) => [right, left]);
      else if (key === "a" && id) actions.decide(id, "approved");
      else if (key === "r" && id) actions.decide(id, "rejected");
      else if (key === "v" && id) actions.vary(id);
      else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        setPlaces((now) => stepped(now, side, event.key === "ArrowLeft" ? -1 : 1, ids.length));
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [actions, ids, places, side]);

  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        {([0, 1] as const).map((which) => {
          const id = ids[places[which]];
          return (
            <Side
              key={which}
              id={id}
              which={which}
              chosen={side === which}
              onChoose={() => setSide(which)}
              onStep={(by) => setPlaces((now) => stepped(now, which, by, ids.length))}
              actions={actions}
            />
          );
        })}
      </div>
      <p className="mt-3 text-12 text-ink-3">
        1 and 2 say which side the keys act on: A approve, R reject, V vary, ← → another picture, F change sides.
      </p>
    </>
  );
}

interface SideProps {
  id: string | undefined;
  which: 0 | 1;
  chosen: boolean;
  onChoose: () => void;
  onStep: (by: number) => void;
  actions: PictureActions;
}

function Side({ id, which, chosen, onChoose, onStep, actions }: SideProps) {
  const { data } = useRead("content.get", { content_id: id ?? "" }, { enabled: id !== undefined });
  if (!id) return <div className="grid place-items-center text-12 text-ink-3">There is no second picture yet</div>;
  const state = data ? APPROVALS[data.approval_status] : undefined;
  return (
    <section aria-label={which === 0 ? "Left" : "Right"} className="min-w-0">
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={`${which === 0 ? "Left" : "Right"} picture, the keys act here`}
        onClick={onChoose}
        onFocus={onChoose}
        className={cx(
          "relative block h-[min(56vh,520px)] w-full overflow-hidden rounded-1 bg-well",
          chosen && "outline-2 outline-offset-1 outline-ink",
        )}
      >
        <img
          src={host.mediaUrl(id, "full")}
          alt={data?.description || "Picture, not described yet"}
          className="size-full object-contain"
        />
        {chosen && (
          <span className="absolute bottom-1 left-1 rounded-1 bg-plate px-1 text-[10.5px] leading-4 font-label text-on-plate">
            keys act here
          </span>
        )}
      </button>
      <div className="mt-2 flex items-center gap-1.5 text-12">
        <IconButton icon={ArrowLeft} size="s" label="Picture before" onClick={() => onStep(-1)} />
        <IconButton icon={ArrowRight} size="s" label="Next picture" onClick={() => onStep(1)} />
        <span className="min-w-0 truncate text-ink-3">
          {state?.label}
          {data?.seed != null && (
            <>
              , seed <span className="font-mono">{data.seed}</span>
            </>
          )}
        </span>
        <span className="ml-auto flex flex-none gap-1">
          <Button size="s" onClick={() => actions.decide(id, "approved")}>
            Approve
          </Button>
          <Button size="s" kind="quiet" onClick={() => actions.decide(id, "rejected")}>
            Reject
          </Button>
        </span>
      </div>
    </section>
  );
}

/** The next picture at one side, never the one at the other. */
export function stepped(
  places: readonly [number, number],
  side: 0 | 1,
  by: number,
  count: number,
): readonly [number, number] {
  if (count < 3) return places;
  const other = places[side === 0 ? 1 : 0];
  let place = (places[side] + by + count) % count;
  if (place === other) place = (place + by + count) % count;
  return side === 0 ? [place, other] : [other, place];
}
