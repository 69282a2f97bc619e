// The accounts that let nothing in until they are connected again, by character.
import { useMemo } from "react";
import { type PlatformAccount, useRead } from "@/api";

/** The first such account of each character. */
export function useClosedAccounts(): ReadonlyMap<string, PlatformAccount> {
  const { data } = useRead("accounts.list", {});
  return useMemo(() => {
    const closed = new Map<string, PlatformAccount>();
    for (const account of data?.accounts ?? []) {
      const needs = account.fix === "reconnect" && account.connection_status !== "disconnected";
      if (needs && account.character_id && !closed.has(account.character_id)) closed.set(account.character_id, account);
    }
    return closed;
  }, [data]);
}
