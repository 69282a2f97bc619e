// The draft with what it hangs on: its pictures, its accounts with their platforms, its character, and what speaks
// against sending it.
import { useCallback, useMemo, useState } from "react";
import { type PlatformAccount, type PlatformView, useRead, useReads } from "@/api";
import { homeZone, wallNow } from "@/components/text/timeZones";
import { type Draft, draftOf, emptyDraft, type Item, type Own, withOwn } from "./draft";
import { useChecked } from "./useChecked";

export interface ComposeSearch {
  content_id?: string;
  character_id?: string;
  /** Only the character's accounts at this platform are chosen from the start. */
  platform?: string;
  at?: string;
}

/** An account that the post goes to, with what its platform takes. */
export interface Chosen {
  id: string;
  handle: string;
  platform: string;
  view: PlatformView | undefined;
  account: PlatformAccount;
}

/** The accounts of these ids, with what their platforms take. */
export function useChosen(account_ids: readonly string[]): Chosen[] {
  const accounts = useRead("accounts.list", {}).data?.accounts ?? [];
  const platforms = useRead("platforms.list", {}).data?.platforms;
  return accounts
    .filter(({ id }) => account_ids.includes(id))
    .map((account) => ({
      id: account.id,
      handle: account.account_username,
      platform: account.platform,
      view: platforms?.find(({ platform }) => platform === account.platform),
      account,
    }));
}

/** Drafts that were left without being sent, by what they were opened with: going back finds them as they were. */
const left = new Map<string, Draft>();

export function useCompose(search: ComposeSearch) {
  const key = JSON.stringify(search);
  const [draft, setKept] = useState<Draft>(() => left.get(key) ?? emptyDraft(search, wallNow(homeZone()), homeZone()));
  const setDraft = useCallback(
    (next: (draft: Draft) => Draft) =>
      setKept((before) => {
        const after = next(before);
        left.set(key, after);
        return after;
      }),
    [key],
  );
  const change = useCallback((part: Partial<Draft>) => setDraft((all) => ({ ...all, ...part })), [setDraft]);
  const changeOwn = useCallback((id: string, part: Own) => setDraft((all) => withOwn(all, id, part)), [setDraft]);
  const forget = useCallback(() => left.delete(key), [key]);

  const accounts = useRead("accounts.list", {});
  const read = useReads(
    "content.get",
    draft.content_ids.map((content_id) => ({ content_id })),
  );
  const items: Item[] = draft.content_ids.map((id, place) => ({ ...read[place]?.data, id }));
  const first = read[0]?.data;
  const character_id = first?.character_id ?? search.character_id ?? null;
  const character = useRead(
    "characters.get",
    { character_id: character_id ?? "" },
    { enabled: character_id !== null },
  ).data;

  const all = accounts.data?.accounts ?? [];
  const usable = all.filter(({ connection_status }) => connection_status !== "disconnected");
  const own = usable.filter((one) => character_id !== null && one.character_id === character_id);
  const wanted = own.filter(({ platform }) => !search.platform || platform === search.platform);
  const account_ids = draft.account_ids ?? wanted.map(({ id }) => id);
  const chosen = useChosen(account_ids).filter(({ account }) => usable.includes(account));
  const itemsKey = JSON.stringify(items.map(({ id, content_type, description }) => [id, content_type, description]));
  const chosenKey = chosen.map(({ id, view }) => `${id} ${view !== undefined}`).join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the objects, which are new each time.
  const input = useMemo(() => draftOf(draft, chosen, items), [draft, itemsKey, chosenKey]);
  const revision = [
    ...read.map(({ data }) => data?.updated_at),
    ...chosen.map(({ account }) => account.updated_at),
  ].join(" ");
  const checking = useChecked(input, revision);
  const ai_label = draft.ai_label ?? character?.disclosure.enabled ?? true;

  return {
    draft,
    setDraft,
    change,
    changeOwn,
    forget,
    accounts,
    own,
    others: usable.filter((one) => !own.includes(one)),
    chosen,
    items,
    character_id,
    character_name: first?.character_name ?? character?.name ?? null,
    input,
    checking,
    ai_label,
  };
}

export type Compose = ReturnType<typeof useCompose>;
