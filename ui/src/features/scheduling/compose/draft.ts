// What is being composed, as the page holds it, and as it is sent.
import type { Input, Output, PlatformView, PostType } from "@/api";
import { type Crop, type Crops, cropTo } from "./crop";

export type Finding = Output<"posts.preflight">["posts"][number]["findings"][number];
export type Fix = NonNullable<Finding["fix"]>;

/** What one account has of its own; what is absent is as for all. */
export interface Own {
  caption?: string | undefined;
  hashtags?: readonly string[] | undefined;
  title?: string | undefined;
  first_comment?: string | undefined;
  /** The platform's own fields. */
  fields?: Readonly<Record<string, unknown>>;
  /** The parts of the pictures that are sent, by picture. */
  crops?: Readonly<Record<string, Crop>>;
  /** What the creator agreed to. */
  allowed?: readonly string[];
}

export interface Draft {
  content_ids: readonly string[];
  /** Null: the character's own accounts. */
  account_ids: readonly string[] | null;
  post_type: "post" | "story" | "reel";
  caption: string;
  /** By account. */
  own: Readonly<Record<string, Own>>;
  /** Hashtags and mentions as typed, with or without their sign. */
  hashtags: string;
  mentions: string;
  /** Alt texts by picture; absent: what the library says of it. */
  alt_texts: Readonly<Record<string, string>>;
  /** Null: as the character says. */
  ai_label: boolean | null;
  /** Wall-clock time, `2026-11-19T19:00`. */
  at: string;
  /** The zone of that time. */
  zone: string;
  /** Whether the platforms publish it themselves then. */
  at_platform: boolean;
}

/** A picture or clip of the draft, as far as it is known. */
export interface Item {
  id: string;
  content_type?: string | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  description?: string | undefined;
}

/** An account that the draft goes to. */
export interface Target {
  id: string;
  /** What its platform takes; absent until it is read. */
  view?: PlatformView | undefined;
}

/** The next full hour, or the hour that was pressed. */
function firstTime(at: string | undefined, now: string): string {
  if (at && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)) return at.slice(0, 16);
  const next = new Date(`${now}:00Z`);
  next.setUTCHours(next.getUTCHours() + 1, 0, 0, 0);
  return next.toISOString().slice(0, 16);
}

export function emptyDraft(search: { content_id?: string; at?: string }, now: string, zone: string): Draft {
  return {
    content_ids: search.content_id ? [search.content_id] : [],
    account_ids: null,
    post_type: "post",
    caption: "",
    own: {},
    hashtags: "",
    mentions: "",
    alt_texts: {},
    ai_label: null,
    at: firstTime(search.at, now),
    zone,
    at_platform: false,
  };
}

