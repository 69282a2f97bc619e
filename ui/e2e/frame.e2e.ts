// The frame in a real browser: both themes, both widths, no complaint and no serious finding.
import { expect, test } from "vitest";
import { answer, CALM } from "./answers";
import { axe, open, shot } from "./page";
import { served } from "./served";

const address = served();

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];
/** Each screen's address and heading. */
const SCREENS = {
  characters: "Characters",
  "characters/new": "Add character",
  studio: "Studio",
  library: "Library",
  scheduling: "Scheduling",
  "scheduling/new": "New post",
  "scheduling/rules": "Rules",
  prompts: "Prompts",
  monitoring: "Monitoring",
  settings: "Settings",
  welcome: "Where should pictures be made?",
};

for (const theme of ["dark", "light"] as const) {
  for (const size of SIZES) {
    test(`every screen at ${size.width} in ${theme}`, async () => {
      const opened = await open(`${address()}#/characters`, { ...size, theme, prepare: (page) => answer(page, CALM) });
      const { page, complaints } = opened;
      try {
        for (const [screen, heading] of Object.entries(SCREENS)) {
          await page.goto(`${address()}#/${screen}`);
          await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
          await shot(page, `${screen.replace("/", "-")}-${size.width}-${theme}`);
          expect(await axe(page), screen).toEqual([]);
        }
        expect(complaints).toEqual([]);
      } finally {
        await opened.close();
      }
    });
  }
}

test("in a rehearsal the banner is a part of the page that can be gone to", async () => {
  const status = { ...(CALM["system.status"] as object), is_rehearsal: true };
  const opened = await open(`${address()}#/library`, {
    prepare: (page) => answer(page, { ...CALM, "system.status": status }),
  });
  try {
    await opened.page.getByRole("region", { name: "Rehearsal" }).waitFor();
    expect(await axe(opened.page, true)).toEqual([]);
  } finally {
    await opened.close();
  }
});
