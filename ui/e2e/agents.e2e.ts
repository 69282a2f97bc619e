// Agents in a real browser: added, changed and turned away in Settings; what they ask answered in Monitoring and on the
// page of the morning, by keyboard.
import { afterEach, expect, test } from "vitest";
import { type Answers, answer, CALM, Refusal, updates } from "./answers";
import { ANSWERED, ASKED, PLANNER } from "./asked";
import { axe, type OpenOptions, type OpenPage, open, shot } from "./page";
import { served } from "./served";

const address = served();
const NOW = "2026-11-19T14:57:00Z";
let opened: OpenPage;
let answers: Answers;
let send: (type: string, data: object) => void;

const page = (approvals: readonly object[]) => ({
  approvals,
  total: approvals.length,
  limit: 200,
  offset: 0,
  waiting: approvals.length,
});
const status = (approvals_waiting: number) => ({
  ...(CALM["scheduler.status"] as object),
  approvals_waiting,
  needs_you: approvals_waiting,
});

/** Opens a screen with an agent whose questions wait; answering takes them off the list. */
async function openAsked(screen: string, options: OpenOptions = {}, waiting: readonly { id: string }[] = ASKED) {
  let left = waiting;
  const decided: unknown[] = [];
  answers = {
    ...CALM,
    "agents.list": { agents: [PLANNER], total: 1 },
    "scheduler.status": () => status(left.length),
    "approvals.list": ({ state }: { state?: string }) => page(state === "asked" ? left : [...left, ...ANSWERED]),
    "approvals.decide": (input: { approval_id: string; answer: string; always?: boolean }) => {
      decided.push(input);
      const row = left.find(({ id }) => id === input.approval_id);
      left = left.filter(({ id }) => id !== input.approval_id);
      return { ...row, state: input.answer === "yes" ? "done" : "declined", is_always: input.always ?? false };
    },
  };
  opened = await open("about:blank", {
    ...options,
    prepare: async (page) => {
      await page.clock.setFixedTime(NOW);
      await answer(page, answers);
      send = await updates(page);
    },
  });
  await opened.page.goto(`${address()}#/${screen}`);
  return { page: opened.page, decided };
}
afterEach(() => opened.close());

/** What has the focus: a card by its question, else a word or two. */
const focused = () =>
  opened.page.evaluate(() => {
    const element = document.activeElement;
    const heading = element?.tagName === "ARTICLE" ? element.querySelector("h3")?.textContent : null;
    return heading ?? element?.textContent ?? "";
  });

for (const theme of ["dark", "light"] as const) {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 900, height: 600 },
  ]) {
    test(`what agents ask, and the agents in Settings, at ${size.width} in ${theme}`, async () => {
      const { page } = await openAsked("monitoring", { ...size, theme });
      const name = (screen: string) => `agents-${screen}-${size.width}-${theme}`;
      const evening = page.getByRole("article", { name: /publish a post now/ });
      await evening.scrollIntoViewIfNeeded();
      await shot(page, name("monitoring"));
      expect(await axe(page, true)).toEqual([]);
      await page.goto(`${address()}#/scheduling/away`);
      await page.getByRole("heading", { level: 1, name: "While you were away" }).waitFor();
      await evening.getByText("Exactly what would be done").click();
      await shot(page, name("away"));
      expect(await axe(page, true)).toEqual([]);
      await page.goto(`${address()}#/settings?part=agents`);
      await page.getByRole("heading", { name: "Planner", exact: true }).waitFor();
      await shot(page, name("settings"));
      expect(await axe(page, true)).toEqual([]);
      await page.getByRole("button", { name: "Add agent" }).click();
      await page.getByRole("dialog", { name: "Add agent" }).waitFor();
      await shot(page, name("add"));
      expect(await axe(page, true)).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });
  }
}

