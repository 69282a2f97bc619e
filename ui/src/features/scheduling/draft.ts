// What is being composed, as the page holds it, and as it is sent.
import type { Input, Output } from "@/api";

type Finding = Output<"posts.preflight">["posts"][number]["findings"][number];
export type Fix = NonNullable<Finding["fix"]>;

export interface Draft {
  content_ids: readonly string[];
  /** Null until the character's own accounts are known. */
  account_ids: readonly string[] | null;
  post_type: "post" | "carousel" | "story" | "reel" | "video";
  caption: string;
  /** Words of their own, by account. */
  own: Readonly<Record<string, string | undefined>>;
  /** Hashtags as typed, with or without their sign. */
  hashtags: string;
  alt_text: string;
  ai_label: boolean;
  /** The part of the first picture that is sent, by account. */
  crops: Readonly<Record<string, Crop>>;
  /** What the creator agreed to, by account. */
  allowed: Readonly<Record<string, readonly string[]>>;
  /** Wall-clock time, `2026-11-19T19:00`. */
  at: string;
}

interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The next full hour, or the hour that was pressed. */
function firstTime(at: string | undefined, now: string): string {
  if (at && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)) return at.slice(0, 16);
  const next = new Date(`${now}:00Z`);
  next.setUTCHours(next.getUTCHours() + 1, 0, 0, 0);
  return next.toISOString().slice(0, 16);
}

export function emptyDraft(search: { content_id?: string; at?: string }, now: string): Draft {
  return {
    content_ids: search.content_id ? [search.content_id] : [],
    account_ids: null,
    post_type: "post",
    caption: "",
    own: {},
    hashtags: "",
    alt_text: "",
    ai_label: true,
    crops: {},
    allowed: {},
    at: firstTime(search.at, now),
  };
}

/** Hashtags without their sign, each once. */
export const tagsOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[\s,]+/)
      .map((tag) => tag.replace(/^#+/, ""))
      .filter((tag) => tag !== ""),
  ),
];

/** The draft as `posts.create` and `posts.preflight` take it. */
export function draftOf(draft: Draft) {
  const ids = draft.account_ids ?? [];
  return {
    account_ids: [...ids],
    content_ids: [...draft.content_ids],
    caption: draft.caption,
    hashtags: tagsOf(draft.hashtags),
    post_type: draft.post_type === "post" && draft.content_ids.length > 1 ? "carousel" : draft.post_type,
    alt_texts: draft.alt_text.trim() === "" ? [] : draft.content_ids.map(() => draft.alt_text),
    ai_label: draft.ai_label,
    for_accounts: ids
      .map((account_id) => ({
        account_id,
        ...(draft.own[account_id] === undefined ? {} : { caption: draft.own[account_id] }),
        ...(draft.crops[account_id] ? { crops: [draft.crops[account_id]] } : {}),
        ...(draft.allowed[account_id] ? { allowed: [...draft.allowed[account_id]] } : {}),
      }))
      .filter((one) => Object.keys(one).length > 1),
  } satisfies Partial<Input<"posts.create">>;
}

/** The widest part of a picture that has a ratio in the range; from the top a third in, where faces are. */
export function cropTo(width: number, height: number, least: number, most: number): Crop {
  const ratio = width / height;
  if (ratio < least) {
    const part = ratio / least;
    return { x: 0, y: Math.max(0, (1 - part) * 0.33), width: 1, height: part };
  }
  const part = Math.min(1, most / ratio);
  return { x: (1 - part) / 2, y: 0, width: part, height: 1 };
}

/** What one account's finding is about. */
export interface MendedPost {
  account_id: string;
  text: string;
  /** The words that count as too many stand at the end. */
  shorten: (text: string, max: number) => string;
  picture?: { width: number; height: number };
}

/** The draft after the button of a finding was pressed. */
export function mended(draft: Draft, fix: Fix, post: MendedPost): Draft {
  const id = post.account_id;
  switch (fix.kind) {
    case "shorten":
      return { ...draft, own: { ...draft.own, [id]: post.shorten(draft.own[id] ?? draft.caption, fix.max) } };
    case "drop_hashtags":
      return { ...draft, hashtags: tagsOf(draft.hashtags).slice(0, fix.max).join(" ") };
    case "drop_media":
      return { ...draft, content_ids: draft.content_ids.slice(0, fix.max) };
    case "crop":
      return post.picture
        ? {
            ...draft,
            crops: {
              ...draft.crops,
              [id]: cropTo(post.picture.width, post.picture.height, fix.min_ratio, fix.max_ratio),
            },
          }
        : draft;
    case "allow":
      return { ...draft, allowed: { ...draft.allowed, [id]: [...(draft.allowed[id] ?? []), fix.what] } };
    default:
      return draft;
  }
}

/** Cuts words at a word's end so that they come down by what is too much, with a sign that more was there. */
export function shortenBy(text: string, over: number): string {
  const letters = [...text];
  const kept = letters.slice(0, Math.max(0, letters.length - over - 1)).join("");
  const word = kept.replace(/\s+\S*$/, "");
  return `${(word || kept).trimEnd()}…`;
}
