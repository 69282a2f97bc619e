// Where pictures can be made and words be written, from what was found on this computer and what is named already.
import type { ComfyServer, FoundComfyui, FoundTextEngine, Input, NamedEngine, Setup } from "@/api";

/** A choice of the first screen: a ComfyUI by its address, the rehearsal, or an address to be typed. */
export type Place = `at ${string}` | "rehearse" | "other";

export interface Offer {
  place: Place;
  address: string;
  label: string;
  /** "127.0.0.1:8188, version 0.3.71, 24 GB GPU". */
  facts: string;
  isRunning: boolean;
}

const GIB = 1024 ** 3;

export const bare = (address: string): string => address.replace(/^https?:\/\//, "").replace(/\/$/, "");

function factsOf(found: FoundComfyui): string {
  const memory = found.memory_total_bytes ? `${Math.round(found.memory_total_bytes / GIB)} GB GPU` : null;
  return [bare(found.address), found.version && `version ${found.version}`, memory].filter(Boolean).join(", ");
}

function factsOfNamed({ address, state, message }: ComfyServer): string {
  if (state === "running") return bare(address);
  return state === "unusable" ? `${bare(address)}. ${message}` : `${bare(address)}, does not answer`;
}

/** The servers to choose from: those that answer, then those that are named and do not. */
export function offersOf(setup: Setup, servers: readonly ComfyServer[]): Offer[] {
  const found = setup.comfyui.map(
    (one): Offer => ({
      place: `at ${one.address}`,
      address: one.address,
      label: "ComfyUI on this computer",
      facts: factsOf(one),
      isRunning: true,
    }),
  );
  const seen = new Set(setup.comfyui.map(({ address }) => bare(address)));
  const named = servers
    .filter(({ id, address }) => id !== null && !seen.has(bare(address)))
    .map(
      (server): Offer => ({
        place: `at ${server.address}`,
        address: server.address,
        label: server.name,
        facts: factsOfNamed(server),
        isRunning: server.state === "running",
      }),
    );
  return [...found, ...named];
}

/** What is chosen from the start: what runs, else what is named, else the rehearsal where it can be had. */
export function firstPlace(offers: readonly Offer[], canRehearse: boolean): Place {
  return (offers.find(({ isRunning }) => isRunning) ?? offers[0])?.place ?? (canRehearse ? "rehearse" : "other");
}

/** How a text engine that was found is named: Ollama speaks its own language, what else is found speaks OpenAI's. */
export function engineOf({ name, address }: FoundTextEngine): Input<"engines.create"> {
  if (name === "Ollama") return { kind: "ollama", name, address };
  return { kind: "openai_compatible", name, address: `${address.replace(/\/$/, "")}/v1` };
}

/** Whether one that was found writes already. */
export const isNamed = (found: FoundTextEngine, named: readonly Pick<NamedEngine, "address">[]): boolean =>
  named.some(({ address }) => bare(address).replace(/\/v1$/, "") === bare(found.address));
