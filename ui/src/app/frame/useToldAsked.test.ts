// Which updates are questions of agents.
import { expect, test } from "vitest";
import { askedIn } from "./useToldAsked";

const asked = { approval_id: "1", agent_id: "2", agent: "Planner", message: "Planner wants to post.", until: null };

test("an agent's question is told", () => {
  expect(askedIn(asked)).toEqual({ agent_id: "2", agent: "Planner", message: "Planner wants to post." });
});

test.each([[null], [{ group_id: "1", message: "Mira: the post waits." }], [{ ...asked, message: 3 }]])(
  "%j is none",
  (data) => {
    expect(askedIn(data)).toBeNull();
  },
);
