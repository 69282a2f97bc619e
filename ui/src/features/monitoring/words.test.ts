// What Monitoring says of services and errors.
import { expect, test } from "vitest";
import type { ServiceHealth } from "@/api";
import { healthOf, metWhere, overall, serviceHealth, serviceWord, titleAndRest } from "./words";

const service = (name: string, state: string, is_fault = false): ServiceHealth => ({
  name,
  state,
  message: "",
  is_fault,
});

test.each([
  [service("comfyui", "running"), "ok"],
  [service("keychain", "absent"), "off"],
  [service("comfyui", "off", true), "warn"],
  [service("database", "damaged", true), "bad"],
])("%o is drawn as %s", (one, health) => {
  expect(healthOf(one)).toBe(health);
});

test.each([
  ["running", "Running", "ok"],
  ["starting", "Starting", "busy"],
  ["waiting", "Starts again soon", "warn"],
  ["failed", "Does not start", "bad"],
  ["off", "Off", "off"],
] as const)("a service that is %s says %s", (state, word, health) => {
  expect(serviceWord({ state })).toBe(word);
  expect(serviceHealth({ state })).toBe(health);
});

test("the whole is well while nothing that is set up fails, else it names what does", () => {
  expect(overall({ services: [service("database", "running"), service("comfyui", "not_set_up")] })).toEqual({
    health: "ok",
    words: "All that is set up works",
  });
  expect(overall({ services: [service("database", "running"), service("comfyui", "off", true)] })).toEqual({
    health: "warn",
    words: "ComfyUI, no answer",
  });
});

test.each([
  ["The GPU's memory ran out, at 3.5 GB. Choose less.", "The GPU's memory ran out, at 3.5 GB", "Choose less."],
  ["127.0.0.1:1 can't be reached; check it.", "127.0.0.1:1 can't be reached", "check it."],
  ["Only one sentence.", "Only one sentence", ""],
  ["", "", ""],
])("%j has a title and a rest", (message, title, rest) => {
  expect(titleAndRest(message)).toEqual([title, rest]);
});

test("where an error was met is said in words", () => {
  expect(metWhere("run_jobs")).toBe("while making pictures");
  expect(metWhere("images.settings_create")).toBe("in images, settings create");
  expect(metWhere(null)).toBe(null);
});
