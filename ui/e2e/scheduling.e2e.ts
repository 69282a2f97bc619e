// Scheduling in a real browser: composing, filling the week, a post's detail, comments, what was missed.
import { expect, test } from "vitest";
import { type Answers, answer, CALM } from "./answers";
import { axe, type OpenOptions, open, shot } from "./page";
import { ACCOUNTS, calendarOf, day, plan } from "./plan";
import { served } from "./served";

const address = served();

async function openAt(screen: string, more: Answers = {}, options: OpenOptions = {}) {
  const { answers, asked } = plan(more);
  const opened = await open(`${address()}#/${screen}`, { ...options, prepare: (page) => answer(page, answers) });
  return { ...opened, asked };
}

/** Each screen's address and heading. */
const SCREENS = {
  scheduling: "Scheduling",
  "scheduling/new?content_id=kiln": "New post",
  "scheduling/fill": "Fill week",
  "scheduling/posts/group-river": "Mira Solano",
  "scheduling/posts/group-hand": "Teo Marchetti",
  "scheduling/posts/group-tall": "Teo Marchetti",
  "scheduling/comments": "Comments",
  "scheduling/away": "While you were away",
  "settings?part=accounts&account=mira-ig": "Settings",
};

for (const theme of ["dark", "light"] as const) {
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    test(`every screen of scheduling at ${width} in ${theme}`, async () => {
      const { page, complaints, close } = await openAt("scheduling", {}, { width, height, theme });
      try {
        for (const [screen, heading] of Object.entries(SCREENS)) {
          await page.goto(`${address()}#/${screen}`);
          await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
          await page.waitForTimeout(700);
          await shot(page, `sched-${screen.replace(/\W+/g, "-")}-${width}-${theme}`);
          expect(await axe(page), screen).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(wide, `${screen} scrolls sideways`).toBeLessThanOrEqual(0);
        }
        expect(complaints).toEqual([]);
      } finally {
        await close();
      }
    });
  }
}

test("a firing of a task opens that task", async () => {
  const { page, close } = await openAt("scheduling");
  try {
    await page.getByText("Evening portrait").click();
    await expect.poll(() => page.url()).toContain("/scheduling/rules?rule_id=evening");
  } finally {
    await close();
  }
});

test("opened without a picture, a post takes the accounts of the character whose picture is chosen", async () => {
  const { page, close } = await openAt("scheduling/new");
  try {
    await page.getByRole("button", { name: "Choose a picture" }).click();
    await page.getByRole("button", { name: "Mira by the kiln, kiln" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { checked: true }).nth(2).waitFor();
    await page.getByRole("button", { name: "Other accounts" }).click();
    await page.getByRole("menuitemcheckbox", { name: /teo.cooks/ }).waitFor();
  } finally {
    await close();
  }
});

test("each picture has alt text of its own, and the cut goes to the picture that was refused", async () => {
  const { page, asked, close } = await openAt("scheduling/new?content_id=kiln");
  try {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Mira by the kiln, river" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Picture 2", exact: true }).click();
    const alt = page.getByLabel("Alt text of picture 2");
    await expect.poll(() => alt.inputValue()).toBe("Mira by the kiln, river");
    await alt.fill("A river at dusk");
    const second = page.getByRole("listitem").filter({ hasText: "Picture 2 on Instagram" });
    await second.getByRole("button", { name: "Crop, keep the face" }).click();
    await second.waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: "Picture 1 on Instagram" }).waitFor();
    await page.getByRole("button", { name: "Schedule the 2 that are ready" }).click();
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.input).toMatchObject({
      account_ids: ["mira-x", "mira-bs"],
      alt_texts: ["Mira by the kiln, kiln", "A river at dusk"],
    });
    // The one that was not ready stays to be mended, its second picture cut.
    await expect.poll(() => page.getByRole("checkbox", { checked: true }).count()).toBe(1);
    await page.getByRole("listitem").filter({ hasText: "too tall" }).getByRole("button").click();
    await page.getByRole("button", { name: /^Schedule/ }).click();
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]?.input).toMatchObject({ account_ids: ["mira-ig"] });
    const [own] = (asked[1]?.input.for_accounts ?? []) as { crops: unknown[] }[];
    expect(own?.crops).toEqual([expect.objectContaining({ width: 1 }), expect.objectContaining({ width: 1 })]);
  } finally {
    await close();
  }
});

test("too long a caption shows its surplus and is shortened with one press", async () => {
  const { page, close } = await openAt("scheduling/new?content_id=kiln");
  try {
    await page.getByLabel("Words for All accounts").fill("word ".repeat(60).trim());
    await page.getByText("19 over, 299 of 280").waitFor();
    await page.getByRole("button", { name: "Shorten" }).click();
    await page.getByRole("button", { name: "Own text, use the shared one" }).waitFor();
    await expect.poll(() => page.getByText(/ over, /).count()).toBe(0);
  } finally {
    await close();
  }
});

