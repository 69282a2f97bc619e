// The first screen, Prompts, Settings and Monitoring in use, by keyboard, in a real browser.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answers, answer, CALM, Refusal } from "./answers";
import { axe, type OpenPage, open, shot } from "./page";
import { served } from "./served";

const address = served();
let opened: OpenPage;
/** What the page is answered; a test may change it on its way. */
let answers: Answers;

beforeEach(async () => {
  answers = { ...CALM };
  opened = await open("about:blank", { prepare: (page) => answer(page, answers) });
});
afterEach(() => opened.close());

const go = (screen: string) => opened.page.goto(`${address()}#/${screen}`);

test("a first start without ComfyUI: an address is refused in words, kept anyway, and the cast comes up", async () => {
  const { page } = opened;
  const refused = "192.168.1.40:8188 can't be reached; check that it is running.";
  answers["setup.detect"] = { ...(CALM["setup.detect"] as object), comfyui: [], has_server: false };
  answers["servers.create"] = new Refusal(400, "validation_error", refused);
  await go("welcome");
  // Nothing was found and a browser cannot rehearse: the address is asked for, and has the focus.
  await page.getByText("None answers. Start ComfyUI, then look again.").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
  await page.keyboard.type("192.168.1.40:8188");
  await page.keyboard.press("Enter");
  await page.getByText(refused).waitFor();
  await shot(page, "first-start-refused");
  expect(await axe(page)).toEqual([]);

  answers["servers.create"] = { id: "1", name: "192.168.1.40:8188" };
  answers["settings.update"] = CALM["settings.get"];
  await page.getByRole("button", { name: "Keep it anyway" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
});

test("a found ComfyUI is taken with Enter alone", async () => {
  const { page } = opened;
  answers["servers.create"] = { id: "1", name: "This computer" };
  answers["settings.update"] = CALM["settings.get"];
  await go("welcome");
  await page.getByRole("radio", { name: /ComfyUI on this computer.*Running/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
  expect(opened.complaints).toEqual([]);
});

test("a text engine that was found is taken with one press, and is then said to write", async () => {
  const { page } = opened;
  const engine = { id: "ollama", name: "Ollama", kind: "ollama", address: "http://127.0.0.1:11434" };
  let taken: unknown;
  answers["engines.create"] = (input: unknown) => {
    taken = input;
    answers["engines.list"] = { engines: [engine], total: 1 };
    return engine;
  };
  await go("welcome");
  await page.getByRole("button", { name: "Use Ollama" }).waitFor();
  await shot(page, "first-start-engine");
  await page.getByRole("button", { name: "Use Ollama" }).click();
  await page.getByText("Ollama writes captions and prompts", { exact: true }).waitFor();
  // The program's update is not told here.
  await page.reload();
  await page.getByText("Ollama at 127.0.0.1:11434 writes captions and prompts, with 3 models").waitFor();
  expect(taken).toEqual({ kind: "ollama", name: "Ollama", address: "http://127.0.0.1:11434" });
  expect(await axe(page)).toEqual([]);
});

test("an example is opened with Enter and goes to Studio", async () => {
  const { page } = opened;
  await go("prompts");
  await page.getByRole("button", { name: /^Examples/ }).press("Enter");
  await page.getByRole("listbox", { name: "examples" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Change Coffee by the window" });
  await dialog.getByLabel("Title").fill("");
  await page.keyboard.press("Enter");
  await dialog.getByText("Is needed").waitFor();
  await shot(page, "example-change");
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Use in Studio" }).press("Enter");
  await page.waitForURL(/#\/studio\?prompt=sitting/);
});

test("what could not be read in Settings and what failed in Monitoring are said, with the way out", async () => {
  const { page } = opened;
  answers["servers.list"] = new Refusal(500, "internal_error", "The library does not answer.");
  await go("settings");
  await page.getByText("The servers could not be read").waitFor();
  expect(await axe(page)).toEqual([]);
  answers["servers.list"] = CALM["servers.list"];
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await page.getByText("No ComfyUI is named yet.").waitFor();

  answers["errors.get"] = {
    ...(CALM["errors.list"] as { errors: object[] }).errors[0],
    details: { exception: "OutOfMemoryError" },
    input: null,
    try_this: ["Choose a smaller size."],
  };
  await page.keyboard.press("Control+6");
  await page.getByRole("button", { name: "What to try" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "The GPU's memory ran out" });
  await dialog.getByText("What ComfyUI said").click();
  await dialog.getByText("OutOfMemoryError").waitFor();
  await shot(page, "monitoring-error");
  expect(await axe(page)).toEqual([]);
});

test("a chart in Monitoring is drawn in the theme's accent, and the arrow keys read it", async () => {
  const { page } = opened;
  await go("monitoring");
  const chart = page.getByRole("img", { name: "Pictures a minute: 4 now, 0 to 5 in this time" });
  await chart.waitFor();
  /** How many pixels of the picture are in the colour that its words name. */
  const inAccent = () =>
    chart.locator("canvas").evaluate((canvas) => {
      const { data } = (canvas as HTMLCanvasElement)
        .getContext("2d")
        ?.getImageData(0, 0, canvas.clientWidth, canvas.clientHeight) ?? { data: [] };
      const wanted = getComputedStyle(canvas).color.match(/\d+/g)?.map(Number) ?? [];
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        const isNear = wanted.every((part, place) => Math.abs(part - (data[at + place] ?? 0)) < 6);
        if (isNear && (data[at + 3] ?? 0) > 128) found++;
      }
      return found;
    });
  await expect.poll(inAccent).toBeGreaterThan(50);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(inAccent).toBeGreaterThan(50);

  await chart.focus();
  await page.keyboard.press("ArrowLeft");
  const value = page.locator("figcaption").filter({ hasText: "Pictures a minute" });
  await expect.poll(() => value.textContent()).toMatch(/Pictures a minute.*:593$/);
  await page.keyboard.press("Home");
  await expect.poll(() => value.textContent()).toMatch(/:571$/);
  await chart.hover({ position: { x: 2, y: 10 } });
  await expect.poll(() => value.textContent()).toMatch(/:571$/);
  await shot(page, "chart-light");
});
