// The components in a real browser: no serious finding of axe, no complaint, and pictures to look at.
import { expect, test } from "vitest";
import { answer } from "./answers";
import { axe, open, shot } from "./page";
import { served } from "./served";

const address = served();

for (const theme of ["dark", "light"] as const) {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 900, height: 600 },
  ]) {
    test(`every page at ${size.width} in ${theme}`, async () => {
      const { page, complaints, close } = await open(`${address()}gallery.html`, {
        ...size,
        theme,
        prepare: (page) => answer(page, {}),
      });
      try {
        for (const name of ["base", "large", "grid"]) {
          await page.goto(`${address()}gallery.html?page=${name}`);
          await page.getByRole("main").waitFor();
          await page.waitForLoadState("networkidle");
          await shot(page, `gallery-${name}-${size.width}-${theme}`);
          expect(await axe(page), name).toEqual([]);
        }
        expect(complaints).toEqual([]);
      } finally {
        await close();
      }
    });
  }
}

test("what lies over the page", async () => {
  const { page, close } = await open(`${address()}gallery.html?page=large`, { prepare: (page) => answer(page, {}) });
  try {
    await page.getByRole("button", { name: "Ask" }).click();
    await shot(page, "gallery-confirm");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Keep it");
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Fail" }).click();
    await shot(page, "gallery-dialog");
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "More", exact: true }).click();
    await shot(page, "gallery-menu");
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("combobox", { name: "Time zone" }).click();
    await page.keyboard.type("lis");
    await shot(page, "gallery-combobox");
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Time zone" }).getByText("Europe/Lisbon").waitFor();

    await page.getByRole("button", { name: "Say" }).click();
    await page.getByRole("group", { name: "4 pictures moved to trash" }).waitFor();
    await shot(page, "gallery-toasts");
    expect(await axe(page)).toEqual([]);
  } finally {
    await close();
  }
});

test("the grid goes by keyboard through a hundred thousand pictures", async () => {
  const { page, close } = await open(`${address()}gallery.html?page=grid`, { prepare: (page) => answer(page, {}) });
  try {
    const grid = page.getByRole("grid");
    await grid.focus();
    const current = () =>
      page.evaluate(() => {
        const id = document.querySelector('[role="grid"]')?.getAttribute("aria-activedescendant");
        return id ? (document.getElementById(id)?.getAttribute("aria-label") ?? null) : null;
      });
    await page.keyboard.press("End");
    await expect.poll(current).toMatch(/^Picture 100059,/);
    await page.keyboard.press("Home");
    await expect.poll(current).toMatch(/^Picture 1,/);
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("3 selected").first().waitFor();
    await shot(page, "gallery-selection");
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press("Control+a");
    await page.getByText("100059 selected").first().waitFor();
    await page.keyboard.press("x");
    await page.getByText("100058 selected").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("0 selected").first().waitFor();
  } finally {
    await close();
  }
});
