// Builds the window's pages into ui/dist, in one bundle a tab, with relative addresses: the same
// files are served at tauri://localhost and at http://127.0.0.1:PORT/.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While developing in a browser, calls go on to a running `troupe-cli serve`.
const served = process.env.TROUPE_ADDRESS ?? "http://127.0.0.1:47600";

type ModuleInfoOf = (id: string) => { importedIds: readonly string[] } | null;

let reached: Set<string> | undefined;

/** What the first screen reaches by plain imports. */
function startOf(getModuleInfo: ModuleInfoOf): Set<string> {
  if (reached) return reached;
  reached = new Set();
  const open = [fileURLToPath(new URL("./src/main.tsx", import.meta.url))];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(getModuleInfo(id)?.importedIds ?? []));
  }
  return reached;
}

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    // The program answers its own origin alone, so the calls say that they come from there.
    proxy: { "/api": { target: served, ws: true, changeOrigin: true, headers: { Origin: served } } },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["es2022", "safari16"],
    modulePreload: { polyfill: false },
    // What several tabs share is one file: each further one costs a start its way through the window's protocol.
    rollupOptions: {
      input: ["index.html", "docs.html"],
      output: {
        codeSplitting: {
          groups: [
            { name: (id, graph) => (startOf((id) => graph.getModuleInfo(id)).has(id) ? "start" : null), priority: 1 },
            { name: "shared", minShareCount: 2, test: /src.(api|components|host)|node_modules/ },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing.ts"],
  },
});
