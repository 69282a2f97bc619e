// Serves the UI while the tests of a file run.
import { mkdirSync } from "node:fs";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll } from "vitest";
import { SHOTS } from "./page";

/** Called once at the top of a file; answers where the page stands, once the tests run. */
export function served(): () => string {
  let server: ViteDevServer;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    server = await createServer({ server: { port: 0, strictPort: false, proxy: {} }, logLevel: "error" });
    await server.listen();
  });
  afterAll(() => server.close());
  return () => server.resolvedUrls?.local[0] ?? "";
}