test("questions are answered by keyboard: once, then no; the focus goes to what is left", async () => {
  const { page, decided } = await openAsked("monitoring");
  const evening = page.getByRole("article", { name: /publish a post now/ });
  const reply = page.getByRole("article", { name: /write a comment/ });
  await evening.getByText("Always: from now on Planner may publish posts without asking").waitFor();
  expect(await reply.getByRole("button", { name: "Yes, always" }).count()).toBe(0);
  await evening.getByRole("button", { name: "Yes, once" }).focus();
  await page.keyboard.press("Enter");
  await evening.waitFor({ state: "detached" });
  await page.getByText("Done as asked", { exact: true }).waitFor();
  expect(await focused()).toContain("write a comment");
  // From the card on, the buttons follow.
  await expect
    .poll(async () => {
      await page.keyboard.press("Tab");
      return focused();
    })
    .toBe("No");
  await expect
    .poll(async () => {
      await page.keyboard.press("Enter");
      return reply.count();
    })
    .toBe(0);
  expect(await focused()).toContain("Nothing waits for your word.");
  expect(decided).toEqual([
    { approval_id: "evening", answer: "yes" },
    { approval_id: "reply", answer: "no" },
  ]);
});

test("yes for always is sent as such, and one that changed meanwhile stays with why", async () => {
  const { page, decided } = await openAsked("scheduling/away");
  const evening = page.getByRole("article", { name: /publish a post now/ });
  const decide = answers["approvals.decide"];
  const changed = "What this is about changed since it was asked. Look at it as it is now, then answer again.";
  answers["approvals.decide"] = new Refusal(409, "conflict", changed);
  await evening.getByRole("button", { name: "Yes, always" }).click();
  await evening.getByText(changed).waitFor();
  await shot(page, "agents-changed");
  expect(await axe(page)).toEqual([]);
  answers["approvals.decide"] = decide;
  await evening.getByRole("button", { name: "Yes, always" }).click();
  await evening.waitFor({ state: "detached" });
  await page.getByText("Planner may publish posts without asking from now on.", { exact: true }).waitFor();
  expect(decided).toEqual([{ approval_id: "evening", answer: "yes", always: true }]);
});

test("a question that comes is said with the way to it, counted beside Monitoring, and elsewhere not", async () => {
  const { page } = await openAsked("prompts");
  await page.getByRole("link", { name: "Monitoring 2 asked by agents" }).waitFor();
  await page.getByRole("link", { name: "Scheduling", exact: true }).waitFor();
  const said = { approval_id: "evening", agent_id: "planner", agent: "Planner", message: "Planner wants to post." };
  send("approval_asked", { group_id: "g", message: "Mira: the post of today 19:00 waits for your approval." });
  send("approval_asked", said);
  send("approval_asked", { ...said, approval_id: "reply", message: "Planner wants to write a comment." });
  const notice = page.getByRole("region", { name: "Notices" }).getByRole("group");
  await notice.getByText("Planner asks you 2 things").waitFor();
  expect(await notice.count()).toBe(1);
  await shot(page, "agents-notice");
  expect(await axe(page)).toEqual([]);
  await notice.getByRole("button", { name: "Look" }).click();
  await page.getByRole("article", { name: /write a comment/ }).waitFor();
});

test("without an agent Monitoring and the page of the morning say nothing of them, and Settings how to begin", async () => {
  const { page } = await openAsked("monitoring");
  answers["agents.list"] = CALM["agents.list"];
  answers["scheduler.status"] = CALM["scheduler.status"];
  await page.reload();
  await page.getByRole("heading", { name: "Errors by cause" }).waitFor();
  expect(await page.getByText("Agents ask").count()).toBe(0);
  await page.goto(`${address()}#/scheduling/away`);
  await page.getByRole("heading", { name: "Nothing was missed" }).waitFor();
  expect(await page.getByText("Agents ask").count()).toBe(0);
  await page.goto(`${address()}#/settings?part=agents`);
  await page.getByText("None yet.", { exact: false }).waitFor();
  await shot(page, "agents-none");
  expect(await axe(page, true)).toEqual([]);
});

