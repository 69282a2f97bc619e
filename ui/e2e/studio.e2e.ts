// Studio in a real browser: from words to the queue, the order of what waits, decisions by key.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answers, answer, CALM, job, Refusal } from "./answers";
import { axe, type OpenPage, open } from "./page";
import { served } from "./served";

const address = served();
let opened: OpenPage;
let answers: Answers;
let calls: [name: string, input: unknown][];

/** Notes what the operation was called with and answers this. */
const noted = (name: string, data: unknown) => (input: unknown) => {
  calls.push([name, input]);
  return data;
};

beforeEach(async () => {
  calls = [];
  const queued = job("new", "a boat", ["queued"]);
  answers = {
    ...CALM,
    "images.generate": noted("images.generate", queued),
    "queue.move": noted("queue.move", queued),
    "content.approve": noted("content.approve", {
      content: { id: "ochre-picture-1" },
      previous: { content_id: "ochre-picture-1", approval_status: "pending", rejected_reason: null },
    }),
    "content.update": noted("content.update", {}),
    "content.get": { id: "ochre-picture-1", updated_at: "2026-11-19T14:57:00Z" },
  };
  opened = await open(`${address()}#/studio`, { prepare: (page) => answer(page, answers) });
  await opened.page.getByRole("grid", { name: /Contact sheet/ }).waitFor();
});

afterEach(() => opened.close());

const prompt = () => opened.page.getByLabel("Prompt", { exact: true });

test("words and Ctrl Enter queue pictures, from wherever the focus is", async () => {
  const { page } = opened;
  await prompt().fill("a boat");
  await page.getByLabel("Count").fill("8");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => calls).toEqual([["images.generate", { prompt: "a boat", count: 8 }]]);
});

test("without words nothing is queued, and the field says what it wants", async () => {
  await opened.page.getByRole("button", { name: /^Generate/ }).click();
  await opened.page.getByText("Write what the picture shows").waitFor();
  expect(calls).toEqual([]);
});

test("a refused word is said under the prompt, in the program's own sentence", async () => {
  answers["images.compose"] = new Refusal(400, "validation_error", "prompt: “schoolgirl” is refused", {
    fields: [{ field: "prompt", message: "“schoolgirl” makes a character look under age" }],
  });
  await prompt().fill("a schoolgirl");
  await opened.page.getByText("makes a character look under age").waitFor();
});

test("what was written is still there after another tab", async () => {
  const { page } = opened;
  await prompt().fill("a boat on still water");
  await page.keyboard.press("Control+1");
  await page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
  await page.keyboard.press("Control+2");
  await expect.poll(() => prompt().inputValue()).toBe("a boat on still water");
});

test("another tab hands in a prompt by the address, once", async () => {
  const { page } = opened;
  await page.goto(`${address()}#/studio?prompt=a%20window`);
  await expect.poll(() => prompt().inputValue()).toBe("a window");
  await expect.poll(() => page.url()).not.toContain("window");
});

test("Alt and an arrow moves a job in the queue", async () => {
  const { page } = opened;
  await page.getByRole("listitem", { name: /a small boat/ }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => calls).toEqual([["queue.move", { job_id: "boat", to: "front" }]]);
});

test("A approves the picture under the cursor, and Z takes it back", async () => {
  const { page } = opened;
  await page.getByRole("grid", { name: /Contact sheet/ }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("a");
  await expect.poll(() => calls.length).toBe(1);
  // It can be taken back once the program has answered.
  await expect
    .poll(async () => {
      await page.keyboard.press("z");
      return calls.length;
    })
    .toBe(2);
  expect(calls).toEqual([
    ["content.approve", { content_id: "ochre-picture-1" }],
    ["content.update", { content_id: "ochre-picture-1", approval_status: "pending" }],
  ]);
});

test("a picture that failed says why, and every place has a name", async () => {
  const { page } = opened;
  await page.getByRole("gridcell", { name: /Picture 5 of 6.*next/ }).waitFor();
  await page.getByRole("button", { name: "Details" }).click();
  await page.getByRole("dialog", { name: "Picture 3 of 6 was not made" }).waitFor();
  expect(await axe(page)).toEqual([]);
});
