// What the library says of its pictures.
import type { Words } from "@/components/text/words";
import { STATES } from "./filters";
import type { Item } from "./useLibrary";

const number = new Intl.NumberFormat();

/** `1 picture`, `6 pictures`. */
export const pictures = (count: number): string => `${number.format(count)} ${count === 1 ? "picture" : "pictures"}`;

/** The text for those who do not see the picture: the creator's own, else that there is none yet. */
export const altOf = (item: Pick<Item, "description" | "character_name">): string =>
  item.description ||
  (item.character_name ? `Picture of ${item.character_name}, not described yet` : "Not described yet");

/** A tile's name: "Mira, pending, same face 0.88, today 09:42". */
export function nameOf(item: Item, words: Words): string {
  return [
    item.character_name ?? item.filename,
    (STATES[item.approval_status] ?? "").toLowerCase(),
    item.identity_score === null ? "" : `same face ${item.identity_score.toFixed(2)}`,
    words.time(item.created_at),
  ]
    .filter(Boolean)
    .join(", ");
}

/** `1024 × 1280, 2.1 MB, today 09:42`. */
export function sizeOf(item: Pick<Item, "width" | "height" | "file_size">, words: Words): string {
  const size = item.width && item.height ? `${item.width} × ${item.height}, ` : "";
  return size + words.bytes(item.file_size);
}

/** A seed in groups of three, as it is read: `81 204 417 350`. */
export const seedWords = (seed: number): string => String(seed).replace(/\B(?=(\d{3})+$)/g, " ");
