// Runs operations by their names, typed by the registry.
import { host } from "@/host";
import type { OperationName, Operations } from "./operations";

export type Input<N extends OperationName> = Operations[N]["input"];
export type Output<N extends OperationName> = Operations[N]["output"];

/** One operation and what it is called with. */
export type Step = { [N in OperationName]: { name: N; input: Input<N> } }[OperationName];

/** Runs one operation. Throws an `ApiError`. */
export function call<N extends OperationName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>> {
  return host.run(name, input, signal) as Promise<Output<N>>;
}