test("the label is the character's own choice until the creator makes another", async () => {
  const character = { disclosure: { enabled: false, line: "", overlay: false }, name: "Mira Solano", id: "mira" };
  const { page, asked, close } = await openAt("scheduling/new?content_id=kiln", { "characters.get": character });
  try {
    await page.getByRole("switch", { name: "Label as AI-made", checked: false }).waitFor();
    await page.getByText("Most platforms demand the label").waitFor();
    await page.getByRole("button", { name: "Save as draft" }).click();
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.input).not.toHaveProperty("ai_label");
  } finally {
    await close();
  }
});

test("Fill week plans only what was approved, as it was changed, and can be taken back", async () => {
  const { page, asked, close } = await openAt("scheduling/fill");
  try {
    const rows = page.getByRole("table", { name: "Proposed posts" }).getByRole("row");
    await rows.nth(1).click();
    await page.keyboard.press("1");
    await page.keyboard.press("a");
    await page.keyboard.press("e");
    await page.keyboard.type(" Late.");
    await page.keyboard.press("Escape");
    await rows.nth(2).getByRole("button", { name: "Approve" }).click();
    await rows.nth(3).getByRole("button", { name: "Approve" }).click();
    await rows.nth(3).getByRole("button", { name: "Take back" }).click();
    expect(asked).toEqual([]);
    await page.getByRole("button", { name: "Schedule 2 approved" }).click();
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.input.rows).toEqual([
      expect.objectContaining({
        content_id: "window",
        wall_time: day(1, 8).slice(0, 19),
        slot_ids: ["slot-1-ig", "slot-1-x"],
      }),
      expect.objectContaining({ content_id: "teal", caption: "The teal, this morning. Late." }),
    ]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => asked.map(({ name }) => name)).toContain("scheduling.cancel");
  } finally {
    await close();
  }
});

test("a post tells what happened and lets the creator decide what only they can know", async () => {
  const { page, asked, close } = await openAt("scheduling/posts/group-lost");
  try {
    const history = page.getByRole("list", { name: "History" });
    await history.getByText("No answer came back.Not known").waitFor();
    await page.getByRole("button", { name: "It is up" }).click();
    await page.getByLabel("Address of the post").fill("https://t.example/teokitchen/7");
    await page.getByRole("dialog").getByRole("button", { name: "It is up" }).click();
    await expect
      .poll(() => asked)
      .toEqual([
        {
          name: "posts.resolve",
          input: { post_id: "lost-1", choice: "up", url: "https://t.example/teokitchen/7" },
        },
      ]);
  } finally {
    await close();
  }
});

test("a post that was refused for its shape is mended and sent with one press", async () => {
  const { page, asked, close } = await openAt("scheduling/posts/group-tall");
  try {
    await page.getByRole("button", { name: "Crop and send again" }).click();
    await expect.poll(() => asked.map(({ name }) => name)).toEqual(["posts.update", "posts.publish"]);
    expect(asked[0]?.input.crops).toEqual([expect.objectContaining({ width: 1 })]);
  } finally {
    await close();
  }
});

test("a post by hand has its words, its checklist, and ends when the creator says so", async () => {
  const { page, asked, close } = await openAt("scheduling/posts/group-hand");
  try {
    const room = page.getByRole("region", { name: "Post it on OnlyFans" });
    await room.getByText("Upload the numbered files in their order.").click();
    await room.getByRole("checkbox", { checked: true }).waitFor();
    await room.getByRole("button", { name: "I have posted it" }).click();
    await page.getByLabel("Address of the post").fill("https://onlyfans.example/1");
    await page.getByRole("dialog").getByRole("button", { name: "It is up" }).click();
    await expect.poll(() => asked.map(({ name }) => name)).toEqual(["posts.resolve"]);
  } finally {
    await close();
  }
});

test("comments that were not answered stand together and are answered there", async () => {
  const { page, asked, close } = await openAt("scheduling/comments");
  try {
    await page.getByText("2 not answered").waitFor();
    await page.getByRole("button", { name: "Reply to rui.ferra" }).click();
    await page.getByLabel("Reply to rui.ferra").fill("Graça.");
    await page.getByRole("button", { name: "Send reply", exact: true }).click();
    await expect
      .poll(() => asked.map(({ input }) => input))
      .toEqual([{ post_id: "river-1", comment_id: "c1", text: "Graça." }]);
  } finally {
    await close();
  }
});

test("toward others only what the platform officially has is offered, one click at a time", async () => {
  const { page, asked, close } = await openAt("scheduling/comments");
  try {
    const room = page.getByRole("complementary", { name: "Other posts" });
    await room.getByLabel("Reply", { exact: true }).fill("Beautiful glaze.");
    expect(await room.getByRole("button", { name: "Like" }).count()).toBe(0);
    await room.getByLabel("Address of the post, or of the account to follow").fill("https://instagram.example/p/9");
    await room.getByRole("button", { name: "Send reply as mira.solano" }).click();
    await expect
      .poll(() => asked.map(({ input }) => input))
      .toEqual([
        { account_id: "mira-ig", target_url: "https://instagram.example/p/9", comment_text: "Beautiful glaze." },
      ]);
  } finally {
    await close();
  }
});

