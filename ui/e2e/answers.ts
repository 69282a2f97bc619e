// Answers the page's calls in place of the program, with the cast of the design, so that the page
// can be looked at alone.
import type { Page, Route, WebSocketRoute } from "playwright-core";

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
  next_post: null,
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

/** A prompt of the book, with how many pictures it made and how many of them were approved. */
const saved = (id: string, prompt: string, times_used: number, approved_count: number) => ({
  id,
  character_id: "mira",
  title: "",
  prompt,
  negative_prompt: "",
  source: "written",
  is_favourite: id === "p1",
  times_used,
  approved_count,
  latest: times_used > 0 ? [`${id}-1`, `${id}-2`, `${id}-3`].slice(0, times_used) : [],
  created_at: at,
  updated_at: at,
});

/** Half an hour of readings, with five minutes in which nothing was measured. */
const measured = (name: string, unit: string, of: (minute: number) => number) => ({
  name,
  unit,
  points: Array.from({ length: 30 }, (_, minute) => minute)
    .filter((minute) => minute < 12 || minute > 16)
    .map((minute) => ({
      at: new Date(Date.parse(at) + (minute - 29) * 60_000).toISOString(),
      value: of(minute),
      least: of(minute) * 0.95,
      most: of(minute) * 1.03,
    })),
});

/** A job with a run in each of the states. */
export function job(id: string, title: string, states: string[]) {
  const runs = states.map((status, place) => ({
    run_id: `${id}-${place + 1}`,
    number: place + 1,
    status,
    seed: 81_204 + place,
    width: 1024,
    height: 1280,
    progress: status === "done" ? 1 : 0,
    step: status === "running" ? 14 : null,
    steps: status === "running" ? 24 : null,
    preview: status === "running" ? 7 : null,
    content_id: status === "done" ? `${id}-picture-${place + 1}` : null,
    error: status === "failed" ? { code: "upstream_error", message: "The disk of ComfyUI is full", details: {} } : null,
    notes: [],
  }));
  const count = (status: string) => states.filter((one) => one === status).length;
  const isBegun = states.some((status) => status !== "queued");
  const isOpen = states.some((status) => status === "queued" || status === "running");
  return {
    job_id: id,
    generation_id: id,
    kind: "image",
    status: isOpen ? (isBegun ? "running" : "queued") : "done",
    held_reason: null,
    title,
    batch_id: null,
    character_id: "mira",
    retry_of: null,
    total: states.length,
    success_count: count("done"),
    failure_count: count("failed"),
    progress: count("done") / states.length,
    queue_position: isBegun ? null : 1,
    estimated_completion: null,
    created_at: at,
    started_at: isBegun ? at : null,
    finished_at: isOpen ? null : at,
    error: null,
    runs,
    content_ids: runs.flatMap(({ content_id }) => content_id ?? []),
  };
}

const RUNNING = job("ochre", "Mira Solano: close portrait on an ochre backdrop", [
  "done",
  "done",
  "failed",
  "running",
  "queued",
  "queued",
]);
const WAITING = [job("ridge", "Juno Hale: ridge at dawn", ["queued"]), job("boat", "Kaia: a small boat", ["queued"])];

/** ComfyUI as a service that Troupe started. */
const SERVICE = {
  name: "comfyui",
  title: "ComfyUI",
  state: "running",
  message: "It answers.",
  started_by: "troupe",
  version: "0.3.71",
  address: "http://127.0.0.1:8188",
  answer_ms: 38,
  looked_at: at,
  process_id: 4711,
  started_at: at,
  deaths: 0,
  starts_again_at: null,
  can_start: false,
  can_stop: true,
  can_delete: false,
  log_tail: ["Starting server", "To see the GUI go to: http://127.0.0.1:8188"],
  settings: {
    title: null,
    command: "python3",
    arguments: ["main.py"],
    folder: null,
    address: null,
    start_with_program: true,
    restart: true,
    when_program_ends: "stop",
    stop_within_seconds: 10,
  },
};

const page = (rows: Record<string, unknown[]>) => ({
  ...rows,
  total: Object.values(rows)[0]?.length ?? 0,
  limit: 200,
  offset: 0,
});

const reference = {
  id: "reference-1",
  character_id: "mira",
  name: "mira-1.png",
  width: 1024,
  height: 1280,
  size_bytes: 600_000,
  caption: "",
  is_primary: true,
  use_for_training: true,
  origin: "fictional",
  consent_id: null,
  source: "file",
  face: "not_measured",
  sharpness: 345,
  has_camera_data: false,
  suggestions: [],
  created_at: "2026-11-19T14:00:00Z",
};

