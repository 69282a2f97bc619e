// Draws readings as a line with what lies below it or around it. The words, the keys and what screen readers are told
// belong to the charts that stand on it: this is a picture alone. The drawing is uPlot's.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./plot.css";
import { cx } from "../cx";

/** Ascending places, and the value of each; `null` is a gap. With the least and the most of each, they are a band. */
export type Readings =
  | readonly [x: readonly number[], value: Column]
  | readonly [x: readonly number[], value: Column, least: Column, most: Column];
type Column = readonly (number | null)[];

export interface PlotProps {
  readings: Readings;
  /** From where to where it reaches, as `x`. */
  from: number;
  to: number;
  /** The top of the scale, which begins at 0. */
  top: number;
  /** In pixels. */
  height: number;
  tone: "plain" | "accent";
  /** Which reading is read, if any. */
  at: number | null;
  /** Under the pointer lies another one, or none. */
  onAt: (at: number | null) => void;
}

/** How strong what lies around the line is. */
const FAINT = 0.16;

export function Plot({ readings, from, to, top, height, tone, at, onAt }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef({ readings, from, to, top, onAt });
  latest.current = { readings, from, to, top, onAt };
  const isBand = readings.length === 4;

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const drawn = new uPlot(options(box, height, isBand, latest), dataOf(latest.current.readings), box);
    plot.current = drawn;
    const sizes = new ResizeObserver(() => drawn.setSize({ width: box.clientWidth, height }));
    sizes.observe(box);
    // A canvas does not follow the theme by itself.
    const redraw = () => drawn.redraw(false);
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const ofSystem = window.matchMedia("(prefers-color-scheme: light)");
    ofSystem.addEventListener("change", redraw);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      ofSystem.removeEventListener("change", redraw);
      drawn.destroy();
      plot.current = null;
    };
  }, [height, isBand]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scales are read from `latest` while it draws
  useEffect(() => plot.current?.setData(dataOf(readings)), [readings, from, to, top]);

  useEffect(() => {
    const x = at === null ? undefined : latest.current.readings[0][at];
    const left = x === undefined ? -1 : (plot.current?.valToPos(x, "x") ?? -1);
    plot.current?.setCursor({ left, top: 0 }, false);
  }, [at]);

  return (
    <div
      ref={place}
      aria-hidden="true"
      className={cx("plot w-full overflow-hidden rounded-1", tone === "accent" ? "text-accent" : "text-grey")}
      style={{ height }}
    />
  );
}

const dataOf = (readings: Readings): uPlot.AlignedData => readings as unknown as uPlot.AlignedData;

function options(
  box: HTMLElement,
  height: number,
  isBand: boolean,
  latest: { current: Pick<PlotProps, "from" | "to" | "top" | "onAt"> },
): uPlot.Options {
  const line = () => getComputedStyle(box).color;
  const faint = () => line().replace(/^rgb\((.+)\)$/, `rgba($1, ${FAINT})`);
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  return {
    width: box.clientWidth,
    height,
    padding: [1, 0, 1, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: () => [latest.current.from, latest.current.to] },
      y: { range: () => [0, latest.current.top] },
    },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    series: [
      {},
      { stroke: line, width: 1.5, points: { show: false }, ...(isBand ? {} : { fill: faint }) },
      ...(isBand ? [edge, edge] : []),
    ],
    bands: isBand ? [{ series: [3, 2], fill: faint }] : [],
    hooks: { setCursor: [({ cursor }) => latest.current.onAt(cursor.idx ?? null)] },
  };
}
