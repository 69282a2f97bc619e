// Opens the UI in a real browser, for tests of the whole product and for pictures of it: a page, the
// accessibility check, a screenshot.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** Where pictures of the page go. */
export const SHOTS = process.env.TROUPE_SHOTS ?? join(tmpdir(), "troupe-shots");

export interface OpenOptions {
  width?: number;
  height?: number;
  theme?: "dark" | "light";
  /** Runs before the page is loaded, e.g. to answer its calls. */
  prepare?: (page: Page) => Promise<void>;
}

export interface OpenPage {
  page: Page;
  /** What the page complained of: uncaught errors and console errors. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens an address in a browser of its own, with an empty profile. */
export async function open(address: string, options: OpenOptions = {}): Promise<OpenPage> {
  const profile = await mkdtemp(join(tmpdir(), "troupe-page-"));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.TROUPE_CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.theme ?? "dark",
    reducedMotion: "reduce",
    locale: "en-GB",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await options.prepare?.(page);
  await page.goto(address);
  return {
    page,
    complaints,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

export interface AxeFinding {
  rule: string;
  impact: string;
  help: string;
  /** Selectors and sources of the elements. */
  where: string[];
}

/** Checks a page with axe. Answers what is serious or critical; all findings with `all`. */
export async function axe(page: Page, all = false): Promise<AxeFinding[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const checker = (window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }).axe;
    return (await checker.run()).violations.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? "minor",
      help,
      where: nodes.slice(0, 5).map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 160)}`),
    }));
  });
  return all ? found : found.filter(({ impact }) => impact === "serious" || impact === "critical");
}

interface AxeViolation {
  id: string;
  impact: string | null;
  help: string;
  nodes: { target: string[]; html: string }[];
}

/** Takes a picture of the page into `SHOTS`. */
export async function shot(page: Page, name: string): Promise<string> {
  const path = join(SHOTS, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