/** One of the cast in full. */
export const MIRA = {
  ...CAST[0],
  timezone: "Europe/Lisbon",
  interests: ["ceramics"],
  profile_image: null,
  personality: {
    extroversion: 0.5,
    creativity: 0.5,
    humor: 0.5,
    professionalism: 0.5,
    authenticity: 0.5,
    communication_style: "",
    preferred_topics: [],
    content_tone: "",
    temperature: 0.7,
    llm_prompt: "",
  },
  appearance: {
    hair_color: "dark brown",
    eye_color: "brown",
    style_keywords: [],
    style_preferences: [],
    face_reference: null,
    face_consistency_method: null,
    base_model: null,
    loras: [],
    prompt_prefix: "",
    negative_prompt: "",
  },
  narrative: "",
  platforms: ["instagram"],
  disclosure: { enabled: true, line: "", overlay: false },
  origin: "fictional",
  consent_id: null,
  styles: [],
  references: [reference],
};

/** An answer that is an error. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
    readonly details: unknown = null,
  ) {}
}

/** By the operation's name what it answers, or a function of its input. */
export type Answers = Record<string, unknown>;

/** A group of one planned post. */
const PLANNED = {
  group_id: "g",
  character_id: null,
  character_name: "Mira",
  scheduled_at: at,
  wall_time: at.slice(0, 19),
  content_id: null,
  caption: "Ochre day.",
  posts: [
    {
      id: "p",
      account_handle: "mira.example",
      platform: "bluesky",
      status: "scheduled",
      is_approved: true,
      is_late: false,
      visibility: null,
      waiting_reason: null,
      content_ids: [],
    },
  ],
};

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
  "services.list": { services: [SERVICE], total: 1 },
  "services.get": { ...SERVICE, found: [] },
  "monitoring.metrics": {
    measured_at: at,
    gauges: { pictures_per_minute: 4 },
    jobs: {},
    posts: [],
    step_seconds: 60,
    series: [
      measured("gpu_memory_used_bytes", "bytes", (minute) => (14 + 3 * Math.sin(minute / 3)) * 1024 ** 3),
      measured("gpu_busy_percent", "percent", (minute) => (minute % 7 < 5 ? 97 : 4)),
      measured("gpu_temperature_c", "celsius", (minute) => 60 + (minute % 7)),
      measured("memory_used_bytes", "bytes", () => 11.2 * 1024 ** 3),
      {
        name: "pictures_per_minute",
        unit: "pictures",
        points: [0, 1, 2, 3].map((minute) => ({
          at: new Date(Date.parse(at) + minute * 60_000).toISOString(),
          value: minute + 1,
          least: minute,
          most: minute + 2,
        })),
      },
      measured("queue_depth", "count", (minute) => Math.max(0, 6 - (minute % 8))),
    ],
  },
  "models.installs": { installs: [], total: 0 },
  "models.missing": { models: [], total: 0, installable: 0 },
  "backup.list": { backups: [], total: 0, folder: "Pictures/Troupe/backups", running: null, is_restore_ready: false },
  "backup.checklist": { restored_at: null, accounts: [], models: [], is_comfyui_known: true },
  "accounts.list": { accounts: [], total: 0 },
  "platforms.list": { platforms: [], total: 0 },
  "posts.list": { posts: [], total: 0, limit: 20, offset: 0 },
  "rules.list": { rules: [], total: 0 },
  "agents.list": { agents: [], total: 0 },
  "approvals.list": { approvals: [], total: 0, limit: 200, offset: 0, waiting: 0 },
  "scheduler.status": {
    is_paused: false,
    pause: null,
    next_post: null,
    approvals_waiting: 0,
    needs_you: 0,
    missed: null,
    must_be_awake: [
      { at, wall_time: at.slice(0, 19), timezone: "UTC", message: "This computer must be awake at 19:00." },
    ],
  },
  "calendar.get": {
    from_date: at.slice(0, 10),
    to_date: at.slice(0, 10),
    timezone: "UTC",
    days: [{ date: at.slice(0, 10), groups: [PLANNED], firings: [], post_count: 1 }],
    crowded_hours: [],
    total_posts: 1,
    needs_attention: 0,
  },
  "system.status": {
    is_rehearsal: false,
    services: [{ name: "comfyui", state: "running", message: "ComfyUI answers.", is_fault: false }],
    settings: { interface: { is_enabled: false, port: 8799 } },
  },
  "errors.list": {
    errors: [
      {
        id: "1",
        code: "upstream_error",
        message: "The GPU's memory ran out. Choose a smaller size.",
        count: 2,
        first_at: at,
        last_at: at,
        resolved_at: null,
        operation: "run_jobs",
      },
    ],
    total: 1,
    limit: 100,
    offset: 0,
  },
  "logs.list": {
    logs: [{ timestamp: at, level: "warning", service: "queue", message: "ComfyUI does not answer", fields: {} }],
    total: 1,
    has_more: false,
    limit: 100,
    offset: 0,
  },
  "images.stats": { jobs: [], made: 0, failed: 0, success_rate: null, by_model: [] },
  "resources.memory": { total_bytes: 32e9, available_bytes: 20e9, used_bytes: 12e9, program_bytes: 93e6 },
  "resources.storage": {
    free_bytes: 412e9,
    total_bytes: 931e9,
    parts: [{ name: "media", size_bytes: 84e9 }],
    library_bytes: 84e9,
    is_short: false,
  },
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
    generation: { default_model: null, on_out_of_memory: "smaller", long_jobs_only_in: null, keeps_text_models: false },
    storage: { trash_days: 30, daily_copies: 7, backup_folder: null },
    program: { is_set_up: true },
    interface: { is_enabled: true, port: 8799 },
    text: { is_local_only: false, monthly_limit_usd: null },
  },
  "engines.list": { engines: [], total: 0 },
  "text.health": { status: "not_set_up", message: "No text engine is named yet.", engines: [] },
  "text.models": { models: [], total: 0 },
  "text.usage": { month: "2026-11", cost_usd: 0, limit_usd: null, input_tokens: 0, output_tokens: 0, parts: [] },
  "models.list": { models: [], total: 0, limit: 200, offset: 0, types: {}, has_sizes: true },
  "prompts.list": {
    prompts: [
      saved("p1", "Close portrait on __colour__ seamless backdrop, __outfit__, soft key from the side, 85 mm", 48, 31),
      saved("p2", "Steep tiled stairs in __district__, hard noon light, no people, film grain", 12, 0),
      saved("p3", "Studio table after a long day", 0, 0),
    ],
    total: 3,
    limit: 200,
    offset: 0,
    counts: { all: 3, favourites: 1, ai: 0, characters: [{ character_id: "mira", count: 3 }] },
  },
  "prompts.preview": {
    prompt: "Close portrait on slate seamless backdrop, linen shirt, soft key from the side, 85 mm",
    composed: {},
    wildcards: [
      { name: "colour", words: ["ochre", "teal", "brick", "bone", "slate"] },
      { name: "outfit", words: Array.from({ length: 23 }, (_, at) => `outfit ${at}`) },
    ],
    combinations: 115,
    seed: 1,
  },
  "prompts.wildcards_list": { wildcards: [], total: 0, limit: 200, offset: 0 },
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
  "images.settings_list": { settings: [], total: 0, limit: 200, offset: 0 },
  "characters.list": { characters: CAST, total: CAST.length, limit: 200, offset: 0 },
  "queue.get": {
    is_paused: false,
    running: [RUNNING],
    waiting: WAITING,
    pictures_left: 5,
    estimated_completion: null,
  },
  "images.jobs": page({ jobs: [RUNNING, ...WAITING] }),
  "images.formats_list": page({
    formats: [
      { id: "square", name: "Square", description: "", width: 1024, height: 1024, platforms: [] },
      { id: "portrait", name: "Portrait", description: "", width: 1024, height: 1280, platforms: [] },
    ],
  }),
  "workflows.list": page({ workflows: [] }),
  "styles.list": page({ styles: [] }),
  "comfyui.status": { status: "running", message: "ComfyUI answers.", server: null },
  "images.compose": {
    composed: {
      prompt: "a boat",
      negative_prompt: "",
      model: "atelier_sdxl.safetensors",
      model_from: "server",
      loras: [],
      parts: [{ from: "prompt", text: "a boat" }],
      negative_parts: [],
    },
    workflow_id: "text_to_image",
    width: 1024,
    height: 1280,
    steps: 24,
    cfg_scale: 3.5,
    sampler_name: "euler",
    scheduler: "normal",
    count: 4,
    is_checked: true,
    missing: { nodes: [], models: [], options: [] },
    estimated_seconds: 40,
  },
  "resources.gpu": {
    devices: [
      {
        name: "RTX 3090",
        kind: "cuda",
        memory_used_bytes: 17.2 * 1024 ** 3,
        memory_free_bytes: 6.8 * 1024 ** 3,
        memory_total_bytes: 24 * 1024 ** 3,
        busy_percent: 97,
        temperature_c: 68,
        power_w: 286,
      },
    ],
    source: "nvml",
    message: "Read from the driver.",
  },
};

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"><rect width="4" height="5" fill="#8a7c5a"/></svg>';

/** Answers `run/{name}` from a table (a function is asked with the input), every file with a picture, and everything else below `/api` with `not_found`. */
export async function answer(page: Page, answers: Answers): Promise<void> {
  await page.route("**/api/v1/**", async (route: Route) => {
    const path = new URL(route.request().url()).pathname;
    if (path.includes("/files/")) {
      await route.fulfill({ contentType: "image/svg+xml", body: PICTURE });
      return;
    }
    const name = path.split("/").at(-1) ?? "";
    const given = answers[name];
    const data = await (typeof given === "function" ? given(route.request().postDataJSON()) : given);
    if (data instanceof Refusal) {
      const { code, message, details, status } = data;
      await route.fulfill({ status, json: { success: false, error: { code, message, details }, timestamp: at } });
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

/** Takes the page's updates over from `answer`; the answer sends one. */
export async function updates(page: Page): Promise<(type: string, data: object) => void> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket("**/api/v1/ws/updates", (socket) => {
    sockets.push(socket);
  });
  let id = 0;
  return (type, data) => {
    id += 1;
    for (const socket of sockets) socket.send(JSON.stringify({ id, type, data }));
  };
}
