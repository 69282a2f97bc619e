// The marks of posts and the edges of groups.
import { expect, test } from "vitest";
import { edgeOf, isMovable, markOf } from "./marks";

const post = (status: Parameters<typeof markOf>[0]["status"], more: Partial<Parameters<typeof markOf>[0]> = {}) => ({
  status,
  is_approved: true,
  is_late: false,
  visibility: null,
  waiting_reason: null,
  ...more,
});

test("a planned post says what it waits for", () => {
  expect(markOf(post("scheduled")).words).toBe("Scheduled");
  expect(markOf(post("scheduled", { is_approved: false })).words).toBe("Waits for your approval");
  expect(markOf(post("scheduled", { is_late: true })).words).toBe("Late");
  expect(markOf(post("scheduled", { waiting_reason: "Your limit is reached." })).words).toBe("Your limit is reached.");
  expect(markOf(post("publishing", { waiting_reason: "Connect it again." })).weight).toBe(1);
  expect(markOf(post("publishing")).words).toBe("On its way");
  expect(markOf(post("needs_attention", { visibility: "private" })).words).toBe("Up, but private");
});

test("the edge of a group takes the worst of its posts", () => {
  expect(edgeOf([post("published"), post("failed"), post("needs_attention")])).toBe("border-bad");
  expect(edgeOf([post("published"), post("needs_attention")])).toBe("border-warn");
  expect(edgeOf([post("published"), post("scheduled")])).toBe("border-line");
  expect(edgeOf([post("draft")])).toContain("border-dashed");
});

test("only what is not under way can be moved", () => {
  expect(isMovable([post("scheduled"), post("draft")])).toBe(true);
  expect(isMovable([post("scheduled"), post("published")])).toBe(false);
  expect(isMovable([])).toBe(false);
});
