// Answers the page's calls in place of the program, with the cast of the design, so that the page
// can be looked at alone.
import type { Page, Route } from "playwright-core";

const at = "2026-11-19T14:57:00Z";
const person = (id: string, name: string, age: number, location: string, bio: string, status = "active") => ({
  id,
  name,
  age,
  location,
  bio,
  status,
  face: null,
  newest_content_ids: [],
  pending_count: 0,
  updated_at: at,
});

export const CAST = [
  person("mira", "Mira Solano", 27, "Lisbon", "Ceramics, film cameras, slow mornings"),
  person("juno", "Juno Hale", 31, "Edinburgh", "Fell running, weather, bread"),
  person("kaia", "Kaia Lindqvist", 29, "Gothenburg", "Small boats, knitwear, cold water"),
  person("teo", "Teo Marchetti", 34, "Turin", "Cooks one thing a day", "error"),
  person("ines", "Ines Okafor", 26, "Rotterdam", "Architecture student, colour"),
  person("noor", "Noor Aydin", 38, "Istanbul", "Jazz on late radio", "paused"),
];

/** An answer that is an error. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
  ) {}
}

export type Answers = Record<string, unknown>;

export const CALM: Answers = {
  "system.health": {
    status: "healthy",
    services: [{ name: "comfyui", state: "running", message: "", is_fault: false }],
  },
  "system.info": { name: "Troupe", version: "0.1.0", docs: "/docs", is_rehearsal: false, safe_mode: null },
  "setup.detect": {
    comfyui: [
      {
        address: "http://127.0.0.1:8188",
        version: "0.3.71",
        device: "GPU",
        memory_total_bytes: 24 * 1024 ** 3,
        is_named: true,
      },
    ],
    text_engines: [{ name: "Ollama", address: "http://127.0.0.1:11434", models: 3 }],
    keychain: "ready",
    keychain_message: "",
    library_folder: "Pictures/Troupe",
    free_bytes: 412_000_000_000,
    has_server: true,
    is_set_up: true,
  },
  "servers.list": { servers: [], total: 0 },
  "system.status": { is_rehearsal: false, services: [] },
  "content.list": { content: [], total: 0, limit: 100, offset: 0, next_cursor: null },
  "content.facets": {
    total: 0,
    approval_status: [],
    character_id: [],
    content_type: [],
    tag: [],
    folder: [],
    model: [],
    lora: [],
    rating: [],
    day: [],
  },
  "content.stats": { total: 0, in_trash: 0, trash_size_bytes: 0, size_bytes: 0 },
  "settings.get": {
    look: { theme: "system" },
    generation: { default_model: null, on_out_of_memory: "smaller" },
    program: { is_set_up: true },
  },
  "models.list": { models: [], total: 0, limit: 200, offset: 0 },
  "prompts.examples_list": {
    prompt_examples: [
      {
        id: "e1",
        title: "Coffee by the window",
        prompt: "sitting by a café window, soft morning light",
        negative_prompt: "",
        category: "Everyday",
      },
    ],
    total: 1,
    limit: 200,
    offset: 0,
  },
  "images.styles_list": { styles: [], total: 0, limit: 200, offset: 0 },
  "images.formats_list": { formats: [], total: 0, limit: 200, offset: 0 },
  "images.settings_list": { settings: [], total: 0, limit: 200, offset: 0 },
  "characters.list": { characters: CAST, total: CAST.length, limit: 200, offset: 0 },
  "queue.get": { is_paused: false, running: [{}], waiting: [{}, {}], pictures_left: 9, estimated_completion: null },
  "resources.gpu": {
    devices: [{ name: "GPU", memory_used_bytes: 17.2 * 1024 ** 3, memory_total_bytes: 24 * 1024 ** 3 }],
  },
};

/** Answers `run/{name}` from a table, and everything else below `/api` with `not_found`. */
export async function answer(page: Page, answers: Answers): Promise<void> {
  await page.route("**/api/v1/**", async (route: Route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    const data = answers[name];
    if (data instanceof Refusal) {
      const { code, message, status } = data;
      await route.fulfill({ status, json: { success: false, error: { code, message, details: null }, timestamp: at } });
      return;
    }
    const timestamp = at;
    await route.fulfill({
      status: data === undefined ? 404 : 200,
      json:
        data === undefined
          ? { success: false, error: { code: "not_found", message: `There is no ${name}.`, details: null }, timestamp }
          : { success: true, data, timestamp },
    });
  });
  await page.routeWebSocket("**/api/v1/ws/updates", () => {});
}
