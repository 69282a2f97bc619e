// How an account is said: a mark, a word, and what its sign-in will do.
import type { PlatformAccount } from "@/api";
import { platformName } from "../data/PlatformMark";
import type { Health } from "../data/StatusDot";
import type { Words } from "../text/words";

export interface AccountState {
  health: Health;
  /** "Expires in 5 days". */
  words: string;
  /** Whether it needs the creator. */
  needs_you: boolean;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** "in 5 days", "in 3 hours", "within the hour". */
export function inTime(at: string, now: Date): string {
  const left = Date.parse(at) - now.getTime();
  const said = (count: number, one: string) => `in ${count} ${count === 1 ? one : `${one}s`}`;
  if (left >= DAY_MS) return said(Math.floor(left / DAY_MS), "day");
  if (left >= HOUR_MS) return said(Math.floor(left / HOUR_MS), "hour");
  return "within the hour";
}

/** The state that counts most: what stops it, then what holds it, then what will stop it. */
export function stateOf(account: PlatformAccount, words: Words, now: Date = new Date()): AccountState {
  const bad = (said: string): AccountState => ({ health: "bad", words: said, needs_you: true });
  const warn = (said: string): AccountState => ({ health: "warn", words: said, needs_you: true });
  switch (account.connection_status) {
    case "disconnected":
      return { health: "off", words: "Disconnected", needs_you: false };
    case "revoked":
      return bad("Sign-in taken back");
    case "restricted":
      return bad(`Restricted by ${platformName(account.platform)}`);
    case "expired":
      return bad(account.login_ends_at ? `Expired ${words.time(account.login_ends_at)}` : "Expired");
    default:
  }
  if (account.is_paused) {
    const until = account.paused_until ? ` until ${words.time(account.paused_until)}` : "";
    return { health: "off", words: `Paused${until}`, needs_you: false };
  }
  if (account.connection_status === "expiring") {
    return warn(account.login_ends_at ? `Expires ${inTime(account.login_ends_at, now)}` : "Expires soon");
  }
  if (account.held_until && Date.parse(account.held_until) > now.getTime()) {
    return { health: "warn", words: `Waits until ${words.time(account.held_until)}`, needs_you: false };
  }
  if (account.test_error) return warn("Last test failed");
  return { health: "ok", words: "Connected", needs_you: false };
}

/** Why it is as it is; null where the state says all. */
export function reasonOf(account: PlatformAccount, state: AccountState): string | null {
  if (state.health === "ok" || account.connection_status === "disconnected") return null;
  if (state.words.startsWith("Waits")) return account.held_reason;
  if (state.words.startsWith("Paused")) return account.paused_reason;
  return account.message;
}

export interface SignIn {
  /** "renews 5 Dec", "no expiry". */
  words: string;
  /** How much of its life is over, 0 to 1; undefined where it has no end or its beginning is not known. */
  share?: number;
  tone: "plain" | "warn" | "bad";
}

/** What becomes of the sign-in by itself. */
export function signInOf(account: PlatformAccount, words: Words, now: Date = new Date()): SignIn {
  const { connection_status: status, login_ends_at: ends, login_renews_at: renews } = account;
  if (status === "disconnected") return { words: "none", tone: "plain" };
  if (account.login === "hand_off") return { words: "posted by hand", tone: "plain" };
  if (status === "expired" || status === "revoked") return { words: "needs you", share: 1, tone: "bad" };
  if (!ends) return { words: renews ? "renews by itself" : "no expiry", tone: "plain" };
  const share = lifeShare(account, now);
  const life = share === undefined ? {} : { share };
  if (status === "expiring") return { words: `ends ${words.time(ends)}, not renewed`, ...life, tone: "warn" };
  if (!renews) return { words: `ends ${words.time(ends)}`, tone: "plain" };
  return share === undefined
    ? { words: "renews by itself", tone: "plain" }
    : { words: `renews ${words.time(renews)}`, share, tone: "plain" };
}

/** How near two accounts of the same moment lie. */
const MINUTE_MS = 60_000;

/**
 * A sign-in is renewed at half of its life, so that moment and its end tell when it began. Where the end belongs to
 * what renews it, and not to what is renewed, that beginning is none that was known, and the life is not known.
 */
function lifeShare(account: PlatformAccount, now: Date): number | undefined {
  const { login_ends_at, login_renews_at, refreshed_at, created_at } = account;
  if (!login_ends_at || !login_renews_at) return undefined;
  const ends = Date.parse(login_ends_at);
  const began = 2 * Date.parse(login_renews_at) - ends;
  const isKnown = refreshed_at
    ? Math.abs(began - Date.parse(refreshed_at)) <= MINUTE_MS
    : began >= Date.parse(created_at) - MINUTE_MS;
  return isKnown && began < ends ? Math.min(1, Math.max(0, (now.getTime() - began) / (ends - began))) : undefined;
}

/** The name on the screen: the creator's word, else the platform's. */
export const nameOf = (account: Pick<PlatformAccount, "label" | "account_username" | "display_name">): string =>
  account.label || account.account_username || account.display_name;

/** "3 posts". */
export const countOf = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;
