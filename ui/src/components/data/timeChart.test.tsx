// A chart says its measure in words, reads its points with the keys, and leaves gaps where nothing was measured.
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { TimeChart } from "./TimeChart";

const MINUTE = 60_000;
const point = (minute: number, value: number) => ({ at: minute * MINUTE, value, least: value - 1, most: value + 1 });
const chart = (points: ReturnType<typeof point>[]) =>
  render(
    <TimeChart title="Queue" points={points} span_ms={30 * MINUTE} step_ms={MINUTE} say={(value) => `${value} jobs`} />,
  );

test("it says what it shows, and the arrow keys read its points", () => {
  chart([point(1, 3), point(2, 5), point(3, 4)]);
  const drawing = screen.getByRole("img", { name: "Queue: 4 jobs now, 2 jobs to 6 jobs in this time" });
  expect(screen.getByText("4 jobs")).toBeTruthy();
  fireEvent.keyDown(drawing, { key: "ArrowLeft" });
  expect(screen.getByText("5 jobs")).toBeTruthy();
});

test("where nothing was measured is a gap", () => {
  const { container } = chart([point(1, 3), point(2, 5), point(20, 4), point(21, 4)]);
  expect(container.querySelectorAll("g")).toHaveLength(2);
});

test("without a point it is not drawn", () => {
  const { container } = chart([]);
  expect(container.innerHTML).toBe("");
});
