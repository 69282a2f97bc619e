// What the frame says of services and queue, in few words.
import { useRead } from "@/api";
import type { Health } from "@/components/data/StatusDot";

export interface EngineStatus {
  health: Health;
  words: string;
}

/** ComfyUI, as the status bar says it. */
export function useEngineStatus(): EngineStatus {
  const { data, isError } = useRead("system.status", {}, { pollMs: 15_000 });
  const comfyui = data?.services.find((service) => service.name === "comfyui");
  if (isError || (data && !comfyui)) return { health: "off", words: "ComfyUI not connected" };
  if (!comfyui) return { health: "off", words: "ComfyUI" };
  if (comfyui.state === "running") return { health: "ok", words: "ComfyUI" };
  if (comfyui.state === "off") return { health: "off", words: "ComfyUI not connected" };
  return { health: "warn", words: comfyui.detail ?? "ComfyUI does not answer" };
}

/** Whether the window works on the rehearsal library. */
export function useRehearsal(): boolean {
  return useRead("system.status", {}).data?.rehearsal ?? false;
}

export interface GpuMemory {
  used_bytes: number;
  total_bytes: number;
}

/** Memory of the first graphics card; null where none is known. */
export function useGpuMemory(): GpuMemory | null {
  const { data } = useRead("resources.gpu", {}, { pollMs: 5_000 });
  const gpu = data?.gpus[0];
  return gpu ? { used_bytes: gpu.memory_used_bytes, total_bytes: gpu.memory_total_bytes } : null;
}

/** How many jobs run or wait. */
export function useQueueCount(): number {
  const { data } = useRead("queue.get", {});
  return data ? data.running.length + data.waiting.length + data.held.length : 0;
}

export function useQueuePaused(): boolean {
  return useRead("queue.get", {}).data?.paused ?? false;
}
