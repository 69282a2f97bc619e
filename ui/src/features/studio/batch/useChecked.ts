// What the program would refuse of a batch sheet, asked once its rows rest.
import { fieldErrors, type Input, useReads } from "@/api";
import { useSettled } from "@/components/text/useSettled";
import { missingWords } from "../words";
import type { BatchSheet, Cell } from "./sheet";

export interface Checked {
  /** By prompt: why it is refused. */
  errors: readonly (string | undefined)[];
  missing: readonly string[];
  /** A ComfyUI could be asked. */
  isChecked: boolean;
  /** What a picture takes, once that is known. */
  secondsEach: number | null;
}

export function useChecked(sheet: BatchSheet, cells: readonly Cell[]): Checked {
  const wanted = sheet.prompts.flatMap((_, prompt): { prompt: number; input: Input<"images.compose"> }[] => {
    const request = cells.find((cell) => cell.prompt === prompt && cell.requests.length > 0)?.requests[0];
    return request ? [{ prompt, input: { ...request, count: 1 } }] : [];
  });
  const now = JSON.stringify(wanted);
  const asked = useSettled(now);

  const standing = JSON.parse(asked) as typeof wanted;
  const answers = useReads(
    "images.compose",
    standing.map(({ input }) => input),
  );
  const errors: (string | undefined)[] = sheet.prompts.map(() => undefined);
  answers.forEach(({ error }, place) => {
    const at = standing[place]?.prompt;
    if (error && at !== undefined) errors[at] = fieldErrors(error)[0]?.[1] ?? error.message;
  });
  const read = answers.flatMap(({ data }) => data ?? []);
  const times = read.flatMap(({ estimated_seconds }) => estimated_seconds ?? []);
  return {
    errors,
    missing: [...new Set(read.flatMap(({ missing }) => missingWords(missing)))],
    isChecked: read.some(({ is_checked }) => is_checked),
    secondsEach: times.length > 0 ? times.reduce((sum, one) => sum + one, 0) / times.length : null,
  };
}
