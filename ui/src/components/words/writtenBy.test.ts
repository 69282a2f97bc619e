// Who wrote a text, said in a line.
import { expect, test } from "vitest";
import { costOf, writtenBy } from "./writtenBy";

test.each([
  [null, ""],
  [0, ""],
  [0.000_4, "less than 0.1 cents"],
  [0.002, "0.2 cents"],
  [1.4, "1.40 $"],
])("%s dollars are said as %j", (usd, said) => {
  expect(costOf(usd)).toBe(said);
});

test("who wrote is named, with those who could not", () => {
  const by = { engine: "Workshop", model: "chat", cost_usd: 0, passed_over: [] };
  expect(writtenBy(by)).toBe("Workshop, chat");
  const passed_over = [{ engine: "Attic", reason: "it has too much to do" }];
  expect(writtenBy({ ...by, cost_usd: 0.01, passed_over })).toBe(
    "Workshop, chat, 1.0 cents; Attic: it has too much to do",
  );
});
