// The frame by keyboard: palette, keys sheet, tabs, sidebar, regions, undo of nothing; and dropped files.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answers, answer, CALM, MIRA, Refusal } from "./answers";
import { axe, type OpenPage, open, shot } from "./page";
import { served } from "./served";

const address = served();
let opened: OpenPage;

beforeAll(async () => {
  const answers = {
    ...CALM,
    "characters.get": MIRA,
  };
  opened = await open(address(), { prepare: (page) => answer(page, answers) });
  await opened.page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
});

afterAll(async () => {
  await opened.close();
});

const heading = (name: string) => opened.page.getByRole("heading", { level: 1, name, exact: true });

test("Ctrl and a digit opens a tab", async () => {
  const { page } = opened;
  await page.keyboard.press("Control+2");
  await heading("Studio").waitFor();
  await page.keyboard.press("Control+,");
  await heading("Settings").waitFor();
  await page.keyboard.press("Control+1");
  await heading("Characters").waitFor();
});

test("the palette finds a character and goes there", async () => {
  const { page } = opened;
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await shot(page, "palette");
  await page.keyboard.type("mira");
  await page.getByRole("option", { name: /^Mira Solano/ }).waitFor();
  await shot(page, "palette-mira");
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await heading("Mira Solano").waitFor();
});

test("with > it finds actions alone, and performs the one chosen", async () => {
  const { page } = opened;
  await page.keyboard.press("Control+k");
  await page.keyboard.type(">librar");
  expect(await page.getByRole("option").count()).toBe(1);
  await page.keyboard.press("Enter");
  await heading("Library").waitFor();
});

test("the question mark shows the keys, and Esc closes them", async () => {
  const { page } = opened;
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.getByText("Fold the sidebar").waitFor();
  await shot(page, "keys");
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
});

test("Ctrl B folds the sidebar and unfolds it", async () => {
  const { page } = opened;
  const width = async () => (await page.getByRole("navigation", { name: "Troupe" }).boundingBox())?.width;
  expect(await width()).toBe(184);
  await page.keyboard.press("Control+b");
  await expect.poll(width).toBe(48);
  await page.keyboard.press("Control+b");
  await expect.poll(width).toBe(184);
});

test("F6 goes round the regions", async () => {
  const { page } = opened;
  const region = () =>
    page.evaluate(() => document.activeElement?.closest("[data-region]")?.getAttribute("data-region"));
  await page.keyboard.press("Control+1");
  await heading("Characters").waitFor();
  const seen: (string | null | undefined)[] = [];
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press("F6");
    seen.push(await region());
  }
  expect(new Set(seen)).toEqual(new Set(["sidebar", "toolbar", "main", "status"]));
  await page.keyboard.press("Shift+F6");
  expect(await region()).toBe(seen.at(-2));
});

test("files over a window without a target say that nothing takes them", async () => {
  const { page } = opened;
  await page.keyboard.press("Control+,");
  await heading("Settings").waitFor();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "a.png", { type: "image/png" }));
    window.dispatchEvent(
      new DragEvent("dragover", { dataTransfer: transfer, clientX: 600, clientY: 400, cancelable: true }),
    );
  });
  await page.getByText("Nothing here takes files").waitFor();
  await shot(page, "drop-nowhere");
  await page.keyboard.press("Escape");
  await page.getByText("Nothing here takes files").waitFor({ state: "detached" });
});

test("a damaged library shows its copies in place of the screens", async () => {
  const { page } = opened;
  await page.unrouteAll();
  await answer(page, {
    ...CALM,
    "system.health": {
      status: "down",
      services: [{ name: "database", state: "damaged", message: "The library is damaged.", is_fault: true }],
    },
    "library.copies": { copies: [{ name: "a", made_at: "2026-11-19T03:00:00Z", size_bytes: 2_100_000 }], total: 1 },
  });
  await page.reload();
  await heading("Safe mode").waitFor();
  await page.getByRole("button", { name: "Go back to this" }).click();
  await page.getByRole("alertdialog").waitFor();
  await shot(page, "safe-mode");
  expect(await axe(page)).toEqual([]);
});

test("a page that is not let in says so", async () => {
  const { page } = opened;
  const refusal = new Refusal(401, "unauthorized", "This address lets nobody in any more.");
  await page.unrouteAll();
  await answer(page, { "settings.get": refusal, "characters.list": refusal });
  await page.reload();
  await page.getByText("Troupe did not let this page in").waitFor();
  opened.complaints.splice(0);
});

test("the page complains of nothing", () => {
  expect(opened.complaints).toEqual([]);
});

test("a second start stands before the settings are known, in the creator's theme from the first paint", async () => {
  const settings = CALM["settings.get"] as { look: object };
  let answered: Promise<unknown> | undefined;
  const answers: Answers = {
    ...CALM,
    "settings.get": () => answered ?? { ...settings, look: { ...settings.look, theme: "light" } },
  };
  const { page, close } = await open(address(), { theme: "dark", prepare: (page) => answer(page, answers) });
  try {
    const title = page.getByRole("heading", { level: 1, name: "Characters" });
    await title.waitFor();
    await expect.poll(() => page.evaluate(() => localStorage.getItem("troupe.theme"))).toBe('"light"');

    // No answer comes this time, and no bundle for now.
    answered = new Promise(() => {});
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    await page.route("**/main.tsx*", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${address()}?again`, { waitUntil: "commit" });
    await page.waitForFunction(() => document.documentElement.dataset.frame === "open");
    await shot(page, "before-the-bundle");
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
    letGo();
    await title.waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.frame)).toBeUndefined();
  } finally {
    await close();
  }
});

test("a library that was never set up asks for its ComfyUI, though another one was set up here before", async () => {
  const settings = CALM["settings.get"] as { program: object };
  const answers: Answers = { ...CALM };
  const { page, close } = await open(address(), { prepare: (page) => answer(page, answers) });
  try {
    await page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
    answers["settings.get"] = { ...settings, program: { ...settings.program, is_set_up: false } };
    await page.goto(`${address()}?again`);
    await page.getByRole("heading", { level: 1, name: "Where should pictures be made?" }).waitFor();
  } finally {
    await close();
  }
});
