// The wizard's logic: its steps, what is read from its fields, and what it says of prices.
import { expect, test } from "vitest";
import type { PlatformView, SetupField } from "@/api";
import { fieldOf, firstLogin, goOnWords, priceOf, readFields, stepsOf } from "./steps";

const platform = (fields: object): PlatformView =>
  ({
    platform: "bluesky",
    capabilities: { publish: true },
    prices: [],
    logins: [],
    fetches: null,
    ...fields,
  }) as unknown as PlatformView;
const field = (name: string, is_optional = false): SetupField => ({
  name,
  label: name,
  help: "",
  is_secret: false,
  is_optional,
});

const fetches = { places: ["hand_off", "bucket"], words: "It fetches." };

test("a platform that fetches files asks for an upload place, others do not, and who connects again only signs in", () => {
  const ids = (view: PlatformView | undefined, again = false) => stepsOf(view, again).map(({ id }) => id);
  expect(ids(undefined)).toEqual(["platform", "before", "sign_in", "ai_account"]);
  expect(ids(platform({ platform: "threads", fetches }))).toEqual([
    "platform",
    "before",
    "sign_in",
    "upload_place",
    "ai_account",
  ]);
  expect(ids(platform({ platform: "threads", fetches }), true)).toEqual(["before", "sign_in"]);
});

test("empty fields are named where they are needed, and blanks are nothing", () => {
  const typed: Record<string, string> = { handle: " mira.example ", app_password: "  ", host: "" };
  const read = readFields([field("handle"), field("app_password"), field("host", true)], (name) => typed[name] ?? "");
  expect(read).toEqual({ values: { handle: "mira.example" }, missing: { app_password: "Is needed" } });
});

test("a refusal lands at the field that it names", () => {
  expect(fieldOf("auth_data.fields.token")).toBe("token");
  expect(fieldOf("handle")).toBe("handle");
});

test("the login it had comes first, else the platform's first", () => {
  const two = platform({ logins: [{ slug: "oauth" }, { slug: "token" }] });
  expect(firstLogin(two, "token")?.slug).toBe("token");
  expect(firstLogin(two, "gone")?.slug).toBe("oauth");
});

test("prices are said before anything is typed", () => {
  expect(
    priceOf(
      platform({
        prices: [
          { what: "read", usd: 0.001 },
          { what: "post", usd: 0.015 },
        ],
      }),
    ),
  ).toBe("$0.015 a post");
  expect(priceOf(platform({}))).toBe("free");
  expect(priceOf(platform({ capabilities: { publish: false } }))).toBe("by hand");
});

test("the button names the step that follows", () => {
  const steps = stepsOf(platform({ platform: "threads", fetches }), false);
  expect(steps.map((_, at) => goOnWords(steps[at + 1]))).toEqual([
    "Go on",
    "Go on to the sign-in",
    "Go on to the upload place",
    "Go on to the AI account",
    "Done",
  ]);
});
