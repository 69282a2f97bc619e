// Where a picture would go out next: the free slots of its character's accounts.
import { useRead, useReads } from "@/api";

export interface NextSlot {
  /** The accounts that have a free slot. */
  account_ids: readonly string[];
  platforms: readonly string[];
  /** The earliest of those slots. */
  at: string;
  timezone: string;
}

/** The next slot, or why there is none; undefined while it is read. */
export function useNextSlot(character_id: string | null | undefined): NextSlot | string | undefined {
  const accounts = useRead(
    "accounts.list",
    { character_id: character_id ?? null, is_connected: true },
    { enabled: Boolean(character_id) },
  ).data?.accounts;
  const own = character_id ? (accounts ?? []) : [];
  const reads = useReads(
    "slots.next",
    own.map(({ id }) => ({ account_id: id })),
  );
  if (!character_id) return "This picture is of no character";
  if (!accounts) return undefined;
  if (own.length === 0) return "This character has no connected account";
  if (reads.some(({ isPending }) => isPending)) return undefined;

  const slots = reads
    .flatMap(({ data }) => data?.slot ?? [])
    .sort((a, b) => a.scheduled_at.localeCompare(b.scheduled_at));
  const [first] = slots;
  if (!first) return reads.find(({ data }) => data?.message)?.data?.message ?? "No slot is free";
  const account_ids = slots.map(({ account_id }) => account_id);
  return {
    account_ids,
    platforms: own.filter(({ id }) => account_ids.includes(id)).map(({ platform }) => platform),
    at: first.scheduled_at,
    timezone: first.timezone,
  };
}
