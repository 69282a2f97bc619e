// The sign-in's form: what is typed is sent once and does not stay, and a refusal lands at its field.
import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, createQueryClient, type LoginWay, type PlatformView } from "@/api";
import { host } from "@/host";
import { SignInStep } from "./SignInStep";

const login = {
  slug: "bot_token",
  kind: "token",
  summary: "Make a bot and paste its token.",
  steps: [],
  fields: [
    { name: "bot_token", label: "Bot token", help: "From BotFather.", is_secret: true, is_optional: false },
    { name: "chat", label: "Channel", help: "As in @name.", is_secret: false, is_optional: false },
  ],
} as unknown as LoginWay;
const platform = { platform: "telegram", name: "Telegram", logins: [login] } as unknown as PlatformView;

let sent: unknown[];
let answer: () => unknown;
const onConnected = vi.fn();
const onAttempt = vi.fn();

beforeEach(() => {
  sent = [];
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    if (name === "accounts.connect") {
      sent.push(input);
      return answer();
    }
    return name === "characters.list" ? { characters: [], total: 0 } : { is_rehearsal: false };
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SignInStep
        {...{ platform, login, onConnected, onAttempt }}
        account={undefined}
        owner="mira"
        attempt={null}
        busy={false}
        setBusy={() => undefined}
        onOwner={() => undefined}
        onLogin={() => undefined}
      />
    </QueryClientProvider>,
  );
});
afterEach(() => vi.restoreAllMocks());

const field = (label: string) => screen.getByLabelText(label) as HTMLInputElement;
const send = () => fireEvent.submit(field("Channel").form as HTMLFormElement);

test("secrets are hidden, and what is needed is asked for before anything is sent", async () => {
  expect(field("Bot token").type).toBe("password");
  send();
  expect(await screen.findAllByText("Is needed")).toHaveLength(2);
  expect(sent).toEqual([]);
});

test("what was typed is sent once and leaves the page with it", async () => {
  answer = () => ({ state: "connected", accounts: [] });
  fireEvent.change(field("Bot token"), { target: { value: " 7:AAb " } });
  fireEvent.change(field("Channel"), { target: { value: "@mira" } });
  send();
  await waitFor(() => expect(onConnected).toHaveBeenCalled());
  expect(sent).toEqual([
    {
      platform: "telegram",
      auth_data: { login: "bot_token", fields: { bot_token: "7:AAb", chat: "@mira" } },
      character_id: "mira",
    },
  ]);
  expect(field("Bot token").value).toBe("");
});

test("a refusal lands at the field that it names, and what was typed stays to be mended", async () => {
  answer = () => {
    const fields = [{ field: "auth_data.fields.bot_token", message: "This is no bot token." }];
    throw new ApiError("validation_error", "This is no bot token.", { fields });
  };
  fireEvent.change(field("Bot token"), { target: { value: "wrong" } });
  fireEvent.change(field("Channel"), { target: { value: "@mira" } });
  send();
  await screen.findByText("This is no bot token.");
  expect(document.activeElement).toBe(field("Bot token"));
  expect(field("Channel").value).toBe("@mira");
});
