// A format's shape as a small outline, and its ratio in words.

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Ratios that people know by name, width to height. */
const KNOWN: readonly [number, number][] = [
  [1, 1],
  [4, 5],
  [5, 4],
  [2, 3],
  [3, 2],
  [3, 4],
  [4, 3],
  [9, 16],
  [16, 9],
  [21, 9],
  [9, 21],
];

/** How far from a known ratio still counts as it: models want sizes that divide by 8. */
const NEAR = 0.02;

/** "4:5", "about 9:16", or the plain fraction. */
export function ratioOf(width: number, height: number): string {
  if (!(width > 0 && height > 0)) return "not known";
  const by = divisor(width, height);
  const [w, h] = [width / by, height / by];
  if (w <= 32 && h <= 32 && KNOWN.some(([a, b]) => a === w && b === h)) return `${w}:${h}`;
  const near = KNOWN.find(([a, b]) => Math.abs(width / height / (a / b) - 1) <= NEAR);
  if (near) return `about ${near[0]}:${near[1]}`;
  return w <= 32 && h <= 32 ? `${w}:${h}` : `${(width / height).toFixed(2)}:1`;
}

export function Shape({ width, height, box = 44 }: { width: number; height: number; box?: number }) {
  const scale = box / Math.max(width || 1, height || 1);
  return (
    <span aria-hidden="true" className="grid flex-none place-items-center" style={{ width: box, height: box }}>
      <span
        className="rounded-[2px] border border-line-control bg-hover"
        style={{ width: Math.max(4, width * scale), height: Math.max(4, height * scale) }}
      />
    </span>
  );
}
