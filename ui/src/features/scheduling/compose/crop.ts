// The part of a picture that is sent, where a platform refuses the shape of the whole.

/** Shares of the picture, 0 to 1. */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** By picture. */
export type Crops = Readonly<Record<string, Crop>>;

/**
 * The widest part of a picture that has a ratio in the range; from the top a third in, where faces mostly are. It holds
 * where the program does not say where they are.
 */
export function cropTo(width: number, height: number, least: number, most: number): Crop {
  const ratio = width / height;
  if (ratio < least) {
    const part = ratio / least;
    return { x: 0, y: Math.max(0, (1 - part) * 0.33), width: 1, height: part };
  }
  const part = Math.min(1, most / ratio);
  return { x: (1 - part) / 2, y: 0, width: part, height: 1 };
}

/** How far a cut stands along the way that it can be moved, 0 to 1. */
export function placeOf(crop: Crop): number {
  const [from, size] = crop.height < 1 ? [crop.y, crop.height] : [crop.x, crop.width];
  return size >= 1 ? 0 : from / (1 - size);
}

/** The cut moved along that way. */
export function moveTo(crop: Crop, place: number): Crop {
  return crop.height < 1 ? { ...crop, y: (1 - crop.height) * place } : { ...crop, x: (1 - crop.width) * place };
}
