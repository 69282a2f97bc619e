// What is asked of the text engine for a proposal.
import { expect, test } from "vitest";
import type { PlatformView } from "@/api";
import type { Row } from "./proposal";
import { narrowest, wanting } from "./useWriting";

const view = (platform: string, max: number | null, max_with_media: number | null = null) =>
  ({ platform, text: { max, max_with_media } }) as unknown as PlatformView;

const row = (part: Partial<Row>): Row =>
  ({
    accounts: [
      { account_id: "a", platform: "instagram", handle: "@a" },
      { account_id: "b", platform: "x", handle: "@b" },
    ],
    account_ids: ["a", "b"],
    hashtags: [],
    content_id: "c",
    isApproved: false,
    ...part,
  }) as unknown as Row;

const platforms = [view("instagram", 2200), view("x", 280), view("telegram", 4096, 1024)];

test("words are made for the platform that takes the fewest, less the hashtags", () => {
  expect(narrowest(row({}), platforms)).toEqual({ platform: "x", max_length: 278 });
  expect(narrowest(row({ hashtags: ["clay", "dusk"] }), platforms)).toEqual({ platform: "x", max_length: 266 });
  expect(narrowest(row({ account_ids: ["a"] }), platforms)).toEqual({ platform: "instagram" });
  expect(narrowest(row({ account_ids: [] }), platforms)).toEqual({});
});

test("rows without a picture, and approved ones, want no words", () => {
  const rows = [row({}), row({ content_id: null }), row({ isApproved: true })];
  expect(wanting(rows)).toEqual([rows[0]]);
});
