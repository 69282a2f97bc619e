// Runs an operation for a button: says that it is done, how to take it back, or why it failed.
import { toApiError } from "@/host";
import { call, type Input, type Output, type Step } from "./call";
import { type NoticeAction, type NoticeWords, say, sayError } from "./notices";
import type { OperationName } from "./operations";
import { offerUndo, remember, type UndoEntry } from "./undo";

export interface PerformWords<N extends OperationName> {
  /** The sentence of the toast; absent: nothing is said ("Normal is silent"). */
  done?: NoticeWords | ((output: Output<N>) => NoticeWords);
  /** The way back. With `done` the toast then has Undo. `label` follows "Undo", e.g. "delete Mira". */
  undo?: (output: Output<N>) => Omit<UndoEntry, "done">;
  /** What failed, e.g. "Mira was not deleted". */
  failed: string;
  /** The way out of a failure. */
  wayOut?: NoticeAction;
}

/** Runs an operation with its words. Answers its output, or undefined when it failed (it was said). */
export async function perform<N extends OperationName>(
  name: N,
  input: Input<N>,
  words: PerformWords<N>,
): Promise<Output<N> | undefined> {
  let output: Output<N>;
  try {
    output = await call(name, input);
  } catch (error) {
    sayError(words.failed, toApiError(error), words.wayOut);
    return undefined;
  }
  const back = words.undo?.(output);
  const said = typeof words.done === "function" ? words.done(output) : words.done;
  if (back && said) offerUndo({ ...back, done: { name, input } as Step }, said);
  else if (back) remember({ ...back, done: { name, input } as Step });
  else if (said) say("done", said);
  return output;
}
