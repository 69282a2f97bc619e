// Two pictures side by side. A white ring and words say on which one the keys act.
import { cx } from "@/components/cx";
import { type Approval, ApprovalTag } from "@/components/data/StateTag";
import type { Decision } from "./decide";
import type { Item } from "./useLibrary";
import { seedWords } from "./words";
import { useZoom, ZoomedPicture } from "./ZoomedPicture";

type Pair<T> = readonly [T, T];

export interface TwoUpProps {
  items: Pair<Item | undefined>;
  states: Pair<Decision | undefined>;
  places: Pair<number>;
  side: 0 | 1;
  onSide: (side: 0 | 1) => void;
  /** Both are as large, and moved alike. */
  together: boolean;
}

export function TwoUp({ items, states, places, side, onSide, together }: TwoUpProps) {
  const left = useZoom(items[0]?.id);
  const right = useZoom(items[1]?.id);
  const both = useZoom("both");
  const [one, two] = items;
  return (
    <div className="flex h-full min-h-0 flex-col px-4 pt-3">
      <div className="flex min-h-0 flex-1 items-center justify-center gap-3.5 [container-type:size]">
        {([0, 1] as const).map((at) => {
          const item = items[at];
          const state = states[at];
          if (!item) return null;
          return (
            <section
              key={at}
              aria-label={at === side ? `Picture ${at + 1}, keys act here` : `Picture ${at + 1}`}
              onPointerDown={() => onSide(at)}
              // As large as fits into half of the width and into the height above the line below it.
              style={{ width: `min(calc(50cqw - 7px), calc((100cqh - ${LINE_PX}px) * ${ratioOf(item)}))` }}
              className="flex-none"
            >
              <div
                style={{ aspectRatio: ratioOf(item) }}
                className={cx("relative rounded-1", at === side && "outline-2 outline-offset-1 outline-ink")}
              >
                <ZoomedPicture item={item} zoom={together ? both : at === 0 ? left : right} className="p-0" />
                <span className="absolute top-2 left-2 flex gap-1.5 rounded-1 bg-plate px-1.5 text-12 text-on-plate">
                  <span className="font-title">{at + 1}</span>
                  {at === side && <span>keys act here</span>}
                </span>
              </div>
              <div className="flex h-9 w-full flex-none items-center gap-2 text-12">
                <span className="font-title">{places[at] + 1}</span>
                {item.seed !== null && (
                  <span className="truncate font-mono text-11 text-ink-2">{seedWords(item.seed)}</span>
                )}
                <span className="ml-auto">{state && <ApprovalTag approval={state as Approval} />}</span>
              </div>
            </section>
          );
        })}
      </div>
      {one && two && (
        <div className="flex-none pb-1">
          <Compared
            label="Same face"
            one={one.identity_score}
            two={two.identity_score}
            text={(value) => value.toFixed(2)}
          />
          <Compared
            label="Quality"
            one={one.quality_score}
            two={two.quality_score}
            text={(value) => String(Math.round(value * 100))}
          />
        </div>
      )}
    </div>
  );
}

/** Height of the line below a picture: its number, seed and state. */
const LINE_PX = 36;

/** Width over height. */
const ratioOf = (item: Item): number => (item.width && item.height ? item.width / item.height : 0.8);

interface ComparedProps {
  label: string;
  one: number | null;
  two: number | null;
  text: (value: number) => string;
}

/** A measure of both, the better one in accent. Absent where neither was measured. */
function Compared({ label, one, two, text }: ComparedProps) {
  if (one === null && two === null) return null;
  const side = (value: number | null, than: number | null, mirrored: boolean) => {
    const better = value !== null && (than === null || value > than);
    return (
      <span className={cx("flex flex-1 items-center gap-3", mirrored ? "flex-row" : "flex-row-reverse")}>
        <span
          className={cx(
            "w-[88px]",
            !mirrored && "text-left",
            mirrored && "text-right",
            better ? "font-title" : "text-ink-3",
          )}
        >
          {value === null ? "not measured" : text(value)}
        </span>
        <span className={cx("flex h-1 flex-1 rounded-full bg-pressed", mirrored && "justify-end")}>
          <span
            className={cx("h-full rounded-full", better ? "bg-accent" : "bg-grey")}
            style={{ width: `${(value ?? 0) * 100}%` }}
          />
        </span>
      </span>
    );
  };
  return (
    <div className="mx-auto flex h-5 max-w-[720px] items-center gap-4 text-12">
      {side(one, two, true)}
      <span className="w-20 text-center text-ink-2">{label}</span>
      {side(two, one, false)}
    </div>
  );
}
