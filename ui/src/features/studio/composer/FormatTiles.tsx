// The formats as small frames in their own shape; the size stands beside the label.
import { RadioGroup } from "radix-ui";
import { useRead } from "@/api";
import { cx } from "@/components/cx";
import { change, type Draft } from "../draft";
import { ratioName } from "../words";

/** The longer edge of a drawn frame. */
const EDGE_PX = 27;
const OWN = "own";

export interface FormatTilesProps {
  format: string | null;
  size: Draft["size"];
  /** The size that will be made, once it is known. */
  made: { width: number | null; height: number | null } | undefined;
}

export function FormatTiles({ format, size, made }: FormatTilesProps) {
  const { data } = useRead("images.formats_list", {});
  const formats = data?.formats ?? [];
  // With none chosen, the one of the size that will be made is lit.
  const like = (other: FormatTilesProps["made"] | Draft["size"]) =>
    formats.find((one) => one.width === other?.width && one.height === other?.height)?.id;
  const value = size ? (like(size) ?? OWN) : (format ?? like(made));
  const shown = formats.find((one) => one.id === format);
  const said = size ?? shown ?? (made?.width && made.height ? { width: made.width, height: made.height } : undefined);
  const tiles = [
    ...formats.map((one) => ({
      id: one.id,
      width: one.width,
      height: one.height,
      label: ratioName(one.width, one.height) ?? one.name,
      title: `${one.name}, ${one.width} × ${one.height}`,
    })),
    ...(size && value === OWN
      ? [{ id: OWN, ...size, label: "Own", title: `${size.width} × ${size.height}, of the recipe` }]
      : []),
  ];

  return (
    <div>
      <div className="mb-[5px] flex items-center text-12 text-ink-2">
        <span id="studio-format">Format</span>
        {said && (
          <span className="ml-auto text-ink-3">
            {said.width} × {said.height}
          </span>
        )}
      </div>
      <RadioGroup.Root
        aria-labelledby="studio-format"
        orientation="horizontal"
        value={value ?? ""}
        onValueChange={(next) => next !== OWN && change({ format_id: next, size: null })}
        className="grid grid-cols-5 gap-1.5"
      >
        {tiles.map((tile) => (
          <RadioGroup.Item
            key={tile.id}
            title={tile.title}
            value={tile.id}
            aria-label={tile.title}
            className={cx(
              "flex h-[50px] min-w-0 flex-col items-center justify-end gap-[3px] rounded-2 border border-line-strong pb-1 text-11 text-ink-2 hover:bg-hover",
              "data-[state=checked]:border-accent data-[state=checked]:bg-selected data-[state=checked]:text-ink",
            )}
          >
            <span
              aria-hidden="true"
              className="rounded-[2px] border-[1.5px] border-current"
              style={frameOf(tile.width, tile.height)}
            />
            <span className="max-w-full truncate px-0.5">{tile.label}</span>
          </RadioGroup.Item>
        ))}
        {!data &&
          Array.from({ length: 5 }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the places never change their order
            <span key={place} className="h-[50px] rounded-2 border border-line" />
          ))}
      </RadioGroup.Root>
    </div>
  );
}

function frameOf(width: number, height: number) {
  const scale = EDGE_PX / Math.max(width, height, Math.min(width, height) * 1.35);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
