// The rows of Fill week: when, who, the picture, the words, and what the creator decided.
import { useNavigate } from "@tanstack/react-router";
import { Check, PenLine, Shuffle, TriangleAlert, Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { useRead } from "@/api";
import { stateOf } from "@/components/account/accountWords";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { Kbd } from "@/components/text/Kbd";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import type { Row } from "./proposal";
import { type Writing, wanting } from "./useWriting";

export interface FillRowsProps {
  rows: readonly Row[];
  cursor: string | undefined;
  onCursor: (key: string) => void;
  onApprove: (row: Row, isApproved: boolean) => void;
  onReplace: (row: Row) => void;
  writing: Writing;
}

/** "Mon 23". */
export function dayOf(wall_time: string): string {
  const date = new Date(`${wall_time.slice(0, 10)}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" }).format(date);
  return `${weekday} ${date.getUTCDate()}`;
}

export function FillRows({ rows, cursor, onCursor, onApprove, onReplace, writing }: FillRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const row = body.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: "nearest" });
    // The keyboard goes along, unless it is in a field.
    if (row && body.current?.contains(document.activeElement)) row.focus({ preventScroll: true });
  });
  return (
    <table aria-label="Proposed posts" className="w-full border-collapse text-12">
      <thead>
        <tr className="sticky top-0 z-10 bg-window text-left text-11 text-ink-3">
          {["Day", "Time", "Character", "Picture", "Drafted caption"].map((head) => (
            <th key={head} scope="col" className="h-7 border-b border-line px-3 font-label whitespace-nowrap">
              <span className="flex items-center">
                {head}
                {head === "Drafted caption" && <WriteAll rows={rows} writing={writing} />}
              </span>
            </th>
          ))}
          <th scope="col" className="border-b border-line">
            <span className="sr-only">Decision</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, at) => {
          const isFirst = rows[at - 1]?.wall_time.slice(0, 10) !== row.wall_time.slice(0, 10);
          const isCursor = row.key === cursor;
          return (
            <tr
              key={row.key}
              data-row
              tabIndex={isCursor ? 0 : -1}
              aria-current={isCursor}
              onClick={() => onCursor(row.key)}
              className={cx(
                "inset-focus border-b border-line",
                isCursor ? "bg-selected" : "hover:bg-hover",
                row.isApproved && "text-ink-2",
              )}
            >
              <td className="h-[52px] px-3 font-title whitespace-nowrap">{isFirst && dayOf(row.wall_time)}</td>
              <td className="px-3 tabular-nums">{row.wall_time.slice(11, 16)}</td>
              <td className="px-3">
                <span className="block max-w-[130px] truncate text-ink">{row.character_name}</span>
                <span className="mt-px flex gap-1">
                  {row.accounts
                    .filter(({ account_id }) => row.account_ids.includes(account_id))
                    .map(({ account_id, platform }) => (
                      <PlatformMark key={account_id} platform={platform} />
                    ))}
                </span>
              </td>
              <td className="px-3">
                <span
                  className={cx(
                    "block h-[45px] w-[36px] overflow-hidden rounded-1",
                    row.content_id ? "bg-well" : "border border-dashed border-line-control",
                  )}
                >
                  {row.content_id && (
                    <img src={host.mediaUrl(row.content_id, "320")} alt="" className="size-full object-cover" />
                  )}
                </span>
              </td>
              <td className="px-3">
                <span className={cx("line-clamp-2 max-w-[46ch]", (!row.content_id || !row.caption) && "text-ink-3")}>
                  {row.content_id ? row.caption || "No words yet" : sentence(row.reason)}
                </span>
                {row.refused && <span className="block text-bad">{row.refused}</span>}
              </td>
              <td className="px-3">
                <Decision
                  row={row}
                  isCursor={isCursor}
                  onApprove={(isApproved) => onApprove(row, isApproved)}
                  onReplace={() => onReplace(row)}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Captions for all rows that are not approved yet. */
function WriteAll({ rows, writing }: { rows: readonly Row[]; writing: Writing }) {
  const wanted = wanting(rows);
  const { progress, write, stop } = writing;
  if (progress) {
    return (
      <span className="ml-2 inline-flex items-center gap-1" aria-live="polite">
        {`Writing ${progress.done + 1} of ${progress.of}`}
        <Button size="s" kind="quiet" onClick={stop}>
          Stop
        </Button>
      </span>
    );
  }
  return (
    <Button
      size="s"
      kind="quiet"
      icon={PenLine}
      className="ml-2"
      off={wanted.length === 0 && "All that have a picture are approved"}
      onClick={() => write(wanted)}
    >
      {wanted.length === 1 ? "Write 1 caption" : `Write ${wanted.length} captions`}
    </Button>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

interface DecisionProps {
  row: Row;
  isCursor: boolean;
  onApprove: (isApproved: boolean) => void;
  onReplace: () => void;
}

function Decision({ row, isCursor, onApprove, onReplace }: DecisionProps) {
  const navigate = useNavigate();
  if (!row.content_id) {
    return (
      <span className="flex items-center justify-end gap-1">
        <Button size="s" onClick={() => void navigate({ to: "/studio", search: { character_id: row.character_id } })}>
          Generate
        </Button>
      </span>
    );
  }
  if (row.isApproved) {
    return (
      <span className="flex items-center justify-end gap-1 whitespace-nowrap text-ok">
        <Check aria-hidden="true" size={14} strokeWidth={2} />
        Approved
        <IconButton icon={Undo2} size="s" label="Take back" onClick={() => onApprove(false)} />
      </span>
    );
  }
  return (
    <span className="flex items-center justify-end gap-1 whitespace-nowrap">
      <Waits row={row} />
      {row.isReplaced && <span className="text-ink-3">replaced</span>}
      <Button size="s" onClick={() => onApprove(true)}>
        Approve
        {isCursor && <Kbd keys="A" />}
      </Button>
      <IconButton
        icon={Shuffle}
        size="s"
        label="Replace"
        off={row.alternatives.length === 0 && "No other picture fits"}
        onClick={onReplace}
      />
    </span>
  );
}

/** An account that could not take it as things are. */
function Waits({ row }: { row: Row }) {
  const words = useWords();
  const accounts = useRead("accounts.list", {}).data?.accounts ?? [];
  const waiting = accounts
    .filter(({ id }) => row.account_ids.includes(id))
    .filter((one) => stateOf(one, words).needs_you);
  if (waiting.length === 0) return null;
  return (
    <span
      className="flex items-center gap-1 text-warn"
      title={waiting.map((one) => `${one.account_username}: ${one.message}`).join(" ")}
    >
      <TriangleAlert aria-hidden="true" size={14} strokeWidth={1.75} />
      {waiting.map(({ platform }) => platformName(platform)).join(", ")} {waiting.length === 1 ? "waits" : "wait"}
    </span>
  );
}
