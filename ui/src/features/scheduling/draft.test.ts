// What is composed becomes what is sent.
import { expect, test } from "vitest";
import { cropTo, draftOf, emptyDraft, mended, shortenBy, tagsOf } from "./draft";

const draft = () => ({ ...emptyDraft({ content_id: "p" }, "2026-11-19T14:52"), account_ids: ["a", "b"] });
const post = { account_id: "a", text: "", shorten: (text: string, max: number) => text.slice(0, max) };

test("a new post takes the hour that was pressed, else the next full one", () => {
  expect(emptyDraft({}, "2026-11-19T23:52").at).toBe("2026-11-20T00:00");
  expect(emptyDraft({ at: "2026-11-21T09:15" }, "2026-11-19T14:52").at).toBe("2026-11-21T09:15");
  expect(emptyDraft({ at: "soon" }, "2026-11-19T14:52").at).toBe("2026-11-19T15:00");
});

test("hashtags are taken with or without their sign, each once", () => {
  expect(tagsOf("#one two, #one ##three")).toEqual(["one", "two", "three"]);
  expect(tagsOf("  ")).toEqual([]);
});

test("only what an account has of its own is sent for it", () => {
  expect(draftOf(draft()).for_accounts).toEqual([]);
  expect(draftOf({ ...draft(), own: { b: "short" } }).for_accounts).toEqual([{ account_id: "b", caption: "short" }]);
  expect(draftOf({ ...draft(), content_ids: ["p", "q"] }).post_type).toBe("carousel");
});

test("a finding's button changes what it is about", () => {
  const long = { ...draft(), caption: "a long story" };
  expect(mended(long, { kind: "shorten", max: 6 }, post).own).toEqual({ a: "a long" });
  expect(mended({ ...draft(), hashtags: "a b c" }, { kind: "drop_hashtags", max: 2 }, post).hashtags).toBe("a b");
  const cropped = mended(
    draft(),
    { kind: "crop", min_ratio: 0.8, max_ratio: 1.91 },
    {
      ...post,
      picture: { width: 800, height: 1200 },
    },
  );
  expect(cropped.crops.a?.width).toBe(1);
  expect(cropped.crops.a?.height).toBeCloseTo(0.8333, 3);
  expect(mended(draft(), { kind: "allow", what: "repeat" }, post).allowed).toEqual({ a: ["repeat"] });
});

test("a crop has a ratio in the range and stays in the picture", () => {
  for (const [width, height] of [
    [800, 1200],
    [3000, 500],
    [1000, 1000],
  ] as const) {
    const { x, y, width: w, height: h } = cropTo(width, height, 0.8, 1.91);
    const ratio = (w * width) / (h * height);
    expect(ratio).toBeGreaterThanOrEqual(0.799);
    expect(ratio).toBeLessThanOrEqual(1.911);
    expect(x + w).toBeLessThanOrEqual(1.0001);
    expect(y + h).toBeLessThanOrEqual(1.0001);
  }
});

test("words are cut between two of them", () => {
  expect(shortenBy("one two three four", 4)).toBe("one two…");
});
