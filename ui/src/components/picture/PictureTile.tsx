// One picture in a grid. Marks lie in its corners on their own dark plates; approved ones are bare.
import { Check, ImageOff, type LucideIcon, Play, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cx } from "../cx";
import { APPROVALS, type Approval } from "../data/StateTag";
import { plateScore } from "../text/words";

export interface PictureTileProps {
  /** Undefined: not read yet, a flat ground. */
  url: string | undefined;
  /** The text that will be posted with it, else "Picture of Mira, not described yet". */
  alt: string;
  approval?: Approval | undefined;
  /** Which decisions carry a mark: in the library what is still to do, on a contact sheet what was done. */
  marks?: "to do" | "done";
  /** The cursor: a white ring. */
  cursor?: boolean;
  selected?: boolean;
  /** The face score, 0 to 1; absent: not measured. */
  score?: number | null | undefined;
  /** Below the creator's limit: the score is amber. */
  belowLimit?: boolean;
  /** Puts the score at the top right, where buttons lie at the bottom. */
  scoreOnTop?: boolean;
  /** A clip's length, e.g. "0:06". */
  clip?: string | undefined;
  /** Another plate at the top right instead. */
  kind?: LucideIcon;
  /** The file is not where it was. */
  missing?: boolean;
  /** A press on the check. */
  onCheck?: () => void;
  /** Over the picture: progress, buttons. */
  children?: ReactNode;
  className?: string;
}

const PLATE =
  "absolute z-1 inline-flex h-4 items-center gap-[3px] rounded-1 bg-plate px-1 text-[10.5px] leading-4 font-label text-on-plate whitespace-nowrap";

/** Drawn by the style: the tile's name says the same in words, and it would be read twice. */
const PLATE_TEXT = "before:content-[attr(data-text)]";

export function PictureTile(props: PictureTileProps) {
  const { url, alt, approval, cursor, selected, score, belowLimit, clip, kind: Kind } = props;
  const { marks = "to do", scoreOnTop, missing, onCheck, children, className } = props;
  const [brokenUrl, setBrokenUrl] = useState<string>();
  const broken = missing || (url !== undefined && brokenUrl === url);
  const rejected = approval === "rejected";
  const silent = marks === "to do" ? "approved" : "pending";
  const mark = approval && approval !== silent ? APPROVALS[approval] : undefined;
  const Mark = mark?.icon;

  return (
    <span
      className={cx(
        "group/tile relative block size-full rounded-1 bg-hover picture-ring",
        selected && "z-1 outline-2 outline-offset-1 outline-accent",
        cursor && "z-1 outline-2 outline-offset-1 outline-ink",
        cursor && selected && "shadow-[0_0_0_5px_var(--accent)]",
        className,
      )}
    >
      {url && !broken && (
        <img
          src={url}
          alt={alt}
          draggable={false}
          decoding="async"
          onError={() => setBrokenUrl(url)}
          className={cx("block size-full rounded-1 object-cover", rejected && "opacity-38 grayscale-70")}
        />
      )}
      {broken && (
        <span className="absolute inset-0 flex flex-col items-center justify-center gap-1 text-11 text-ink-3">
          <ImageOff aria-hidden="true" size={20} strokeWidth={1.5} />
          File missing
        </span>
      )}
      {(selected || onCheck) && <CheckMark selected={selected ?? false} onCheck={onCheck} />}
      {mark && Mark && !selected && (
        <span
          className={cx(
            PLATE,
            "top-1 left-1 w-4 justify-center px-0",
            mark.plate,
            onCheck && "group-hover/tile:invisible",
          )}
        >
          <Mark aria-hidden="true" size={10} strokeWidth={2.4} />
          <span className="sr-only">{mark.label}</span>
        </span>
      )}
      {(clip || Kind) && (
        <span className={cx(PLATE, "top-1 right-1")}>
          {clip ? (
            <Play aria-hidden="true" size={10} strokeWidth={2.4} />
          ) : (
            Kind && <Kind aria-hidden="true" size={10} strokeWidth={2.4} />
          )}
          {clip && <span data-text={clip} className={PLATE_TEXT} />}
        </span>
      )}
      {score != null && (
        <span className={cx(PLATE, "right-1", scoreOnTop ? "top-1" : "bottom-1", belowLimit && "text-plate-warn")}>
          {belowLimit && <TriangleAlert aria-hidden="true" size={10} strokeWidth={2.4} />}
          <span data-text={plateScore(score)} className={PLATE_TEXT} />
        </span>
      )}
      {children}
    </span>
  );
}

/** Reached by X on the keyboard, so it takes no place in the tab order. */
function CheckMark({ selected, onCheck }: { selected: boolean; onCheck: (() => void) | undefined }) {
  return (
    <span
      aria-hidden="true"
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onCheck?.();
      }}
      className={cx(
        "absolute top-1 left-1 z-2 grid size-4 place-items-center rounded-1 text-white before:absolute before:-inset-1 before:content-['']",
        selected ? "bg-accent-fill" : "bg-plate shadow-[inset_0_0_0_1px_rgb(255_255_255/.55)]",
        !selected && "invisible group-hover/tile:visible",
      )}
    >
      {selected && <Check size={11} strokeWidth={3} />}
    </span>
  );
}
