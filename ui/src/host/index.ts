// Chooses the half for the place the page runs in. `host` is the one way out of the page.
import { browserHost } from "./browser";
import type { Host } from "./types";
import { windowHost } from "./window";

export { toApiError } from "./errors";
export * from "./types";

export const host: Host = "__TAURI_INTERNALS__" in window ? windowHost() : browserHost();
