// The tab Characters in a real browser: adding by keyboard, dropped references, cards and their keys.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answers, answer, CALM, MIRA } from "./answers";
import { axe, type OpenPage, open, shot } from "./page";
import { served } from "./served";

const address = served();
let opened: OpenPage;

const answers: Answers = {
  ...CALM,
  "characters.get": MIRA,
  "characters.create": MIRA,
  "characters.delete": MIRA,
  "characters.restore": MIRA,
  "models.list": { models: [], total: 0, limit: 200, offset: 0 },
  "consents.list": { consents: [], total: 0, limit: 200, offset: 0 },
};

beforeAll(async () => {
  opened = await open(address(), { prepare: (page) => answer(page, answers) });
  await heading("Characters").waitFor();
});

afterAll(async () => {
  await opened.close();
});

const heading = (name: string) => opened.page.getByRole("heading", { level: 1, name, exact: true });

/** Holds a picture over the page, and lets it go. */
const hold = (x: number, y: number, lets: boolean) =>
  opened.page.evaluate(
    ({ x, y, lets }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "face.png", { type: "image/png" }));
      const init = { dataTransfer: transfer, clientX: x, clientY: y, cancelable: true };
      window.dispatchEvent(new DragEvent("dragover", init));
      if (lets) window.dispatchEvent(new DragEvent("drop", init));
    },
    { x, y, lets },
  );

test("a character is deleted from its card by keyboard, and comes back with the notice's Undo", async () => {
  const { page } = opened;
  await page.getByRole("button", { name: "Mira Solano", exact: true }).focus();
  for (const name of ["More of Mira Solano", "Post", "Generate"]) {
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent,
      ),
    ).toBe(name);
  }
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete" }).press("Enter");
  await page.getByText("Mira Solano was deleted", { exact: true }).waitFor();
  const restored = page.waitForRequest("**/run/characters.restore");
  await page.getByRole("button", { name: "Undo" }).click();
  await restored;
  await page.getByText("Mira Solano was deleted", { exact: true }).waitFor({ state: "detached" });
  expect(await axe(page)).toEqual([]);
});

test("an age of 17 is told in the form, nothing is sent, and the draft outlives a reload", async () => {
  const { page } = opened;
  await page.keyboard.press("n");
  await heading("Add character").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Sol Reyes");
  await page.getByLabel("Age", { exact: true }).fill("17");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Characters are adults: 18 or over").waitFor();
  await page.getByText("1 to fix").waitFor();
  await shot(page, "add-character");
  expect(await axe(page)).toEqual([]);
  await page.reload();
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Sol Reyes");
});

test("with 18 or over it is sent as it was typed, in the zone of its place", async () => {
  const { page } = opened;
  await page.getByLabel("Age", { exact: true }).fill("28");
  await page.getByLabel("Lives in").fill("Madrid, Spain");
  await page.keyboard.press("Tab");
  const sent = page.waitForRequest("**/run/characters.create");
  await page.keyboard.press("Control+Enter");
  expect((await sent).postDataJSON()).toEqual({
    name: "Sol Reyes",
    age: 28,
    location: "Madrid, Spain",
    timezone: "Europe/Madrid",
  });
  await heading("Mira Solano").waitFor();
});

test("files over the references say what will happen", async () => {
  const { page } = opened;
  await page.getByRole("tab", { name: "Identity" }).click();
  await page.getByText("Face not measured").waitFor();
  await hold(500, 300, false);
  await page.getByText("Add a reference to Mira").waitFor();
  await shot(page, "drop-references");
  await page.keyboard.press("Escape");
  expect(await axe(page)).toEqual([]);
});

test("a picture that cannot be handed over is told at its own tile", async () => {
  const { page } = opened;
  await hold(500, 300, true);
  await page.getByText("Refused.").waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Refused.").waitFor({ state: "detached" });
});
