// Several lines of text; grows with what is written, to a limit.
import { type ComponentProps, type Ref, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { cx } from "../cx";
import { Field, type FieldFrame, fieldLook } from "./Field";

export interface TextAreaProps extends Omit<ComponentProps<"textarea">, "disabled" | "rows">, FieldFrame {
  /** Lines shown at least. */
  lines?: number;
  /** Lines after which it scrolls instead of growing. */
  maxLines?: number;
}

export function TextArea(props: TextAreaProps) {
  const { label, aside, hint, error, labelHidden, className, lines = 3, maxLines = 12, ref, ...rest } = props;
  const area = useGrowing(ref, maxLines);
  return (
    <Field {...{ label, aside, hint, error, labelHidden: labelHidden ?? false, className }}>
      {(ids) => (
        <div className={cx(fieldLook({ error: Boolean(error) }), "field-edge flex")}>
          <textarea
            {...rest}
            {...ids}
            ref={area}
            rows={lines}
            className="block w-full resize-none bg-transparent px-[9px] py-[7px] text-13"
          />
        </div>
      )}
    </Field>
  );
}

const LINE_PX = 20;
const PADDING_PX = 14;

/** Gives a text area the height of its text, up to so many lines. */
export function useGrowing(outer: Ref<HTMLTextAreaElement> | undefined, maxLines: number) {
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(outer, () => area.current as HTMLTextAreaElement);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    const grow = () => {
      element.style.height = "auto";
      element.style.height = `${Math.min(element.scrollHeight, maxLines * LINE_PX + PADDING_PX)}px`;
    };
    grow();
    element.addEventListener("input", grow);
    return () => element.removeEventListener("input", grow);
  });
  return area;
}
