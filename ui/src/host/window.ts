// The half for the desktop window: one Tauri command for operations, one event channel for updates,
// the scheme `media` for files, and native paths for what is chosen or dropped.
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";
import { openUrl } from "@tauri-apps/plugin-opener";
import { toApiError } from "./errors";
import { systemOf } from "./system";
import type { ChosenFile, FileDrag, Host, StudioEvent } from "./types";

/** The name of the channel on which the program sends updates. */
const UPDATES = "updates";

export function windowHost(): Host {
  const host: Host = {
    kind: "window",
    system: systemOf(navigator.userAgent),

    start: () => null,

    async run(name, input) {
      try {
        return await invoke("run", { name, input: input ?? {} });
      } catch (error) {
        throw toApiError(error);
      }
    },

    events: (listener) => ending(listen<StudioEvent>(UPDATES, (event) => listener(event.payload))),

    mediaUrl: (contentId, size) => host.fileUrl("content", contentId, size),
    fileUrl: (kind, id, variant) => convertFileSrc(`${kind}/${id}/${variant}`, "media"),

    async chooseFiles(options = {}) {
      const paths = await open({
        multiple: options.multiple ?? false,
        ...(options.extensions
          ? { filters: [{ name: options.label ?? "Files", extensions: options.extensions }] }
          : {}),
      });
      if (paths === null) return [];
      return (Array.isArray(paths) ? paths : [paths]).map(chosen);
    },

    chooseFolder: () => open({ directory: true, multiple: false }),

    onFileDrag: (listener) => ending(followDrags(listener)),

    async saveFile(name, input, suggestedName) {
      const path = await save({ defaultPath: suggestedName });
      if (path === null) return false;
      try {
        await invoke("save", { name, input, path });
      } catch (error) {
        throw toApiError(error);
      }
      return true;
    },

    openExternal: (url) => openUrl(url),

    async reveal(path) {
      try {
        await invoke("reveal", { path });
        return true;
      } catch (error) {
        throw toApiError(error);
      }
    },

    setZoom: (factor) => getCurrentWebview().setZoom(factor),

    async openLibrary(takeOver) {
      try {
        await invoke(takeOver ? "take_over" : "open_again");
      } catch (error) {
        throw toApiError(error);
      }
    },

    async rehearse(on) {
      try {
        await invoke("rehearse", { on });
      } catch (error) {
        throw toApiError(error);
      }
      return true;
    },
  };
  return host;
}

/** Turns Tauri's promise of an unlisten function into one that can be called at once. */
function ending(listening: Promise<() => void>): () => void {
  return () => {
    void listening.then((end) => end());
  };
}

function chosen(path: string): ChosenFile {
  return { name: path.split(/[\\/]/).pop() ?? path, input: async () => ({ path }) };
}

async function followDrags(listener: (drag: FileDrag) => void): Promise<() => void> {
  let paths: string[] = [];
  return getCurrentWebview().onDragDropEvent(({ payload }) => {
    if (payload.type === "leave") {
      listener({ type: "leave" });
      return;
    }
    // Tauri counts device pixels; the page counts CSS pixels.
    const x = payload.position.x / window.devicePixelRatio;
    const y = payload.position.y / window.devicePixelRatio;
    if (payload.type === "drop") {
      listener({ type: "drop", x, y, files: payload.paths.map(chosen) });
      return;
    }
    if (payload.type === "enter") paths = payload.paths;
    if (paths.length === 0) return;
    listener({ type: "over", x, y, count: paths.length, names: paths.map((path) => chosen(path).name) });
  });
}
