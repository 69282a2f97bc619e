// Builds the window's pages into ui/dist, in one bundle a tab, with relative addresses: the same
// files are served at tauri://localhost and at http://127.0.0.1:PORT/.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While developing in a browser, calls go on to a running `troupe-cli serve`.
const served = process.env.TROUPE_ADDRESS ?? "http://127.0.0.1:47600";

const PAGE = fileURLToPath(new URL("./index.html", import.meta.url));

type ModuleInfoOf = (id: string) => { importedIds: readonly string[]; code: string | null } | null;

/** Packages that hand on each of their parts by name: who imports two of them reaches two, not all. */
const HANDED_ON = ["lucide-react", "radix-ui"];

/** What such a package hands on: each name, and the part that stands behind it. */
function handedOn(code: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [, name = "", part = ""] of code.matchAll(/import \* as (\w+) from ["'](.+?)["']/g)) parts.set(name, part);
  for (const [, names = "", part = ""] of code.matchAll(/export \{([^}]*)\} from ["']\.\/(.+?)["']/g)) {
    for (const [, name = ""] of names.matchAll(/default as (\w+)/g)) parts.set(name, part);
  }
  return parts;
}

/** The names that a module takes from a package. */
function namesFrom(code: string, from: string): string[] {
  const taken = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*["']${from}["']`, "g");
  return [...code.matchAll(taken)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim().split(" ")[0] ?? ""),
  );
}

let reached: Set<string> | undefined;

/** What the first screen reaches by plain imports. */
function startOf(getModuleInfo: ModuleInfoOf): Set<string> {
  if (reached) return reached;
  reached = new Set();
  const open = [fileURLToPath(new URL("./src/main.tsx", import.meta.url))];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const { importedIds = [], code = "" } = getModuleInfo(id) ?? {};
    for (const imported of importedIds) {
      const handsOn = HANDED_ON.find(
        (name) => imported.includes(`/node_modules/${name}/`) && !id.includes(`/${name}/`),
      );
      if (!handsOn) {
        open.push(imported);
        continue;
      }
      const whole = getModuleInfo(imported);
      const parts = handedOn(whole?.code ?? "");
      const wanted = namesFrom(code ?? "", handsOn).flatMap((name) => parts.get(name) ?? []);
      open.push(...(whole?.importedIds ?? []).filter((one) => wanted.some((part) => one.includes(`/${part}`))));
    }
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
          // The groups say themselves what belongs to them, down to the parts of a package.
          includeDependenciesRecursively: false,
          groups: [
            {
              name: (id, graph) => (id === PAGE || startOf((id) => graph.getModuleInfo(id)).has(id) ? "start" : null),
              priority: 1,
            },
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
