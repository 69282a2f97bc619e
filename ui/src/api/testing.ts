// What tests of `api/` stand on: a host whose answers are set, and the notices emptied.
import { vi } from "vitest";
import { host } from "@/host";
import { notices } from "./notices";
import { forgetAll } from "./undo";

type Answer = (name: string, input: never) => unknown;

/** Answers all calls with `answer`; what it throws is thrown. Gives the calls made so far. */
export function answerCalls(answer: Answer): [name: string, input: unknown][] {
  const calls: [string, unknown][] = [];
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    calls.push([name, input]);
    return answer(name, input as never);
  });
  notices.set([]);
  forgetAll();
  return calls;
}
