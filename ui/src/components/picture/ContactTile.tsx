// A picture of a batch, before or after it is made: preview and progress, its turn, or its buttons.
import { CircleX, RotateCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../button/Button";
import { cx } from "../cx";
import { Progress } from "../data/Progress";
import { Spinner } from "../feedback/Spinner";
import { PictureTile, type PictureTileProps } from "./PictureTile";

export type ContactTileProps =
  | (PictureTileProps & {
      state: "done";
      /** `IconButton`s of size s: Approve, Reject, Vary, Upscale, Compare. */
      buttons?: ReactNode;
      /** What was made smaller than asked. */
      note?: string | undefined;
    })
  | {
      state: "running";
      previewUrl?: string | undefined;
      value: number | null;
      words?: string;
      cursor?: boolean;
      className?: string;
    }
  | { state: "waiting"; next?: boolean; cursor?: boolean; className?: string }
  /** It was made, and deleted since; its place stays. */
  | { state: "gone"; cursor?: boolean; className?: string }
  | {
      state: "failed";
      /** Which one it is, for those who do not see its place. */
      label?: string;
      reason: string;
      onRetry?: () => void;
      /** "Retry"; "Retry all 3" where it is not for this one alone. */
      retryLabel?: string;
      /** Shows all that is known of it. */
      onDetails?: () => void;
      busy?: boolean;
      cursor?: boolean;
      className?: string;
    };

const FRAME =
  "relative flex size-full flex-col items-center justify-center rounded-1 border border-line text-12 text-ink-3";

export function ContactTile(props: ContactTileProps) {
  if (props.state === "done") {
    const { state: _, buttons, note, ...tile } = props;
    return (
      <PictureTile scoreOnTop marks="done" {...tile}>
        {tile.children}
        {note && (
          <span
            title={note}
            className={cx(
              "absolute inset-x-1 z-1 flex items-start gap-1 rounded-1 bg-plate px-1 py-0.5 text-[10.5px] leading-[14px] text-on-plate",
              buttons && tile.cursor
                ? "bottom-9"
                : "bottom-1 group-focus-within/tile:bottom-9 group-hover/tile:bottom-9",
            )}
          >
            <TriangleAlert
              aria-hidden="true"
              size={10}
              strokeWidth={2.4}
              className="mt-0.5 flex-none text-plate-warn"
            />
            <span className="line-clamp-2">{note}</span>
          </span>
        )}
        {buttons && (
          <span
            className={cx(
              "absolute inset-x-0 bottom-0 z-2 flex justify-center gap-0.5 rounded-b-1 bg-plate p-1 text-on-plate transition-opacity duration-80",
              "[&_button>svg]:text-on-plate [&_button]:text-on-plate [&_button:hover]:bg-white/20",
              !tile.cursor && "opacity-0 group-focus-within/tile:opacity-100 group-hover/tile:opacity-100",
            )}
          >
            {buttons}
          </span>
        )}
      </PictureTile>
    );
  }
  const ring = props.cursor && "z-1 outline-2 outline-offset-1 outline-ink";
  if (props.state === "running") return <RunningTile {...props} ring={ring} />;
  if (props.state === "waiting") {
    return <span className={cx(FRAME, ring, props.className)}>{props.next ? "Next" : "Waiting"}</span>;
  }
  if (props.state === "gone") {
    return <span className={cx(FRAME, "border-dashed", ring, props.className)}>Deleted</span>;
  }
  return (
    <span className={cx(FRAME, "gap-2 p-2 text-center", ring, props.className)}>
      {props.label && <span className="sr-only">{props.label}</span>}
      <CircleX aria-hidden="true" size={20} strokeWidth={1.5} className="text-bad" />
      <span className="line-clamp-2 text-ink-2" title={props.reason}>
        {props.reason}
      </span>
      <span className="flex flex-wrap justify-center gap-1">
        {props.onRetry && (
          <Button size="s" icon={RotateCw} busy={props.busy ?? false} onClick={props.onRetry}>
            {props.retryLabel ?? "Retry"}
          </Button>
        )}
        {props.onDetails && (
          <Button size="s" kind="quiet" onClick={props.onDetails}>
            Details
          </Button>
        )}
      </span>
    </span>
  );
}

interface RunningTileProps {
  previewUrl?: string | undefined;
  value: number | null;
  words?: string;
  ring: string | false | undefined;
  className?: string;
}

function RunningTile({ previewUrl, value, words, ring, className }: RunningTileProps) {
  // A frame that is gone once it is asked for: the next one takes its place.
  const [brokenUrl, setBrokenUrl] = useState<string>();
  return (
    <span className={cx(FRAME, "overflow-hidden border-0 bg-hover picture-ring", ring, className)}>
      {previewUrl && previewUrl !== brokenUrl ? (
        <img
          src={previewUrl}
          alt=""
          onError={() => setBrokenUrl(previewUrl)}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <Spinner />
      )}
      <span className="absolute inset-x-2 bottom-2 flex flex-col items-start gap-1.5">
        {words && (
          // Drawn by the style: the bar says the same in words.
          <span
            data-text={words}
            className="rounded-1 bg-plate px-1 text-[10.5px] leading-4 font-label text-on-plate before:content-[attr(data-text)]"
          />
        )}
        <Progress lineOnly thin label={words ?? "Making"} value={value} className="w-full" />
      </span>
    </span>
  );
}
