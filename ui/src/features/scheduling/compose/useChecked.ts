// What preflight says of the draft, asked a moment after the last key.
import { useEffect, useState } from "react";
import { type ApiError, call, type Input, type Output, toApiError } from "@/api";

/** Asked so long after the last key. */
const CHECK_MS = 300;

export type Checked = Output<"posts.preflight">["posts"][number];

export interface Checking {
  posts: readonly Checked[];
  error: ApiError | null;
  /** Whether `posts` are of the draft as it stands. */
  isCurrent: boolean;
}

/** Asked anew when the draft changes, or what it hangs on (`revision`): a rating, a sign-in. */
export function useChecked(input: Input<"posts.preflight">, revision: string): Checking {
  const [answer, setAnswer] = useState<{ of: string; posts: readonly Checked[]; error: ApiError | null }>();
  // The same draft in other objects is no other draft.
  const key = JSON.stringify([input, revision]);
  const isAsked = (input.account_ids?.length ?? 0) > 0;
  useEffect(() => {
    if (!isAsked) return;
    const [asked] = JSON.parse(key) as [Input<"posts.preflight">, string];
    const ended = new AbortController();
    const timer = setTimeout(() => {
      call("posts.preflight", asked, ended.signal).then(
        ({ posts }) => !ended.signal.aborted && setAnswer({ of: key, posts, error: null }),
        (error) => !ended.signal.aborted && setAnswer({ of: key, posts: [], error: toApiError(error) }),
      );
    }, CHECK_MS);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [key, isAsked]);
  return {
    // What was said of an account that is no longer asked about must not be sent by it.
    posts: (answer?.posts ?? []).filter(({ account_id }) => input.account_ids?.includes(account_id)),
    error: isAsked ? (answer?.error ?? null) : null,
    isCurrent: !isAsked || answer?.of === key,
  };
}
