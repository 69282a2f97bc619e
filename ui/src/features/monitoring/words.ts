// How Monitoring says states, services, levels and the program's parts.
import type { Level, ServiceHealth, Status } from "@/api";
import type { Health } from "@/components/data/StatusDot";

const SERVICES: Record<string, string> = { database: "Library", comfyui: "ComfyUI", keychain: "Keychain" };

export const serviceName = (name: string): string => SERVICES[name] ?? name;

const STATES: Record<string, string> = {
  running: "Running",
  ready: "Ready",
  off: "No answer",
  unusable: "Needs you",
  starting: "Starting",
  not_set_up: "Not set up",
  unknown: "Not asked yet",
  absent: "None runs here",
  locked: "Locked",
  failing: "Refuses",
  damaged: "Damaged",
};

export const stateWord = (state: string): string => STATES[state] ?? state.replaceAll("_", " ");

export function healthOf({ state, is_fault }: ServiceHealth): Health {
  if (state === "running" || state === "ready") return "ok";
  if (state === "damaged") return "bad";
  return is_fault ? "warn" : "off";
}

/** The whole in a few words: "All well", or what does not work. */
export function overall(status: Pick<Status, "services">): { health: Health; words: string } {
  const faults = status.services.filter(({ is_fault }) => is_fault);
  if (faults.length === 0) return { health: "ok", words: "All that is set up works" };
  const named = faults.map((one) => `${serviceName(one.name)}, ${stateWord(one.state).toLowerCase()}`);
  return { health: faults.some(({ state }) => state === "damaged") ? "bad" : "warn", words: named.join("; ") };
}

/** What of the log is shown: all that is written, or only what is graver. */
export type Gravity = "all" | Extract<Level, "warning" | "error">;

export const GRAVITIES: readonly { value: Gravity; label: string }[] = [
  { value: "all", label: "All" },
  { value: "warning", label: "Warnings" },
  { value: "error", label: "Errors" },
];

/** The parts of the program that write to the log. */
export const LOG_SERVICES: readonly string[] = [
  "comfyui",
  "keychain",
  "library",
  "operations",
  "queue",
  "rest",
  "tasks",
  "workflows",
];

const TASKS: Record<string, string> = {
  run_jobs: "while making pictures",
  check_files: "while checking the files",
};

/** Where an error was met, in words. */
export function metWhere(operation: string | null): string | null {
  if (!operation) return null;
  return TASKS[operation] ?? `in ${operation.replaceAll("_", " ").replace(".", ", ")}`;
}

/** The first sentence stands as the title of an error, the rest below it. */
export function titleAndRest(message: string): [title: string, rest: string] {
  const end = /[.;](?=\s)/.exec(message);
  if (!end) return [message.replace(/\.$/, ""), ""];
  return [message.slice(0, end.index), message.slice(end.index + 1).trim()];
}
