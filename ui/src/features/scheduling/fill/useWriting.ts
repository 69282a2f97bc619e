// Has the text engine write the captions of proposals, one after the other, until it is done or stopped.
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiError, call, type PlatformView, toApiError } from "@/api";
import type { Row } from "./proposal";

/** Fewer letters are no caption. */
const SHORTEST = 40;
/** As many as the program takes. */
const MOST_AVOIDED = 50;
/** Beyond this the program's own measure holds. */
const LONGEST = 600;

export interface Writing {
  /** How many are written, of how many; absent while nothing is written. */
  progress: { done: number; of: number } | undefined;
  /** Writes one caption a row, each kept as it comes. */
  write: (rows: readonly Row[]) => void;
  stop: () => void;
}

/** The rows that want words: with a picture, not yet approved. */
export const wanting = (rows: readonly Row[]): Row[] =>
  rows.filter(({ content_id, isApproved }) => content_id !== null && !isApproved);

/** The platform that takes the shortest words, of those that a row goes to, and what it leaves beside the hashtags. */
export function narrowest(
  row: Row,
  platforms: readonly PlatformView[],
): { platform?: PlatformView["platform"]; max_length?: number } {
  const views = row.accounts
    .filter(({ account_id }) => row.account_ids.includes(account_id))
    .flatMap((account) => platforms.find(({ platform }) => platform === account.platform) ?? []);
  const most = ({ text }: PlatformView) => text.max_with_media ?? text.max ?? Number.POSITIVE_INFINITY;
  const [view] = views.sort((one, other) => most(one) - most(other));
  if (!view) return {};
  // A sign and a space a hashtag, and the empty line in front.
  const behind = row.hashtags.reduce((length, tag) => length + tag.length + 2, 2);
  const left = Math.max(SHORTEST, most(view) - behind);
  return { platform: view.platform, ...(left < LONGEST ? { max_length: left } : {}) };
}

export function useWriting(
  platforms: readonly PlatformView[],
  onCaption: (row: Row, caption: string) => void,
  onError: (error: ApiError) => void,
): Writing {
  const [progress, setProgress] = useState<Writing["progress"]>();
  const ended = useRef<AbortController>(undefined);
  useEffect(() => () => ended.current?.abort(), []);

  const write = useCallback(
    (rows: readonly Row[]) => {
      const controller = new AbortController();
      ended.current = controller;
      const { signal } = controller;
      // Captions of one character that were written here, so that the next says something else.
      const said = new Map<string, string[]>();
      const one = async (row: Row) => {
        const before = said.get(row.character_id) ?? [];
        const written = await call(
          "captions.generate",
          {
            content_id: row.content_id,
            character_id: row.character_id,
            context: `It is posted on ${row.wall_time.slice(0, 10)} at ${row.wall_time.slice(11, 16)}.`,
            avoid: before.slice(-MOST_AVOIDED),
            // The proposal has its own.
            hashtags: "none",
            count: 1,
            ...narrowest(row, platforms),
          },
          signal,
        );
        if (signal.aborted) return;
        said.set(row.character_id, [...before, written.caption]);
        onCaption(row, written.caption);
      };
      const all = async () => {
        for (const [done, row] of rows.entries()) {
          if (signal.aborted) return;
          setProgress({ done, of: rows.length });
          await one(row);
        }
      };
      all()
        .catch((thrown) => !signal.aborted && onError(toApiError(thrown)))
        .finally(() => ended.current === controller && setProgress(undefined));
    },
    [platforms, onCaption, onError],
  );
  const stop = useCallback(() => {
    ended.current?.abort();
    setProgress(undefined);
  }, []);
  return { progress, write, stop };
}
