// The desktop window's half of the page, with the program's commands answered in its place: a library that another
// program has open is taken over.
import { expect, test } from "vitest";
import { CALM } from "./answers";
import { axe, open, shot } from "./page";
import { served } from "./served";

const address = served();

/** Stands for the program behind the window: no operation is answered before the library was taken over. */
function standIn(answers: Record<string, unknown>) {
  const commands: string[] = [];
  let isOpen = false;
  const inUse = {
    code: "conflict",
    message: "This library is open in another window or program.",
    details: { can_take_over: true },
  };
  const invoke = async (command: string, input: { name?: string }) => {
    if (!command.startsWith("plugin:")) commands.push(command);
    if (command === "take_over") isOpen = true;
    if (command !== "run") return command.startsWith("plugin:") ? 1 : null;
    if (!isOpen) throw inUse;
    const answer = answers[input.name ?? ""];
    if (answer === undefined) throw { code: "not_found", message: `There is no ${input.name}.`, details: null };
    return answer;
  };
  Object.assign(window, {
    commands,
    __TAURI_EVENT_PLUGIN_INTERNALS__: { unregisterListener: () => {} },
    __TAURI_INTERNALS__: {
      invoke,
      transformCallback: () => 1,
      unregisterCallback: () => {},
      convertFileSrc: (path: string) => path,
      metadata: { currentWindow: { label: "main" }, currentWebview: { label: "main", windowLabel: "main" } },
    },
  });
}

test("a library that another program has open is offered to be taken over, and is then there", async () => {
  const opened = await open("about:blank", {
    prepare: async (page) => {
      await page.addInitScript(standIn, CALM);
    },
  });
  const { page } = opened;
  try {
    await page.goto(address());
    await page.getByRole("heading", { name: "Another program has this library open" }).waitFor();
    await shot(page, "take-over");
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Stop it and open here" }).click();
    await page.getByRole("heading", { level: 1, name: "Characters" }).waitFor();
    await page.getByRole("button", { name: "Mira Solano", exact: true }).waitFor();
    const asked = await page.evaluate(() => (window as unknown as { commands: string[] }).commands);
    expect(asked.filter((command) => command !== "run")).toEqual(["take_over"]);
  } finally {
    await opened.close();
  }
});
