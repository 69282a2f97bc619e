// A character's face, round; without a picture the initial letter on grey.
import { cx } from "../cx";

const SIZES = { s: "size-4 text-[9px]", m: "size-5 text-[10px]", l: "size-7 text-12", xl: "size-9 text-15" } as const;

export function Avatar({
  name,
  url,
  size = "m",
}: {
  name: string;
  url?: string | null | undefined;
  size?: keyof typeof SIZES;
}) {
  return (
    <span
      aria-hidden="true"
      // Drawn by the style, so that the letter is no part of the name beside it.
      data-initial={url ? "" : name.trim().charAt(0).toUpperCase()}
      className={cx(
        "relative grid flex-none place-items-center overflow-hidden rounded-full bg-pressed leading-none font-title text-ink-2 before:content-[attr(data-initial)]",
        SIZES[size],
      )}
    >
      {url && <img src={url} alt="" className="absolute size-full object-cover object-[50%_34%]" />}
    </span>
  );
}
