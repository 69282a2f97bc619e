// A post that is there already is mended by what it failed with.
import { expect, test, vi } from "vitest";
import type { Post } from "@/api";
import type { Finding } from "../compose/draft";
import type { Checked } from "../compose/useChecked";
import { fixOf, mendingOf } from "./mending";

// Nobody can be asked here where the face is: the cut by hand holds.
vi.mock("../compose/framing", () => ({ framed: async () => ({}) }));

const POST = {
  id: "post",
  account_id: "ig",
  caption: "one two three four",
  hashtags: ["a", "b"],
  title: null,
  first_comment: null,
  allowed: [],
  ai_label: true,
  media: [
    { id: "p", width: 1000, height: 1000, alt_text: "A kiln", crop: null },
    { id: "q", width: 600, height: 1200, alt_text: "", crop: null },
  ],
  error: { fix: { kind: "crop", min_ratio: 0.8, max_ratio: 1.91 } },
} as unknown as Post;
const CHECKED = { text_length: 20, max_length: 14 } as Checked;

test("the button of a failed post says what mends it, or where to go", () => {
  expect(fixOf(POST)).toEqual({ verb: "Crop" });
  expect(fixOf({ ...POST, error: { fix: { kind: "reconnect" } } })).toBe("reconnect");
  expect(fixOf({ ...POST, error: { fix: { kind: "allow", what: "repeat" } } })).toBeNull();
  expect(fixOf({ ...POST, error: null })).toBeNull();
});

test("all that a press can mend is mended, and the rest stays as it was", async () => {
  const findings = [
    { field: "media[1]", fix: { kind: "crop", min_ratio: 0.8, max_ratio: 1.91 } },
    { field: "text", fix: { kind: "shorten", max: 14 } },
  ] as Finding[];
  expect(await mendingOf(POST, CHECKED, findings)).toMatchObject({
    post_id: "post",
    caption: "one two…",
    hashtags: ["a", "b"],
    alt_texts: ["A kiln", ""],
    crops: [null, { width: 1, height: 0.625 }],
    allowed: [],
  });
});
