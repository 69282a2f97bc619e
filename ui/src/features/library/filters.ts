// The library's filters: in the address, as an operation takes them, and in words. What the address
// holds under another name, or with a value that no filter has, counts as not set.
import type { ContentFilter } from "@/api";

/** The filters that an operation takes, without page and order. */
export type Filter = ContentFilter;

export type Sort = "newest" | "oldest" | "name" | "quality";

/** What the address holds: filters by their names in `content.list`, the order, what is open. */
export type LibrarySearch = Record<string, string>;

export const SORTS: Record<Sort, string> = {
  newest: "Newest",
  oldest: "Oldest",
  name: "Name",
  quality: "Quality",
};

export const TYPES: Record<string, string> = { image: "Pictures", video: "Clips", audio: "Sounds", text: "Texts" };

export const STATES: Record<string, string> = { pending: "Pending", approved: "Approved", rejected: "Rejected" };

export const RATINGS: Record<string, string> = {
  unknown: "Not rated",
  safe: "No nudity",
  suggestive: "Suggestive",
  nsfw: "Explicit",
};

/** The filters in the order in which their chips stand. */
export const FILTER_NAMES = [
  "q",
  "approval_status",
  "character_id",
  "content_type",
  "folder",
  "model",
  "lora",
  "tag",
  "rating",
  "never_posted",
  "seed",
  "job_id",
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

const CHOICES: Partial<Record<FilterName, readonly string[]>> = {
  approval_status: Object.keys(STATES),
  content_type: Object.keys(TYPES),
  rating: Object.keys(RATINGS),
  never_posted: ["true"],
};

const isUuid = (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

/** The filters of an address. */
export function filterOf(search: LibrarySearch): Filter {
  const filter: Record<string, unknown> = {};
  for (const name of FILTER_NAMES) {
    const value = search[name];
    if (value === undefined || (value === "" && name !== "folder")) continue;
    if (CHOICES[name] && !CHOICES[name].includes(value)) continue;
    if ((name === "character_id" || name === "job_id") && !isUuid(value)) continue;
    if (name === "seed") {
      if (/^\d{1,16}$/.test(value)) filter.seed = Number(value);
    } else {
      filter[name] = name === "never_posted" ? true : value;
    }
  }
  return filter as Filter;
}

export function sortOf(search: LibrarySearch): Sort {
  return search.sort !== undefined && search.sort in SORTS ? (search.sort as Sort) : "newest";
}

/** One filter in force. Several tags are several chips. */
export interface FilterChip {
  name: FilterName;
  value: string;
  label: string;
}

/** The filters in force, in words. `characterName` knows the cast. */
export function chipsOf(search: LibrarySearch, characterName: (id: string) => string | undefined): FilterChip[] {
  const filter = filterOf(search) as Record<string, unknown>;
  return FILTER_NAMES.flatMap((name): FilterChip[] => {
    const value = filter[name];
    if (value === undefined) return [];
    const text = String(value);
    if (name === "tag") return tagsOf(text).map((tag) => ({ name, value: tag, label: `#${tag}` }));
    return [{ name, value: text, label: labelOf(name, text, characterName) }];
  });
}

function labelOf(name: FilterName, value: string, characterName: (id: string) => string | undefined): string {
  switch (name) {
    case "q":
      return `“${value}”`;
    case "approval_status":
      return STATES[value] ?? value;
    case "character_id":
      return characterName(value) ?? "One character";
    case "content_type":
      return TYPES[value] ?? value;
    case "folder":
      return value === "" ? "In no folder" : value;
    case "model":
    case "lora":
      return fileTitle(value);
    case "rating":
      return RATINGS[value] ?? value;
    case "never_posted":
      return "Never posted";
    case "seed":
      return `Seed ${value}`;
    case "job_id":
      return "One job";
    case "tag":
      return `#${value}`;
  }
}

/** The tags of the filter, which has commas between them. */
export const tagsOf = (value: string | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

/** The address with a filter turned on, or off where it was on. Tags add up, all others replace. */
export function withFilter(search: LibrarySearch, name: FilterName, value: string): LibrarySearch {
  if (name !== "tag") return search[name] === value ? without(search, name) : { ...search, [name]: value };
  const tags = tagsOf(search.tag);
  const next = tags.includes(value) ? tags.filter((tag) => tag !== value) : [...tags, value];
  return next.length === 0 ? without(search, "tag") : { ...search, tag: next.join(",") };
}

/** The address without some of its names. */
export function without(search: LibrarySearch, ...names: string[]): LibrarySearch {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !names.includes(name)));
}

/** A model file's name as it is read: without folder and ending. */
export const fileTitle = (name: string): string =>
  name.replace(/^.*[\\/]/, "").replace(/\.(safetensors|ckpt|pt|pth|gguf)$/i, "");
