// What is composed becomes what is sent.
import { expect, test } from "vitest";
import type { PlatformView, PostType } from "@/api";
import { cropTo, moveTo, placeOf } from "./crop";
import { altTextOf, type Draft, draftOf, emptyDraft, type Finding, mended, shortenBy, tagsOf } from "./draft";

const NOW = "2026-11-19T14:52";
const draft = (part: Partial<Draft> = {}): Draft => ({ ...emptyDraft({ content_id: "p" }, NOW, "UTC"), ...part });
const view = (...forms: PostType[]) => ({ posts: forms.map((post_type) => ({ post_type })) }) as PlatformView;
const A = { id: "a" };
const B = { id: "b" };
const P = { id: "p", content_type: "image", width: 800, height: 1200, description: "A kiln" };
const Q = { id: "q", content_type: "image", width: 600, height: 1200 };
const finding = (fix: Finding["fix"], field = "text"): Finding => ({
  code: "x",
  severity: "blocks",
  field,
  message: "",
  fix,
});

test("a new post takes the hour that was pressed, else the next full one", () => {
  expect(emptyDraft({}, "2026-11-19T23:52", "UTC").at).toBe("2026-11-20T00:00");
  expect(emptyDraft({ at: "2026-11-21T09:15" }, NOW, "UTC").at).toBe("2026-11-21T09:15");
  expect(emptyDraft({ at: "soon" }, NOW, "UTC").at).toBe("2026-11-19T15:00");
});

test("hashtags are taken with or without their sign, each once", () => {
  expect(tagsOf("#one two, #one ##three")).toEqual(["one", "two", "three"]);
  expect(tagsOf("  ")).toEqual([]);
});

test("only what an account has of its own is sent for it", () => {
  expect(draftOf(draft(), [A, B], [P]).for_accounts).toEqual([]);
  const own = { b: { caption: "short", title: "", first_comment: "First", fields: { language: "pt" } } };
  expect(draftOf(draft({ own }), [A, B], [P]).for_accounts).toEqual([
    { account_id: "b", caption: "short", first_comment: "First", fields: { language: "pt" } },
  ]);
});

test("the label is as the character says until the creator decides", () => {
  expect(draftOf(draft(), [A], [P])).not.toHaveProperty("ai_label");
  expect(draftOf(draft({ ai_label: false }), [A], [P]).ai_label).toBe(false);
});

test("several pictures are a carousel where the platform has carousels", () => {
  const two = draft({ content_ids: ["p", "q"] });
  const targets = [
    { ...A, view: view("post", "carousel") },
    { ...B, view: view("post") },
  ];
  const sent = draftOf(two, targets, [P, Q]);
  expect(sent.post_type).toBe("carousel");
  expect(sent.for_accounts).toEqual([{ account_id: "b", post_type: "post" }]);
});

test("the platforms publish it themselves only where all of them can", () => {
  const can = (schedule: object | null) => ({ ...view("post"), capabilities: { schedule } }) as PlatformView;
  const wanted = draft({ at_platform: true });
  const able = { ...A, view: can({ min_minutes: 10, max_days: 30 }) };
  expect(draftOf(wanted, [able], [P]).at_platform).toBe(true);
  expect(draftOf(wanted, [able, { ...B, view: can(null) }], [P])).not.toHaveProperty("at_platform");
});

test("a clip goes in the form that the platform has for clips", () => {
  const clip = { id: "p", content_type: "video" };
  const targets = [
    { id: "a", view: view("post", "video") },
    { id: "b", view: view("post", "reel") },
    { id: "c", view: view("post") },
  ];
  expect(draftOf(draft(), targets, [clip]).for_accounts).toEqual([
    { account_id: "a", post_type: "video" },
    { account_id: "b", post_type: "reel" },
  ]);
});

test("each picture has words of its own, from the library until the creator writes others", () => {
  const two = draft({ content_ids: ["p", "q"], alt_texts: { q: "A shelf" } });
  expect(draftOf(two, [A], [P, Q]).alt_texts).toEqual(["A kiln", "A shelf"]);
  expect(altTextOf(draft({ alt_texts: { p: "" } }), P)).toBe("");
  expect(draftOf(draft(), [A], [Q]).alt_texts).toEqual([]);
});

test("a finding about a picture changes that picture", () => {
  const two = draft({ content_ids: ["p", "q"] });
  const cut = mended(two, "a", finding({ kind: "crop", min_ratio: 0.8, max_ratio: 1.91 }, "media[1]"), 0, [P, Q]);
  expect(draftOf(cut, [A], [P, Q]).for_accounts).toEqual([
    { account_id: "a", crops: [null, { x: 0, y: expect.closeTo(0.124, 3), width: 1, height: 0.625 }] },
  ]);
  const long = { ...two, alt_texts: { q: "one two three" } };
  expect(mended(long, "a", finding({ kind: "shorten", max: 8 }, "media[1]"), 0, [P, Q]).alt_texts).toEqual({
    q: "one two…",
  });
});

test("a finding about the words changes those of its account", () => {
  const long = draft({ caption: "one two three four" });
  expect(mended(long, "a", finding({ kind: "shorten", max: 14 }), 4, [P]).own.a?.caption).toBe("one two…");
  const titled = draft({ own: { a: { title: "one two three" } } });
  expect(mended(titled, "a", finding({ kind: "shorten", max: 8 }, "title"), 0, [P]).own.a?.title).toBe("one two…");
  const tagged = draft({ caption: "so #warm", hashtags: "a b c" });
  const dropped = mended(tagged, "a", finding({ kind: "drop_hashtags", max: 2 }), 0, [P]);
  expect(dropped.own.a?.hashtags).toEqual(["a"]);
  expect(dropped.hashtags).toBe("a b c");
});

test("what is agreed to is agreed to for that account", () => {
  const agreed = mended(draft(), "a", finding({ kind: "allow", what: "repeat" }), 0, [P]);
  expect(draftOf(agreed, [A, B], [P]).for_accounts).toEqual([{ account_id: "a", allowed: ["repeat"] }]);
});

test("a crop has a ratio in the range and stays in the picture, wherever it is moved", () => {
  for (const [width, height] of [
    [800, 1200],
    [3000, 500],
    [1000, 1000],
  ] as const) {
    for (const place of [0, 0.4, 1]) {
      const cut = moveTo(cropTo(width, height, 0.8, 1.91), place);
      const ratio = (cut.width * width) / (cut.height * height);
      expect(ratio).toBeGreaterThanOrEqual(0.799);
      expect(ratio).toBeLessThanOrEqual(1.911);
      expect(cut.x + cut.width).toBeLessThanOrEqual(1.0001);
      expect(cut.y + cut.height).toBeLessThanOrEqual(1.0001);
      if (cut.width < 1 || cut.height < 1) expect(placeOf(cut)).toBeCloseTo(place);
    }
  }
});

test("words are cut between two of them", () => {
  expect(shortenBy("one two three four", 4)).toBe("one two three…");
  expect(shortenBy("one two three four", 6)).toBe("one two…");
  expect(shortenBy("one two", 0)).toBe("one two");
});
