// A value between two ends.
import { Slider as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "../cx";

export interface SliderProps {
  label: string;
  /** Left of the line; absent: the label, unless hidden. */
  start?: ReactNode;
  /** Right of the line: the value, or the other end's word. */
  end?: ReactNode;
  labelHidden?: boolean;
  min: number;
  max: number;
  step?: number;
  value: number;
  onChange: (value: number) => void;
  /** After the last move. */
  onSettle?: (value: number) => void;
  /** Says the value to those who do not see it. */
  valueText?: string;
  /** Fills from the middle: both ends have a meaning. */
  centred?: boolean;
  className?: string;
}

export function Slider(props: SliderProps) {
  const {
    label,
    start,
    end,
    labelHidden,
    min,
    max,
    step = 1,
    value,
    onChange,
    onSettle,
    valueText,
    centred,
    className,
  } = props;
  const id = useId();
  const at = max === min ? 0 : ((value - min) / (max - min)) * 100;
  return (
    <div className={cx("flex items-center gap-3 text-12", className)}>
      <span id={id} className={cx("flex-none text-ink-2", labelHidden && !start && "sr-only")}>
        {start ?? label}
      </span>
      <Radix.Root
        min={min}
        max={max}
        step={step}
        value={[value]}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        onValueCommit={([next]) => next !== undefined && onSettle?.(next)}
        className="relative flex h-6 min-w-[60px] flex-1 touch-none items-center"
      >
        <Radix.Track className="relative h-0.5 w-full rounded-full bg-pressed">
          {centred ? (
            <span
              className="absolute h-full bg-grey"
              style={{ left: `${Math.min(50, at)}%`, width: `${Math.abs(at - 50)}%` }}
            />
          ) : (
            <Radix.Range className="absolute h-full rounded-full bg-grey" />
          )}
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          aria-valuetext={valueText}
          className="block size-2.5 rounded-full bg-ink before:absolute before:-inset-[7px] before:content-['']"
        />
      </Radix.Root>
      {end !== undefined && <span className="min-w-[28px] flex-none text-right text-ink">{end}</span>}
    </div>
  );
}
