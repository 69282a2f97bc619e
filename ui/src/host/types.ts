// What the page asks of the place it runs in. Two halves stand behind it: the desktop window and a
// browser tab. Nothing outside `host/` talks to Tauri or to the network.

/** A failed call, as every interface of the product words it: a code, a sentence, and details. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** One of the contract's codes, e.g. `not_found`. */
  readonly code: string;
  /** Field names of a validation error, the raw reply of a server, or the kind of what is missing. */
  readonly details: unknown;

  constructor(code: string, message: string, details: unknown = null) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** A message of the update stream. A reader that missed some gets `resync`. */
export interface StudioEvent {
  type: string;
  data: unknown;
  /** RFC 3339 in UTC. */
  timestamp: string;
  sequence: number;
}

/** Sizes of a stored picture: the longer edge in pixels, or the file itself. */
export type MediaSize = "320" | "640" | "full";

/** What a stored file belongs to: an item, a reference, the paper of a consent, a run that is being made. */
export type FileKind = "content" | "reference" | "consent" | "preview" | "prepared";

/** How a file goes into an operation's input. */
export type FileInput = { path: string } | { upload_id: string };

/** A file that a person chose or dropped. */
export interface ChosenFile {
  name: string;
  /** Absent where the place does not tell before reading. */
  size_bytes?: number;
  /** Hands the file over: a path in the window, an upload from a browser. `progress` counts 0 to 1. */
  input(progress?: (done: number) => void): Promise<FileInput>;
  /** An address under which the page itself can show the file before it is sent, if there is one. */
  preview_url?: string;
}

export interface ChooseFiles {
  multiple?: boolean;
  /** The filter's name, e.g. "Pictures". */
  label?: string;
  /** Without the dot, e.g. ["png", "jpg"]. */
  extensions?: string[];
}

/** Files that are dragged over the window. Positions are CSS pixels from the page's upper left. */
export type FileDrag =
  | { type: "over"; x: number; y: number; count: number; names: string[] }
  | { type: "drop"; x: number; y: number; files: ChosenFile[] }
  | { type: "leave" };

export type System = "linux" | "windows" | "macos";

export interface Host {
  kind: "window" | "browser";
  system: System;
  /**
   * Makes the connection ready; in a browser, trades the address's one-time code for a session. Null: there is nothing
   * to wait for.
   */
  start(): Promise<void> | null;
  /** Runs one operation. Throws an `ApiError`. */
  run(name: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Listens to the update stream; the answer ends the listening. */
  events(listener: (event: StudioEvent) => void): () => void;
  /** The address of a library item's picture. */
  mediaUrl(contentId: string, size: MediaSize): string;
  /** The address of any stored file, e.g. `fileUrl("reference", id, "320")`. A preview's variant is its number. */
  fileUrl(kind: FileKind, id: string, variant: string): string;
  chooseFiles(options?: ChooseFiles): Promise<ChosenFile[]>;
  /** Asks for a folder. Null where none was chosen or the place has no folders to give. */
  chooseFolder(): Promise<string | null>;
  onFileDrag(listener: (drag: FileDrag) => void): () => void;
  /** Runs an operation that serves a file and puts it where the person says. False: called off. */
  saveFile(name: string, input: object, suggestedName: string): Promise<boolean>;
  /** Opens a web address in the system's browser. */
  openExternal(url: string): Promise<void>;
  /** Shows a folder, named below the library's, in the system's file manager. False where the place cannot. */
  reveal(path: string): Promise<boolean>;
  /** Scales the window; a browser does this by itself. */
  setZoom(factor: number): Promise<void>;
  /** Opens the library once more, after it could not be opened; `takeOver` first stops the program that has it open.
   * In a browser nothing is to be opened: what serves the page has it open. */
  openLibrary(takeOver: boolean): Promise<void>;
  /** Opens the rehearsal library, or goes back. False where the place cannot: a browser shows what is served. */
  rehearse(on: boolean): Promise<boolean>;
}
