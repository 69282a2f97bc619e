// What the first screen offers, and what it takes from the start.
import { expect, test } from "vitest";
import type { ComfyServer, Setup } from "@/api";
import { engineOf, firstPlace, isNamed, offersOf } from "./places";

const FOUND = {
  address: "http://127.0.0.1:8188",
  version: "0.3.71",
  device: "GPU",
  memory_total_bytes: 24 * 1024 ** 3,
  is_named: false,
};
const setup = (comfyui: Setup["comfyui"]): Setup => ({
  comfyui,
  text_engines: [],
  keychain: "ready",
  keychain_message: "",
  library_folder: "Pictures/Troupe",
  free_bytes: null,
  has_server: false,
  is_set_up: false,
});
const server = (over: Partial<ComfyServer>): ComfyServer => ({
  id: "1",
  name: "Attic",
  address: "http://192.168.1.40:8188",
  is_enabled: true,
  is_default: true,
  state: "off",
  message: "It does not answer.",
  version: null,
  devices: [],
  ram_total_bytes: null,
  ram_free_bytes: null,
  checkpoints: null,
  loras: null,
  ...over,
});

test("a ComfyUI that runs here is taken, with what is known of it", () => {
  const offers = offersOf(setup([FOUND]), [server({ address: "http://127.0.0.1:8188/" }), server({})]);
  expect(offers.map(({ label, facts }) => [label, facts])).toEqual([
    ["ComfyUI on this computer", "127.0.0.1:8188, version 0.3.71, 24 GB GPU"],
    ["Attic", "192.168.1.40:8188, does not answer"],
  ]);
  expect(firstPlace(offers, true)).toBe("at http://127.0.0.1:8188");
});

test("a named one that is off comes before the rehearsal, one that runs before it", () => {
  const off = server({});
  const on = server({ id: "2", address: "http://192.168.1.52:8000", state: "running" });
  expect(firstPlace(offersOf(setup([]), [off]), true)).toBe("at http://192.168.1.40:8188");
  expect(firstPlace(offersOf(setup([]), [off, on]), true)).toBe("at http://192.168.1.52:8000");
});

test("with nothing found the rehearsal is taken, where it can be had", () => {
  expect(firstPlace([], true)).toBe("rehearse");
  expect(firstPlace([], false)).toBe("other");
});

test("a text engine that was found is named as what it speaks, and is known again", () => {
  const ollama = { name: "Ollama", address: "http://127.0.0.1:11434", models: 3 };
  const studio = { name: "LM Studio", address: "http://127.0.0.1:1234", models: 1 };
  expect(engineOf(ollama)).toEqual({ kind: "ollama", name: "Ollama", address: "http://127.0.0.1:11434" });
  expect(engineOf(studio)).toEqual({
    kind: "openai_compatible",
    name: "LM Studio",
    address: "http://127.0.0.1:1234/v1",
  });
  const named = [{ address: "http://127.0.0.1:1234/v1/" }];
  expect([ollama, studio].map((found) => isNamed(found, named))).toEqual([false, true]);
});