/** Words without their sign, each once. */
const wordsOf = (typed: string, sign: RegExp): string[] => [
  ...new Set(
    typed
      .split(/[\s,]+/)
      .map((word) => word.replace(sign, ""))
      .filter((word) => word !== ""),
  ),
];
export const tagsOf = (typed: string): string[] => wordsOf(typed, /^#+/);
export const mentionsOf = (typed: string): string[] => wordsOf(typed, /^@+/);

/** The words for those who do not see a picture. */
export const altTextOf = (draft: Draft, item: Item): string => draft.alt_texts[item.id] ?? item.description ?? "";

/** The form in which a platform takes what is composed: several files are a carousel only where it has carousels. */
export function formOf(wanted: Draft["post_type"], items: readonly Item[], view: PlatformView | undefined): PostType {
  if (wanted !== "post") return wanted;
  const has = (form: PostType) => !view || view.posts.some(({ post_type }) => post_type === form);
  const isClip = items.length > 0 && items.every(({ content_type }) => content_type === "video");
  if (isClip && items.length === 1) {
    const forClips = (["video", "reel"] as const).find((form) => view?.posts.some((one) => one.post_type === form));
    if (forClips) return forClips;
  }
  if (items.length > 1 && has("carousel")) return "carousel";
  return "post";
}

/** Whether the account's platform can publish by itself at a time. */
export const schedules = ({ view }: Target): boolean => Boolean(view?.capabilities.schedule);

/** The draft as `posts.create` and `posts.preflight` take it. */
export function draftOf(draft: Draft, targets: readonly Target[], items: readonly Item[]) {
  const alt_texts = items.map((item) => altTextOf(draft, item));
  const post_type = formOf(draft.post_type, items, undefined);
  return {
    account_ids: targets.map(({ id }) => id),
    content_ids: [...draft.content_ids],
    caption: draft.caption,
    hashtags: tagsOf(draft.hashtags),
    mentions: mentionsOf(draft.mentions),
    post_type,
    alt_texts: alt_texts.some((text) => text.trim() !== "") ? alt_texts : [],
    ...(draft.ai_label === null ? {} : { ai_label: draft.ai_label }),
    ...(draft.at_platform && targets.every(schedules)
      ? { at_platform: true, scheduled_at: draft.at, timezone: draft.zone }
      : {}),
    for_accounts: targets
      .map(({ id, view }) => {
        const own = draft.own[id] ?? {};
        const form = formOf(draft.post_type, items, view);
        const crops = draft.content_ids.map((content_id) => own.crops?.[content_id] ?? null);
        return {
          account_id: id,
          ...(form === post_type ? {} : { post_type: form }),
          ...(own.caption === undefined ? {} : { caption: own.caption }),
          ...(own.hashtags === undefined ? {} : { hashtags: [...own.hashtags] }),
          ...(own.title ? { title: own.title } : {}),
          ...(own.first_comment ? { first_comment: own.first_comment } : {}),
          ...(own.fields && Object.keys(own.fields).length > 0 ? { fields: own.fields } : {}),
          ...(crops.some((crop) => crop !== null) ? { crops } : {}),
          ...(own.allowed ? { allowed: [...own.allowed] } : {}),
        };
      })
      .filter((one) => Object.keys(one).length > 1),
  } satisfies Partial<Input<"posts.create">>;
}

/** The draft with something of an account's own changed. */
export const withOwn = (draft: Draft, account_id: string, part: Own): Draft => ({
  ...draft,
  own: { ...draft.own, [account_id]: { ...draft.own[account_id], ...part } },
});

/** Which file a finding is about: `media[2]` is the third one. */
export function fileOf(finding: Pick<Finding, "field">): number | undefined {
  const place = /^media\[(\d+)\]$/.exec(finding.field)?.[1];
  return place === undefined ? undefined : Number(place);
}

/**
 * The draft after the button of a finding was pressed. `over`: by how much the words are too long, as counted there.
 * `crops`: the parts to keep that the program proposes, by picture.
 */
export function mended(
  draft: Draft,
  account_id: string,
  finding: Finding,
  over: number,
  items: readonly Item[],
  crops: Crops = {},
) {
  const { fix } = finding;
  const own = draft.own[account_id] ?? {};
  const item = items[fileOf(finding) ?? 0];
  switch (fix?.kind) {
    case "shorten": {
      const cut = (text: string) => shortenBy(text, [...text].length - fix.max);
      if (finding.field === "title") return withOwn(draft, account_id, { title: cut(own.title ?? "") });
      if (finding.field === "first_comment") {
        return withOwn(draft, account_id, { first_comment: cut(own.first_comment ?? "") });
      }
      if (fileOf(finding) !== undefined && item) {
        return { ...draft, alt_texts: { ...draft.alt_texts, [item.id]: cut(altTextOf(draft, item)) } };
      }
      // The sign at the end can count twice.
      return withOwn(draft, account_id, { caption: shortenBy(own.caption ?? draft.caption, over + 1) });
    }
    case "drop_hashtags": {
      const written = (own.caption ?? draft.caption).match(/(^|\s)#\S/g)?.length ?? 0;
      const tags = own.hashtags ?? tagsOf(draft.hashtags);
      return withOwn(draft, account_id, { hashtags: tags.slice(0, Math.max(0, fix.max - written)) });
    }
    case "drop_media":
      return { ...draft, content_ids: draft.content_ids.slice(0, fix.max) };
    case "crop": {
      if (!item?.width || !item.height) return draft;
      const crop = crops[item.id] ?? cropTo(item.width, item.height, fix.min_ratio, fix.max_ratio);
      return withOwn(draft, account_id, { crops: { ...own.crops, [item.id]: crop } });
    }
    case "allow":
      return withOwn(draft, account_id, { allowed: [...(own.allowed ?? []), fix.what] });
    default:
      return draft;
  }
}

/** Cuts words at a word's end so that they come down by what is too much, with a sign that more was there. */
export function shortenBy(text: string, over: number): string {
  if (over <= 0) return text;
  const letters = [...text];
  const length = Math.max(0, letters.length - over - 1);
  const kept = letters.slice(0, length).join("");
  const isWhole = /\s/.test(letters[length] ?? "");
  const word = isWhole ? kept : kept.replace(/\s+\S*$/, "");
  return `${(word || kept).trimEnd()}…`;
}