test("in the morning what agents ask stands beside what was missed", async () => {
  const { page } = await openAsked("monitoring");
  const missed = { at: NOW, message: "While this computer slept: 1 moved.", went_late: [], moved: [], asked: [] };
  answers["scheduler.status"] = { ...status(2), missed: { ...missed, skipped: [] }, waiting_for_approval: 1 };
  await page.reload();
  await page.goto(`${address()}#/scheduling/away`);
  await page.getByRole("complementary", { name: "Agents ask" }).getByText("2 wait", { exact: true }).waitFor();
  await page.getByText("1 post waits for your approval").waitFor();
  await shot(page, "agents-morning");
  expect(await axe(page, true)).toEqual([]);
});

test("an agent is added, its token shown once, changed, given a new token and turned away", async () => {
  const { page } = await openAsked("settings?part=agents");
  const calls: unknown[] = [];
  const made = { ...PLANNER, id: "claude", name: "Claude", scope: "make", character_ids: ["mira"], answers: [] };
  const hear = (name: string, answer: (input: object) => unknown) => {
    answers[name] = (input: object) => {
      calls.push([name, input]);
      return answer(input);
    };
  };
  hear("agents.create", () => {
    answers["agents.list"] = { agents: [{ ...made, waiting: 0, seen_at: null }, PLANNER], total: 2 };
    return { agent: made, token: "troupe-agent-5f1e", message: "" };
  });
  hear("agents.update", (input) => ({ ...PLANNER, ...input }));
  hear("agents.renew_token", () => ({ agent: PLANNER, token: "troupe-agent-77aa", message: "" }));
  hear("agents.forget_answer", () => ({ ...PLANNER, answers: [] }));
  hear("agents.revoke", () => ({ ...PLANNER, revoked_at: NOW }));

  await page.getByRole("button", { name: "Add agent" }).press("Enter");
  const adding = page.getByRole("dialog", { name: "Add agent" });
  await adding.getByLabel("Name").press("Enter");
  await adding.getByText("Is needed, such as the program’s name").waitFor();
  await adding.getByLabel("Name").fill("Claude");
  await adding.getByRole("button", { name: "Mira Solano" }).press("Space");
  await adding.getByRole("button", { name: "Add agent" }).press("Enter");
  const token = page.getByRole("dialog", { name: "The token of Claude" });
  await token.getByText("troupe-agent-5f1e").waitFor();
  await shot(page, "agents-token");
  expect(await axe(page, true)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByText("Never came yet").waitFor();

  await page.getByRole("button", { name: "Change Planner" }).press("Enter");
  const changing = page.getByRole("dialog", { name: "Change Planner" });
  await changing.getByRole("radio", { name: /^Looks/ }).click();
  await changing.getByRole("button", { name: "Keep" }).press("Enter");
  await changing.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Take back the answer to change posts" }).press("Enter");
  await page.getByRole("group", { name: "Planner asks again to change posts" }).waitFor();

  await page.getByRole("button", { name: "More for Planner" }).press("Enter");
  await page.getByRole("menuitem", { name: "New token" }).press("Enter");
  await page.getByRole("button", { name: "Make a new token" }).press("Space");
  const renewed = page.getByRole("dialog", { name: "The token of Planner" });
  await renewed.getByText("troupe-agent-77aa").waitFor();
  // The question before it gives its focus back, and the token's dialog keeps its own.
  await expect.poll(() => renewed.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await renewed.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "More for Planner" }).press("Enter");
  await page.getByRole("menuitem", { name: "Turn away" }).press("Enter");
  await shot(page, "agents-turn-away");
  await page.getByRole("button", { name: "Turn away" }).press("Space");
  await page.getByRole("group", { name: "Planner was turned away" }).waitFor();
  expect(calls).toEqual([
    ["agents.create", { name: "Claude", scope: "make", character_ids: ["mira"], without_token: false }],
    ["agents.update", { agent_id: "planner", name: "Planner", scope: "read", character_ids: ["ines", "mira"] }],
    ["agents.forget_answer", { agent_id: "planner", operation: "posts.update" }],
    ["agents.renew_token", { agent_id: "planner" }],
    ["agents.revoke", { agent_id: "planner" }],
  ]);
});
