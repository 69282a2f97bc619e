// The half for a browser: operations over HTTP with the session's cookie, updates over a WebSocket,
// files as uploads. Everything stays on the origin that served the page.
import { openEnvelope, toApiError } from "./errors";
import { systemOf } from "./system";
import {
  ApiError,
  type ChooseFiles,
  type ChosenFile,
  type FileDrag,
  type FileInput,
  type Host,
  type StudioEvent,
} from "./types";

const API = "/api/v1";
const UNREACHABLE = "Troupe does not answer. Is it still running?";
/** Waits between attempts to connect the update stream again. */
const RECONNECT_MS = [500, 1_000, 2_000, 5_000, 10_000];

/** Makes the host of a page that is served at `origin` (no trailing slash). */
export function browserHost(origin: string = window.location.origin): Host {
  const at = (path: string) => `${origin}${API}${path}`;

  async function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    try {
      return await fetch(at(path), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body ?? {}),
        credentials: "same-origin",
        signal: signal ?? null,
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ApiError("service_unavailable", UNREACHABLE);
    }
  }

  async function letIn(code: string): Promise<void> {
    openEnvelope(await readJson(await post("/session", { code })));
  }

  const host: Host = {
    kind: "browser",
    system: systemOf(navigator.userAgent),

    start() {
      const code = takeCode();
      return code === null ? null : letIn(code);
    },

    async run(name, input, signal) {
      return openEnvelope(await readJson(await post(`/run/${name}`, input, signal)));
    },

    events: (listener) => connectEvents(`${at("/ws/updates").replace(/^http/, "ws")}`, listener),

    mediaUrl: (contentId, size) => host.fileUrl("content", contentId, size),
    fileUrl: (kind, id, variant) => at(`/files/${[kind, id, variant].map(encodeURIComponent).join("/")}`),

    async chooseFiles(options = {}) {
      const files = await askForFiles(options);
      return files.map((file) => chosen(file, at("/uploads")));
    },

    async chooseFolder() {
      return null;
    },

    onFileDrag: (listener) => followDrags(listener, at("/uploads")),

    async saveFile(name, input, suggestedName) {
      const answer = await post(`/run/${name}`, input);
      if (!answer.ok) openEnvelope(await readJson(answer));
      offerDownload(await answer.blob(), suggestedName);
      return true;
    },

    async openExternal(url) {
      window.open(url, "_blank", "noopener,noreferrer");
    },

    async reveal() {
      return false;
    },

    async setZoom() {},

    async openLibrary() {},

    async rehearse() {
      return false;
    },
  };
  return host;
}

/** Takes the one-time code out of the address, so that it stands in no history and no bookmark. */
function takeCode(): string | null {
  const code = new URLSearchParams(window.location.hash.slice(1)).get("code");
  if (code) window.history.replaceState(null, "", window.location.pathname);
  return code;
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new ApiError("internal_error", `Troupe answered with status ${answer.status} and no words.`);
  }
}

/** Keeps a WebSocket open; after a break it says `resync`, since updates may have been missed. */
function connectEvents(address: string, listener: (event: StudioEvent) => void): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let broken = false;
  let ended = false;

  function open() {
    socket = new WebSocket(address);
    socket.onopen = () => {
      attempt = 0;
      if (broken) {
        listener({ type: "resync", data: null, timestamp: new Date().toISOString(), sequence: 0 });
      }
    };
    socket.onmessage = (message) => {
      const event = parseEvent(message.data);
      if (event) listener(event);
    };
    socket.onclose = () => {
      if (ended) return;
      broken = true;
      timer = setTimeout(open, RECONNECT_MS[Math.min(attempt++, RECONNECT_MS.length - 1)]);
    };
  }
  open();

  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}

function parseEvent(text: unknown): StudioEvent | null {
  if (typeof text !== "string") return null;
  try {
    const event = JSON.parse(text) as StudioEvent;
    return typeof event?.type === "string" ? event : null;
  } catch {
    return null;
  }
}

function chosen(file: File, uploads: string): ChosenFile {
  return {
    name: file.name,
    size_bytes: file.size,
    input: (progress) => upload(file, uploads, progress),
    ...(file.type.startsWith("image/") ? { preview_url: URL.createObjectURL(file) } : {}),
  };
}

/** Uploads with XMLHttpRequest, since `fetch` does not tell how far an upload is. */
function upload(file: File, address: string, progress?: (done: number) => void): Promise<FileInput> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "text";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress?.(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiError("service_unavailable", UNREACHABLE));
    request.onload = () => {
      try {
        const data = openEnvelope(JSON.parse(request.responseText)) as { upload_id: string };
        resolve({ upload_id: data.upload_id });
      } catch (error) {
        reject(toApiError(error));
      }
    };
    request.send(form);
  });
}

function askForFiles(options: ChooseFiles): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = options.multiple ?? false;
    input.accept = (options.extensions ?? []).map((extension) => `.${extension}`).join(",");
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}

function offerDownload(content: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Follows files dragged over the page. Drags that start in the page itself are left alone. */
function followDrags(listener: (drag: FileDrag) => void, uploads: string): () => void {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

  const over = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const count = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file").length;
    listener({ type: "over", x: event.clientX, y: event.clientY, count, names: [] });
  };
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])].map((file) => chosen(file, uploads));
    listener({ type: "drop", x: event.clientX, y: event.clientY, files });
  };
  const leave = (event: DragEvent) => {
    // Leaving a child for another element of the page also fires; only leaving the page counts.
    if (event.relatedTarget === null) listener({ type: "leave" });
  };

  window.addEventListener("dragover", over);
  window.addEventListener("drop", drop);
  window.addEventListener("dragleave", leave);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("drop", drop);
    window.removeEventListener("dragleave", leave);
  };
}
