// What is said of accounts: the state that counts most, and what its sign-in will do.
import { expect, test } from "vitest";
import type { PlatformAccount } from "@/api";
import { wordsOf } from "../text/words";
import { inTime, reasonOf, signInOf, stateOf } from "./accountWords";

const NOW = new Date("2026-11-19T14:57:00Z");
const words = wordsOf("en-GB", "UTC", () => NOW);

const account = (fields: Partial<PlatformAccount>): PlatformAccount => ({
  id: "a",
  platform: "instagram",
  character_id: null,
  character_name: null,
  label: "",
  login: "instagram",
  external_id: "1",
  account_username: "juno.hale",
  display_name: "Juno",
  account_url: null,
  is_connected: true,
  connection_status: "connected",
  message: "Connected; its sign-in has no end by time.",
  fix: null,
  login_ends_at: null,
  login_renews_at: null,
  kept: "keychain",
  allows_nsfw: false,
  timezone: "UTC",
  upload_place: null,
  bucket: null,
  demands_met: [],
  is_paused: false,
  paused_reason: null,
  paused_until: null,
  held_until: null,
  held_reason: null,
  follower_count: null,
  posts_left: null,
  refreshed_at: null,
  tested_at: null,
  test_error: null,
  last_synced_at: null,
  created_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-01T00:00:00Z",
  ...fields,
});

test.each<[string, Partial<PlatformAccount>]>([
  ["ok: Connected", {}],
  ["warn: Expires in 5 days", { connection_status: "expiring", login_ends_at: "2026-11-24T20:00:00Z" }],
  ["bad: Expired yesterday 06:12", { connection_status: "expired", login_ends_at: "2026-11-18T06:12:00Z" }],
  ["bad: Expired", { connection_status: "expired" }],
  ["bad: Sign-in taken back", { connection_status: "revoked" }],
  ["bad: Restricted by Instagram", { connection_status: "restricted", is_paused: true }],
  ["off: Disconnected", { connection_status: "disconnected", is_paused: true, test_error: "gone" }],
  ["off: Paused until tomorrow 08:00", { is_paused: true, paused_until: "2026-11-20T08:00:00Z" }],
  ["warn: Waits until today 18:40", { held_until: "2026-11-19T18:40:00Z" }],
  ["ok: Connected", { held_until: "2026-11-19T12:00:00Z" }],
  ["warn: Last test failed", { test_error: "No answer." }],
])("%s", (said, fields) => {
  const { health, words: state } = stateOf(account(fields), words, NOW);
  expect(`${health}: ${state}`).toBe(said);
});

test("a healthy account gives no reason, and a paused one gives the creator's own", () => {
  const reason = (fields: Partial<PlatformAccount>) => reasonOf(account(fields), stateOf(account(fields), words, NOW));
  expect(reason({})).toBeNull();
  expect(reason({ is_paused: true, paused_reason: "On holiday." })).toBe("On holiday.");
  expect(reason({ is_paused: true })).toBeNull();
  expect(reason({ test_error: "No answer.", message: "No answer." })).toBe("No answer.");
});

test("a sign-in says when it renews, and how much of its life is over", () => {
  const half = {
    created_at: "2026-10-20T14:57:00Z",
    login_renews_at: "2026-11-19T14:57:00Z",
    login_ends_at: "2026-12-19T14:57:00Z",
  };
  expect(signInOf(account(half), words, NOW)).toEqual({ words: "renews today 14:57", share: 0.5, tone: "plain" });
  expect(signInOf(account({ login_renews_at: half.login_renews_at }), words, NOW).words).toBe("renews by itself");
  expect(signInOf(account({}), words, NOW).words).toBe("no expiry");
  expect(signInOf(account({ login: "hand_off" }), words, NOW).words).toBe("posted by hand");
  expect(signInOf(account({ connection_status: "revoked" }), words, NOW)).toMatchObject({ share: 1, tone: "bad" });
  expect(signInOf(account({ login_ends_at: half.login_ends_at }), words, NOW).share).toBeUndefined();
});

test("a sign-in whose end belongs to what renews it tells no life", () => {
  const fields = { login_renews_at: "2026-11-19T15:30:00Z", login_ends_at: "2027-01-18T14:57:00Z" };
  const said = { words: "renews by itself", tone: "plain" };
  expect(signInOf(account(fields), words, NOW)).toEqual(said);
  const old = { ...fields, created_at: "2025-01-01T00:00:00Z", refreshed_at: "2026-11-19T14:30:00Z" };
  expect(signInOf(account(old), words, NOW)).toEqual(said);
});

test("what is near is said by the largest whole unit", () => {
  expect(inTime("2026-11-20T15:00:00Z", NOW)).toBe("in 1 day");
  expect(inTime("2026-11-19T18:00:00Z", NOW)).toBe("in 3 hours");
  expect(inTime("2026-11-19T15:10:00Z", NOW)).toBe("within the hour");
});
