// An account in a row: whose and where it is, how it is, and what its sign-in does.
import type { PlatformAccount } from "@/api";
import { cx } from "../cx";
import { Meter } from "../data/Meter";
import { PlatformMark } from "../data/PlatformMark";
import { StateTag } from "../data/StateTag";
import { StatusDot } from "../data/StatusDot";
import { useWords } from "../text/words";
import { nameOf, reasonOf, signInOf, stateOf } from "./accountWords";

export interface AccountNameProps {
  account: PlatformAccount;
  /** Given: the name opens it. */
  onOpen?: () => void;
  /** Without its name there below the creator's word. */
  short?: boolean;
}

export function AccountName({ account, onOpen, short }: AccountNameProps) {
  const off = account.is_paused || !account.is_connected;
  const name = nameOf(account);
  const look = cx("max-w-[172px] truncate text-13 font-label", off && "text-ink-2");
  return (
    <span className="flex min-w-0 items-center gap-2">
      <PlatformMark platform={account.platform} size="l" off={off} />
      <span className="min-w-0 leading-4">
        <span className="flex items-center gap-1.5">
          {onOpen ? (
            <button
              type="button"
              onClick={onOpen}
              className={cx(look, "rounded-1 py-1 leading-4 hover:underline")}
              title={name}
            >
              {name}
            </button>
          ) : (
            <span className={look} title={name}>
              {name}
            </span>
          )}
          {account.allows_nsfw && <StateTag>NSFW</StateTag>}
        </span>
        {account.label && !short && <span className="block truncate text-ink-3">{account.account_username}</span>}
      </span>
    </span>
  );
}

export interface AccountStateWordsProps {
  account: PlatformAccount;
  /** The word alone, without why. */
  short?: boolean;
  /** Says below it when it was tested, where nothing else is to be said. */
  tested?: boolean;
}

/** Healthy ones are one quiet word; the others say why below it. */
export function AccountStateWords({ account, short, tested }: AccountStateWordsProps) {
  const words = useWords();
  const state = stateOf(account, words);
  const reason = short ? null : reasonOf(account, state);
  const tone = { ok: "", off: "text-ink-3", warn: "text-warn", bad: "text-bad", busy: "" }[state.health];
  const test = account.tested_at ? `tested ${words.time(account.tested_at)}` : "never tested";
  const title = [reason ?? (short ? account.message : null), tested && reason && test].filter(Boolean).join(" ");
  const below = reason ?? (tested ? test : null);
  return (
    <span className="block min-w-0 leading-4" title={title || undefined}>
      <span className={cx("flex items-center gap-1.5 whitespace-nowrap", tone)}>
        <StatusDot health={state.health} />
        {state.words}
      </span>
      {below && <span className="line-clamp-1 text-ink-3">{below}</span>}
    </span>
  );
}

export function AccountSignIn({ account }: { account: PlatformAccount }) {
  const signIn = signInOf(account, useWords());
  return (
    <span className="block max-w-[120px] leading-4">
      <span className="block truncate text-ink-2" title={signIn.words}>
        {signIn.words}
      </span>
      {signIn.share !== undefined && (
        <Meter
          label="Life of the sign-in"
          value={signIn.share}
          tone={signIn.tone}
          valueText={signIn.words}
          className="mt-0.5 w-24"
        />
      )}
    </span>
  );
}
