// Where the tiles of the contact sheet stand, and in which state.
import { expect, test } from "vitest";
import type { ImageJob } from "@/api";
import { sheetOf } from "./tiles";

type Run = ImageJob["runs"][number];

const run = (run_id: string, status: Run["status"], content_id: string | null = null): Run => ({
  run_id,
  number: 1,
  status,
  seed: 1,
  width: 1024,
  height: 1280,
  progress: 0,
  step: null,
  steps: null,
  preview: null,
  content_id,
  error: null,
  notes: [],
});

const job = (job_id: string, started_at: string | null, runs: Run[], batch_id: string | null = null): ImageJob => ({
  job_id,
  generation_id: job_id,
  kind: "image",
  status: started_at ? "running" : "queued",
  held_reason: null,
  title: job_id,
  batch_id,
  character_id: null,
  retry_of: null,
  total: runs.length,
  success_count: runs.filter(({ status }) => status === "done").length,
  failure_count: runs.filter(({ status }) => status === "failed").length,
  progress: 0,
  queue_position: null,
  estimated_completion: null,
  created_at: "2026-11-19T14:00:00Z",
  started_at,
  finished_at: null,
  error: null,
  runs,
  content_ids: [],
});

const ids = (jobs: ImageJob[], running: string[] = [], next?: string) =>
  sheetOf(jobs, running, next).tiles.map(({ run }) => run.run_id);

test("every picture of a batch has its place before it is made, and the next one is named", () => {
  const making = job("a", "2026-11-19T14:01:00Z", [
    run("1", "done", "c"),
    run("2", "running"),
    run("3", "queued"),
    run("4", "queued"),
  ]);
  const sheet = sheetOf([making], ["a"], "a");
  expect(sheet.tiles.map(({ run, next }) => [run.run_id, next])).toEqual([
    ["1", false],
    ["2", false],
    ["3", true],
    ["4", false],
  ]);
  expect(sheet.groups).toEqual([{ label: "This batch", words: "1 of 4 done", count: 4 }]);
});

test("what was begun last stands first, and what waits stands only when it is the very next", () => {
  const waiting = job("w", null, [run("w1", "queued")]);
  const old = job("o", "2026-11-19T13:00:00Z", [run("o1", "done", "c")]);
  const now = job("n", "2026-11-19T14:00:00Z", [run("n1", "running")]);
  expect(ids([waiting, now, old], ["n"], "n")).toEqual(["n1", "o1"]);
  expect(ids([waiting, now, old], ["n"], "w")).toEqual(["n1", "o1"]);
  expect(ids([waiting, old], [], "w")).toEqual(["w1", "o1"]);
});

test("what runs by the queue keeps its place, though the list of jobs does not know that it began", () => {
  const begins = job("b", null, [run("b1", "queued")]);
  const old = job("o", "2026-11-19T13:00:00Z", [run("o1", "done", "c")]);
  expect(ids([begins, old], ["b"])).toEqual(["b1", "o1"]);
});

test("the jobs of a batch sheet are one batch, from its oldest on", () => {
  const second = job("b", null, [run("b1", "queued")], "sheet");
  const first = job("a", "2026-11-19T14:00:00Z", [run("a1", "running")], "sheet");
  expect(ids([second, first], ["a"], "a")).toEqual(["a1", "b1"]);
});

test("what was called off before it began takes no place", () => {
  const stopped = job("s", "2026-11-19T14:00:00Z", [run("1", "done", "c"), run("2", "cancelled")]);
  expect(ids([stopped])).toEqual(["1"]);
});
