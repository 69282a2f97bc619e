// How Monitoring says states, services, levels and the program's parts.
import type { Level, ServiceHealth, ServiceState, ServiceView, Status } from "@/api";
import type { Health } from "@/components/data/StatusDot";

const SERVICES: Record<string, string> = {
  accounts: "Accounts",
  comfyui: "ComfyUI",
  database: "Library",
  keychain: "Keychain",
};

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

const SERVICE_STATES: Record<ServiceState, string> = {
  off: "Off",
  starting: "Starting",
  running: "Running",
  stopping: "Stopping",
  waiting: "Starts again soon",
  failed: "Does not start",
};

/** How a service is, in a word or two. */
export const serviceWord = ({ state }: Pick<ServiceView, "state">): string => SERVICE_STATES[state];

export function serviceHealth({ state }: Pick<ServiceView, "state">): Health {
  if (state === "running") return "ok";
  if (state === "failed") return "bad";
  if (state === "waiting") return "warn";
  return state === "off" ? "off" : "busy";
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
  "accounts",
  "backup",
  "comfyui",
  "keychain",
  "library",
  "models",
  "ollama",
  "operations",
  "planning",
  "queue",
  "rest",
  "tasks",
  "workflows",
];

const TASKS: Record<string, string> = {
  run_jobs: "while making pictures",
  check_files: "while checking the files",
  "services.start": "while starting a service",
  "backup.create": "while making a backup",
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
