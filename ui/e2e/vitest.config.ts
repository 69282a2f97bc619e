// Runs what needs a real browser: `npm run e2e`.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    root: "e2e",
    include: ["**/*.e2e.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
