// Notices in a small window: they cover nothing that is to be pressed, and the keyboard reaches them, dialog or not.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answers, answer, CALM } from "./answers";
import { axe, type OpenPage, open, shot } from "./page";
import { served } from "./served";

const address = served();
let opened: OpenPage;

const item = (number: number) => ({
  id: `018f0000-0000-7000-8000-00000000000${number}`,
  character_name: "Mira Solano",
  filename: `mira-${number}.png`,
  approval_status: "pending",
  identity_score: null,
  description: "",
  tags: [],
  created_at: "2026-11-19T14:57:00Z",
});
const items = [1, 2, 3].map(item);
const answers: Answers = {
  ...CALM,
  "content.list": { content: items, total: 3, limit: 100, offset: 0, next_cursor: null },
  "content.facets": { ...(CALM["content.facets"] as object), total: 3, day: [{ value: "2026-11-19", count: 3 }] },
  "content.stats": { total: 3, in_trash: 0, trash_size_bytes: 0, size_bytes: 534_000 },
  "content.batch_update": {
    changed: 3,
    unchanged: 0,
    not_found: [],
    previous: items.map(({ id }) => ({
      content_id: id,
      approval_status: "pending",
      rejected_reason: null,
      rating: "unknown",
      folder_path: "",
    })),
  },
  "prompts.examples_delete": { deleted_id: "e1" },
};

beforeAll(async () => {
  opened = await open(`${address()}#/library`, {
    width: 900,
    height: 600,
    prepare: (page) => answer(page, answers),
  });
});
afterAll(async () => {
  await opened.close();
});

const notice = () => opened.page.getByRole("region", { name: "Notices" }).getByRole("group");
const box = async (part: Locator) => {
  const found = await part.boundingBox();
  if (!found) throw new Error("It is not on screen");
  return found;
};
async function meet(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await box(one), await box(other)];
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("a notice stands above the selection bar", async () => {
  const { page } = opened;
  await page
    .getByRole("gridcell", { name: /Mira Solano/ })
    .first()
    .waitFor();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("a");
  await notice().getByText("3 pictures approved").waitFor();
  const bar = page.getByRole("toolbar", { name: "Selected pictures" });
  await expect.poll(() => meet(notice(), bar)).toBe(false);
  expect(await meet(notice(), page.getByRole("contentinfo"))).toBe(false);
  await shot(page, "notice-over-selection");
});

test("F8 goes to the notice, Escape back to where the focus was", async () => {
  const { page } = opened;
  await page.keyboard.press("F8");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Undo");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("grid");
  await page.keyboard.press("F8");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await notice().waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("grid");
});

test("over a dialog it stands at the top, is reached there, and closes nothing", async () => {
  const { page } = opened;
  await page.goto(`${address()}#/prompts`);
  await page.getByRole("button", { name: /^Examples/ }).press("Enter");
  await page.getByRole("listbox", { name: "examples" }).focus();
  await page.keyboard.press("Delete");
  await notice().getByText("Coffee by the window deleted").waitFor();
  expect(await meet(notice(), page.getByRole("button", { name: "Use in Studio" }))).toBe(false);

  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog", { name: "New example" });
  await dialog.waitFor();
  await expect.poll(() => meet(notice(), dialog)).toBe(false);
  await shot(page, "notice-over-dialog");
  expect(await axe(page)).toEqual([]);

  await page.keyboard.press("F8");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Undo");
  await page.keyboard.press("Escape");
  await dialog.waitFor();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await notice().getByRole("button", { name: "Close" }).click();
  await notice().waitFor({ state: "detached" });
  await dialog.waitFor();
});
