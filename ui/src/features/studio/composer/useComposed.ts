// What would be sent for the draft as it stands: asked 300 ms after the last change.
import { useState } from "react";
import { type ApiError, fieldErrors, type Input, type Output, useRead } from "@/api";
import { useSettled } from "@/components/text/useSettled";

export interface Composed {
  /** The last answer; while the draft is refused, that of before. */
  data: Output<"images.compose"> | undefined;
  /** Sentences by the field's name in the input. */
  errors: Readonly<Record<string, string>>;
  /** What failed and belongs to no field. */
  failure: ApiError | null;
  /** The answer is of the draft as it stands. */
  settled: boolean;
}

export function useComposed(input: Input<"images.compose">): Composed {
  const now = JSON.stringify(input);
  const asked = useSettled(now);

  const wanted = JSON.parse(asked) as Input<"images.compose">;
  const isBlank = !wanted.prompt;
  // Before there are words, any word shows which model, size and steps will be taken.
  const { data, error, isPlaceholderData } = useRead(
    "images.compose",
    isBlank ? { ...wanted, prompt: "picture" } : wanted,
    { keepLast: true },
  );
  const named = error ? fieldErrors(error) : [];
  const [last, setLast] = useState(data);
  if (data && data !== last) setLast(data);
  return {
    data: data ?? last,
    errors: Object.fromEntries(named),
    failure: error && named.length === 0 ? error : null,
    settled: !isBlank && asked === now && data !== undefined && !isPlaceholderData,
  };
}
