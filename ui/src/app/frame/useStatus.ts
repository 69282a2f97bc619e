// What the frame says of services and queue, in few words.
import { useRead } from "@/api";
import type { Health } from "@/components/data/StatusDot";
import { duration, useWords } from "@/components/text/words";

export interface EngineStatus {
  health: Health;
  words: string;
}

/** ComfyUI, as the status bar says it. */
export function useEngineStatus(): EngineStatus {
  const { data } = useRead("system.health", {}, { pollMs: 30_000 });
  const comfyui = data?.services.find((service) => service.name === "comfyui");
  switch (comfyui?.state) {
    case undefined:
    case "unknown":
      return { health: "off", words: "ComfyUI" };
    case "running":
      return { health: "ok", words: "ComfyUI" };
    case "not_set_up":
      return { health: "off", words: "ComfyUI not connected" };
    case "off":
      return { health: "warn", words: "ComfyUI does not answer" };
    default:
      return { health: "warn", words: "ComfyUI needs you" };
  }
}

/** Why the library cannot be used; null while it can. */
export function useSafeMode(): string | null {
  const { data } = useRead("system.health", {}, { pollMs: 30_000 });
  return data?.services.find(({ name, state }) => name === "database" && state === "damaged")?.message ?? null;
}

/** Whether the window works on the rehearsal library. */
export function useRehearsal(): boolean {
  return useRead("system.status", {}).data?.is_rehearsal ?? false;
}

export interface GpuMemory {
  used_bytes: number;
  total_bytes: number;
}

/** Memory of the first graphics card; null where none is known. */
export function useGpuMemory(): GpuMemory | null {
  const { data } = useRead("resources.gpu", {}, { pollMs: 10_000 });
  const gpu = data?.devices[0];
  return gpu && gpu.memory_total_bytes > 0
    ? { used_bytes: gpu.memory_used_bytes, total_bytes: gpu.memory_total_bytes }
    : null;
}

export interface QueueStatus {
  jobs: number;
  isPaused: boolean;
  /** "Queue 3, about 2 min". */
  words: string;
}

export function useQueueStatus(): QueueStatus {
  const { data } = useRead("queue.get", {});
  const jobs = data ? data.running.length + data.waiting.length : 0;
  const isPaused = data?.is_paused ?? false;
  if (isPaused) return { jobs, isPaused, words: jobs > 0 ? `Queue paused, ${jobs} wait` : "Queue paused" };
  if (jobs === 0) return { jobs, isPaused, words: "Queue empty" };
  const left_ms = data?.estimated_completion ? Date.parse(data.estimated_completion) - Date.now() : 0;
  return { jobs, isPaused, words: left_ms > 0 ? `Queue ${jobs}, ${duration(left_ms)}` : `Queue ${jobs}` };
}

/** How often what is said of times is read again, since the day turns and pauses end without an event. */
const PLAN_POLL_MS = 300_000;

const usePlan = () => useRead("scheduler.status", {}, { pollMs: PLAN_POLL_MS }).data;

export interface NextPostStatus {
  isPaused: boolean;
  /** "Next post: Mira, today 19:00". */
  words: string;
  /** The zone in which it was planned. */
  zone: string | null;
}

/** What goes out next; null where nothing is planned. */
export function useNextPost(): NextPostStatus | null {
  const plan = usePlan();
  const words = useWords();
  if (plan?.is_paused) {
    const until = plan.pause?.until ? ` until ${words.time(plan.pause.until)}` : "";
    return { isPaused: true, words: `Posting paused${until}`, zone: null };
  }
  const next = plan?.next_post;
  if (!next) return null;
  const who = next.character_name?.trim().split(/\s+/)[0] ?? next.account_handle;
  return { isPaused: false, words: `Next post: ${who}, ${words.time(next.scheduled_at)}`, zone: next.timezone };
}

export interface NeedsYou {
  /** Posts, firings and accounts: they stand in Scheduling. */
  planned: number;
  /** What agents asked for: it stands in Monitoring. */
  asked: number;
}

/** How much needs the creator, by where it stands. */
export function useNeedsYou(): NeedsYou {
  const plan = usePlan();
  const asked = plan?.approvals_waiting ?? 0;
  return { planned: Math.max(0, (plan?.needs_you ?? 0) - asked), asked };
}
