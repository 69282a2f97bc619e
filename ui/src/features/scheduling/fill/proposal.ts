// The proposal for a week as the creator changes it: which rows were approved, and what was put in place of what was
// proposed. Nothing of it is planned before it is sent.
import type { AcceptedRow, FillRow, PostType } from "@/api";

/** What the creator decided about one row; what is absent stands as proposed. */
export interface Change {
  content_id?: string | undefined;
  caption?: string | undefined;
  hashtags?: readonly string[] | undefined;
  /** `2026-11-24T19:00`, in the row's zone. */
  wall_time?: string | undefined;
  account_ids?: readonly string[] | undefined;
  isApproved?: boolean | undefined;
  /** Why the program refused it. */
  refused?: string | undefined;
}

/** By the row's key. */
export type Changes = Readonly<Record<string, Change>>;

/** A row as it stands now. */
export interface Row extends FillRow {
  key: string;
  isApproved: boolean;
  /** Whether its picture is another one than was proposed. */
  isReplaced: boolean;
  refused: string | undefined;
}

/** What a row is known by, however it is changed. */
export const keyOf = ({ character_id, scheduled_at, account_ids }: FillRow): string =>
  [character_id, scheduled_at, ...account_ids].join(" ");

/** The rows as they stand. Their alternatives are those that no other row shows. */
export function rowsOf(proposed: readonly FillRow[], changes: Changes): Row[] {
  const rows = proposed.map((row): Row => {
    const key = keyOf(row);
    const change = changes[key] ?? {};
    const content_id = change.content_id ?? row.content_id;
    return {
      ...row,
      key,
      content_id,
      // What was proposed first stays within reach.
      alternatives: [...(row.content_id ? [row.content_id] : []), ...row.alternatives],
      caption: change.caption ?? row.caption,
      hashtags: [...(change.hashtags ?? row.hashtags)],
      wall_time: change.wall_time ?? row.wall_time.slice(0, 16),
      account_ids: [...(change.account_ids ?? row.account_ids)],
      isApproved: change.isApproved === true && content_id !== null,
      isReplaced: content_id !== row.content_id,
      refused: change.refused,
    };
  });
  const shown = new Set(rows.flatMap(({ content_id }) => content_id ?? []));
  return rows.map((row) => ({
    ...row,
    alternatives: row.alternatives.filter((id) => id !== row.content_id && !shown.has(id)).slice(0, 5),
  }));
}

/** The approved rows as `calendar.create` takes them. A slot is filled only at its own time and by its own account. */
export function acceptedOf(rows: readonly Row[], proposed: readonly FillRow[]): AcceptedRow[] {
  return rows.flatMap((row): AcceptedRow[] => {
    if (!row.isApproved || !row.content_id || row.account_ids.length === 0) return [];
    const first = proposed.find((one) => keyOf(one) === row.key);
    const isMoved = first?.wall_time.slice(0, 16) !== row.wall_time;
    const slot_ids = isMoved
      ? []
      : row.slot_ids.filter((_, place) => row.account_ids.includes(first?.account_ids[place] ?? ""));
    return [
      {
        character_id: row.character_id,
        account_ids: row.account_ids,
        content_id: row.content_id,
        wall_time: `${row.wall_time}:00`,
        timezone: row.timezone,
        post_type: row.post_type as PostType,
        caption: row.caption,
        hashtags: row.hashtags,
        slot_ids,
        ...(row.rule_id ? { rule_id: row.rule_id } : {}),
      },
    ];
  });
}

/** How many approved rows there are for how many that could be. */
export const countsOf = (rows: readonly Row[]) => ({
  approved: rows.filter(({ isApproved }) => isApproved).length,
  empty: rows.filter(({ content_id }) => content_id === null).length,
});