test("a post is carried to another time by keys", async () => {
  const moved: unknown[] = [];
  const { page, close } = await openAt("scheduling", {
    "calendar.get": calendarOf("draft-1"),
    "scheduling.update": (input: unknown) => {
      moved.push(input);
      return { post: {}, others: [], previous: [] };
    },
  });
  try {
    await page.locator(".fc-event[data-group-id]").first().focus();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("status").filter({ hasText: "10:30" }).waitFor();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => moved)
      .toEqual([
        expect.objectContaining({ post_id: "draft-1", scheduled_at: day(0, 10).replace("10:00:00.000Z", "10:30") }),
      ]);
  } finally {
    await close();
  }
});

test("what was missed is told first at the next start, and then put away", async () => {
  const dismissed: string[] = [];
  const missed = { at: day(0), message: "While this computer slept: 1 goes out late.", went_late: ["river-3"] };
  const { page, close } = await openAt("", {
    "scheduler.status": {
      is_paused: false,
      pause: null,
      must_be_awake: [],
      asking: [],
      waiting_for_approval: 1,
      missed: { ...missed, moved: [], asked: [], skipped: [] },
    },
    "scheduler.dismiss": () => {
      dismissed.push("dismissed");
      return {};
    },
  });
  try {
    await page.getByRole("heading", { level: 1, name: "While you were away" }).waitFor();
    await page.getByText("While this computer slept: 1 goes out late.").waitFor();
    await page.getByText("1 post waits for your approval").waitFor();
    await page.getByRole("button", { name: "Got it, put it away" }).click();
    await page.getByRole("heading", { level: 1, name: "Scheduling" }).waitFor();
    expect(dismissed).toEqual(["dismissed"]);
  } finally {
    await close();
  }
});

test("an account's slots are added, switched off and taken away in its screen", async () => {
  const { page, asked, close } = await openAt("settings?part=accounts&account=mira-ig");
  try {
    await page.getByRole("button", { name: "Wed 19:00, off" }).waitFor();
    await page.getByLabel("Hour of the new slots").fill("08:30");
    await page.getByRole("button", { name: "Add 5 slots" }).click();
    await expect
      .poll(() => asked)
      .toEqual([{ name: "slots.create", input: { account_id: "mira-ig", weekdays: [1, 2, 3, 4, 5], time: "08:30" } }]);
  } finally {
    await close();
  }
});

test("above the calendar stands all that the badge counts: an account that was shut out first, then posts and tasks", async () => {
  const shutOut = {
    ...ACCOUNTS.find(({ id }) => id === "mira-x"),
    is_connected: false,
    connection_status: "expired",
    message: "The sign-in ran out yesterday at 06:12. Connect it again; its posts wait.",
    fix: "reconnect",
  };
  const asking = {
    firing_id: "firing-1",
    rule_id: "rule-1",
    rule_name: "Evening portrait",
    character_name: "Mira Solano",
    scheduled_at: day(0, 3),
    reason: "Its time was missed while this computer slept.",
  };
  const accounts = ACCOUNTS.map((one) => (one.id === shutOut.id ? shutOut : one));
  const run: unknown[] = [];
  const { page, close } = await openAt("scheduling", {
    "accounts.list": { accounts, total: accounts.length },
    "scheduler.status": { ...(CALM["scheduler.status"] as object), needs_you: 5, asking: [asking] },
    "automation.execute": (input: unknown) => {
      run.push(input);
      return { message: "It makes a picture now." };
    },
  });
  try {
    const strip = page.getByRole("region", { name: "Needs you" });
    await strip.getByText("The sign-in ran out yesterday").waitFor();
    expect(await strip.getByRole("listitem").count()).toBe(3);
    await strip.getByRole("button", { name: "2 more" }).click();
    expect(await strip.getByRole("listitem").count()).toBe(5);
    await shot(page, "sched-strip");
    expect(await axe(page)).toEqual([]);
    await strip.getByRole("button", { name: "Run now" }).click();
    await page.getByText("It makes a picture now.", { exact: true }).waitFor();
    expect(run).toEqual([{ rule_id: "rule-1", firing_id: "firing-1" }]);
    await page.goto(`${address()}#/scheduling/away`);
    await page.getByRole("listitem").filter({ hasText: "The sign-in ran out yesterday" }).waitFor();
    await shot(page, "sched-away-shut-out");
    await page.goto(`${address()}#/scheduling`);
    await strip.getByRole("button", { name: "Reconnect" }).click();
    await page.getByRole("heading", { level: 1, name: /Connect/ }).waitFor();
  } finally {
    await close();
  }
});
