// Generated from the operations registry. Do not edit; renew with `cargo xtask fix`.

/** What every list answers with beside its rows. */
export interface Page {
  total: number;
  limit: number;
  offset: number;
}

export interface CharacterSummary {
  id: string;
  name: string;
  age: number | null;
  bio: string | null;
  location: string | null;
  status: "active" | "paused" | "error";
  profile_image: string | null;
  updated_at: string;
}

export interface Operations {
  "system.status": {
    input: Record<string, never>;
    output: {
      rehearsal: boolean;
      services: { name: string; state: string; detail: string | null }[];
    };
  };
  "characters.list": {
    input: { status?: string; search?: string; limit?: number; offset?: number };
    output: Page & { characters: CharacterSummary[] };
  };
  "characters.get": {
    input: { character_id: string };
    output: CharacterSummary;
  };
  "characters.create": {
    input: { name: string; age: number; bio?: string };
    output: CharacterSummary;
  };
  "characters.delete": {
    input: { character_id: string };
    output: CharacterSummary;
  };
  "characters.restore": {
    input: { character_id: string };
    output: CharacterSummary;
  };
  "queue.get": {
    input: Record<string, never>;
    output: { paused: boolean; running: unknown[]; waiting: unknown[]; held: unknown[] };
  };
  "resources.gpu": {
    input: Record<string, never>;
    output: { gpus: { name: string; memory_used_bytes: number; memory_total_bytes: number }[] };
  };
}

export type OperationName = keyof Operations;

/** Rules of one input field, as the program checks them. */
export interface FieldRules {
  required?: boolean;
  minimum?: number;
  maximum?: number;
  min_length?: number;
  max_length?: number;
  pattern?: string;
  /** The only words that are taken. */
  choices?: readonly string[];
}

export interface OperationMeta {
  effect: "read" | "write" | "destroy" | "publish";
  /** What the operation shows (read) or changes. */
  tags: readonly string[];
  /** By field name, dotted where fields nest. */
  rules?: Readonly<Record<string, FieldRules>>;
}

export const operationMeta: Readonly<Record<OperationName, OperationMeta>> = {
  "system.status": { effect: "read", tags: ["services", "queue"] },
  "characters.list": { effect: "read", tags: ["characters"] },
  "characters.get": { effect: "read", tags: ["characters"] },
  "characters.create": {
    effect: "write",
    tags: ["characters"],
    rules: {
      name: { required: true, min_length: 1, max_length: 100 },
      age: { required: true, minimum: 18 },
      bio: { max_length: 500 },
    },
  },
  "characters.delete": { effect: "destroy", tags: ["characters"] },
  "characters.restore": { effect: "write", tags: ["characters"] },
  "queue.get": { effect: "read", tags: ["queue"] },
  "resources.gpu": { effect: "read", tags: ["services"] },
};
