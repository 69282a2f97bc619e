// Builds the window's pages into ui/dist, in one bundle a tab, with relative addresses: the same
// files are served at tauri://localhost and at http://127.0.0.1:PORT/.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While developing in a browser, calls go on to a running `troupe-cli serve`.
const served = process.env.TROUPE_ADDRESS ?? "http://127.0.0.1:47600";

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
          groups: [{ name: "shared", minShareCount: 2, test: /src.(api|components|host)|node_modules/ }],
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
