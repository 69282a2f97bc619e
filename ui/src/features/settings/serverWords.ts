// How a ComfyUI server is said in a table's cells.
import type { ComfyServer } from "@/api";
import type { Health } from "@/components/data/StatusDot";

const GIB = 1024 ** 3;

export function healthOf(server: ComfyServer): Health {
  if (!server.is_enabled) return "off";
  return ({ running: "ok", off: "warn", unusable: "warn", unknown: "off" } as const)[server.state];
}

export function stateOf(server: ComfyServer): string {
  if (!server.is_enabled) return "Switched off";
  switch (server.state) {
    case "running":
      return server.version ? `Running, ${server.version}` : "Running";
    case "off":
      return "No answer";
    case "unusable":
      return "Needs you";
    default:
      return "Not asked yet";
  }
}

/** "24 GB, 17.2 used". */
export function cardOf(server: ComfyServer): string {
  const card = server.devices[0];
  if (!card) return "not known";
  if (card.memory_total_bytes === 0) return card.kind;
  const used = (card.memory_total_bytes - card.memory_free_bytes) / GIB;
  return `${Math.round(card.memory_total_bytes / GIB)} GB, ${used.toFixed(1)} used`;
}

/** "38 models, 61 LoRAs". */
export function hasOf(server: ComfyServer): string {
  if (server.checkpoints === null) return "not known";
  const count = (value: number, one: string) => `${value} ${value === 1 ? one : `${one}s`}`;
  return `${count(server.checkpoints, "model")}, ${count(server.loras ?? 0, "LoRA")}`;
}
