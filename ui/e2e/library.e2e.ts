// The library by keyboard alone: looking, deciding, taking back, reviewing.
import { expect, test } from "vitest";
import { answer, CALM } from "./answers";
import { axe, open } from "./page";
import { served } from "./served";

const address = served();

const DOT = Buffer.from("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==", "base64");

const item = (number: number) => ({
  id: `018f0000-0000-7000-8000-00000000000${number}`,
  character_id: null,
  character_name: "Mira Solano",
  filename: `mira-${number}.png`,
  width: 512,
  height: 640,
  file_size: 178_000,
  prompt: `Ochre backdrop ${number}`,
  negative_prompt: "",
  source: "generated",
  workflow_id: null,
  model: "flux2-dev.safetensors",
  seed: 81_204_417_350 + number,
  quality_score: null,
  identity_score: number === 1 ? 0.88 : null,
  description: "",
  rating: "unknown",
  folder_path: "",
  approval_status: "pending",
  rejected_reason: null,
  is_ai_made: true,
  times_used: 0,
  tags: [],
  created_at: "2026-11-19T14:57:00Z",
  updated_at: "2026-11-19T14:57:00Z",
  deleted_at: null,
  generation_settings: { steps: 24 },
  loras: [],
  is_file_missing: false,
  parent: null,
  children: [],
});
const items = [1, 2, 3].map(item);
const before = ({ id }: { id: string }) => ({
  content_id: id,
  approval_status: "pending",
  rejected_reason: null,
  rating: "unknown",
  folder_path: "",
});
const [first] = items;
const ANSWERS = {
  ...CALM,
  "content.list": { content: items, total: 3, limit: 100, offset: 0, next_cursor: null },
  "content.facets": { ...(CALM["content.facets"] as object), total: 3, day: [{ value: "2026-11-19", count: 3 }] },
  "content.stats": { total: 3, in_trash: 0, trash_size_bytes: 0, size_bytes: 534_000 },
  "content.get": first,
  "workflows.list": { workflows: [], total: 0, limit: 200, offset: 0 },
  "content.batch_update": { changed: 1, unchanged: 0, not_found: [], previous: first ? [before(first)] : [] },
};

test("pictures are looked at, decided and reviewed without a pointer", async () => {
  const calls: [string, unknown][] = [];
  const opened = await open(`${address()}#/library`, {
    prepare: async (page) => {
      await answer(page, ANSWERS);
      await page.route("**/api/v1/files/**", (route) => route.fulfill({ contentType: "image/gif", body: DOT }));
      page.on("request", (request) => {
        const [, name] = request.url().split("/run/");
        if (name === "content.batch_update") calls.push([name, request.postDataJSON()]);
      });
    },
  });
  const { page, complaints } = opened;
  try {
    await page.getByRole("gridcell", { name: "Mira Solano, pending, same face 0.88" }).waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Detail" }).waitFor();
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press("a");
    await page.getByText("1 picture approved").first().waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => calls.length).toBe(2);
    expect(calls).toEqual([
      ["content.batch_update", { content_ids: [first?.id], approval_status: "approved" }],
      ["content.batch_update", { content_ids: [first?.id], approval_status: "pending", rating: "unknown" }],
    ]);

    await page.keyboard.press("Space");
    await page.getByRole("dialog", { name: "mira-1.png" }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+a");
    await page.getByRole("toolbar", { name: "Selected pictures" }).waitFor();
    await page.keyboard.press("Escape");

    await page.goto(`${address()}#/library?view=review`);
    await page.getByText("3 pictures to decide").waitFor();
    await page.keyboard.press("r");
    await page.getByText("0 approved, 1 rejected").waitFor();
    await page.keyboard.press("z");
    await page.getByText("0 approved, 0 rejected").waitFor();
    expect(await axe(page)).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await opened.close();
  }
});
