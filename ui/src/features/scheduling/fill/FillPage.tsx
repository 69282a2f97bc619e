// Fill week: a proposal for each free time of the coming days. Rows are looked at, changed and approved; only then
// those that were approved are planned, together.
import { useNavigate } from "@tanstack/react-router";
import { CalendarCheck, ChevronLeft, ChevronRight } from "lucide-react";
import { Fragment, useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  type ApiError,
  call,
  type FilledCalendar,
  offerUndo,
  type PlatformView,
  say,
  sayError,
  toApiError,
  useRead,
} from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { isField } from "@/components/actions/shortcuts";
import { Button, IconButton } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Select } from "@/components/form/Select";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Kbd } from "@/components/text/Kbd";
import { homeZone, wallNow } from "@/components/text/timeZones";
import { addDays, title } from "../dates";
import { FillDrawer } from "./FillDrawer";
import { FillRows } from "./FillRows";
import { acceptedOf, type Change, type Changes, countsOf, type Row, rowsOf } from "./proposal";
import { useWriting } from "./useWriting";

const ALL = "all";
/** Days that are filled at once. */
const DAYS = 7;

const NONE: readonly PlatformView[] = [];

const KEYS = [
  [["A"], "approve, next"],
  [["R"], "replace"],
  [["E"], "edit caption"],
  [["1", "5"], "from the shelf"],
  [["Z"], "undo"],
] as const;

export function FillPage() {
  const navigate = useNavigate();
  const zone = useMemo(homeZone, []);
  const tomorrow = addDays(wallNow(zone), 1);
  const [from, setFrom] = useState(tomorrow);
  const [character, setCharacter] = useState(ALL);
  const characters = useRead("characters.list", { limit: 200 }).data?.characters ?? [];
  const { proposal, error, ask } = useProposal(from, character, zone);
  const { changes, change, back, reset } = useChanges();
  const [cursor, setCursor] = useState<string>();
  const [busy, setBusy] = useState(false);
  const caption = useRef<HTMLTextAreaElement>(null);

  const rows = useMemo(() => rowsOf(proposal?.rows ?? [], changes), [proposal, changes]);
  const row = rows.find(({ key }) => key === cursor) ?? rows[0];
  const { approved, empty } = countsOf(rows);
  const turn = (days: number) => {
    const next = addDays(from, days);
    setFrom(next < tomorrow ? tomorrow : next);
    reset();
  };
  const approve = useCallback(
    (one: Row, isApproved: boolean) => change(one.key, { isApproved, refused: undefined }),
    [change],
  );
  const replace = useCallback(
    (one: Row) => {
      const [content_id] = one.alternatives;
      if (content_id) change(one.key, { content_id });
    },
    [change],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      const at = rows.findIndex(({ key }) => key === row?.key);
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
      if (next) setCursor(next.key);
    },
    [rows, row],
  );

  useActions(
    useMemo((): Offer[] => {
      const has = () => row?.content_id != null;
      return [
        {
          id: "fill.approve",
          when: has,
          perform: () => {
            if (!row) return;
            approve(row, true);
            step(1);
          },
        },
        { id: "fill.replace", when: has, perform: () => row && replace(row) },
        { id: "fill.edit", when: () => row !== undefined, perform: () => writeOn(caption.current) },
        { id: "fill.undo", perform: back },
        { id: "fill.next", inPalette: false, perform: () => step(1) },
        { id: "fill.last", inPalette: false, perform: () => step(-1) },
      ];
    }, [row, approve, replace, step, back]),
  );
  // 1 to 5 take from the shelf.
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const place = /^[1-5]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey;
      const content_id = place ? row?.alternatives[Number(event.key) - 1] : undefined;
      if (row && content_id && !isField(event.target)) change(row.key, { content_id });
    };
    window.addEventListener("keydown", take);
    return () => window.removeEventListener("keydown", take);
  }, [row, change]);

  const schedule = async () => {
    if (!proposal) return;
    setBusy(true);
    try {
      const sent = rows.filter(({ isApproved, account_ids }) => isApproved && account_ids.length > 0);
      const { created, refused } = await call("calendar.create", {
        from_date: proposal.from_date,
        to_date: proposal.to_date,
        timezone: zone,
        preview: false,
        rows: acceptedOf(rows, proposal.rows),
      });
      if (created.length > 0) {
        const ids = created.map(({ id }) => id);
        offerUndo(
          {
            label: "fill the week",
            done: ids.map((post_id) => ({ name: "posts.restore", input: { post_id } })),
            inverse: ids.map((post_id) => ({ name: "scheduling.cancel", input: { post_id } })),
          },
          { title: created.length === 1 ? "1 post scheduled" : `${created.length} posts scheduled` },
        );
      }
      if (refused.length === 0) {
        void navigate({ to: "/scheduling", search: { day: proposal.from_date } });
        return;
      }
      reset();
      for (const { row: place, message } of refused) {
        const key = sent[place]?.key;
        if (key) change(key, { refused: message });
      }
      say("warn", {
        title: refused.length === 1 ? "1 row could not be planned" : `${refused.length} rows could not be planned`,
      });
      ask();
    } catch (thrown) {
      sayError("Nothing was scheduled", toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  const writing = useWriting(
    useRead("platforms.list", {}).data?.platforms ?? NONE,
    useCallback((one, caption) => change(one.key, { caption }), [change]),
    useCallback((thrown) => sayError("The captions could not be written", thrown), []),
  );

  const left = Object.values(proposal?.shelf_left ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <Page>
      <Toolbar
        title="Fill week"
        onBack={() => void navigate({ to: "/scheduling" })}
        actions={
          <>
            <Select
              label="Characters"
              labelHidden
              className="w-[160px]"
              choices={[
                { value: ALL, label: "All characters" },
                ...characters.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={character}
              onChange={(next) => {
                setCharacter(next);
                reset();
              }}
            />
            <Button
              off={approved === rows.length - empty && "All that have a picture are approved"}
              onClick={() => {
                for (const one of rows) if (one.content_id && !one.isApproved) approve(one, true);
              }}
            >
              Approve all
            </Button>
            <Button
              kind="primary"
              icon={CalendarCheck}
              busy={busy}
              off={approved === 0 && "Approve a row first"}
              onClick={() => void schedule()}
            >
              {`Schedule ${approved} approved`}
            </Button>
          </>
        }
      >
        <IconButton
          icon={ChevronLeft}
          label="Earlier"
          off={from <= tomorrow && "Days that have passed cannot be filled"}
          onClick={() => turn(-DAYS)}
        />
        <span className="min-w-0 shrink-[100] truncate font-label">{title("days", from)}</span>
        <IconButton icon={ChevronRight} label="Later" onClick={() => turn(DAYS)} />
        <span className="truncate text-12 text-ink-2 slim:hidden">{zone}</span>
      </Toolbar>
      <PageBody>
        <Main label="Proposed posts" padding="none" scrolls={false}>
          {error && <ErrorNote className="m-4" what="The proposal could not be made" error={error} />}
          {!proposal && !error && (
            <Later>
              <Skeleton className="m-4 h-[400px] rounded-3" />
            </Later>
          )}
          {proposal && rows.length === 0 && (
            <EmptyState
              className="flex-1"
              title="Nothing to fill"
              text={proposal.message}
              actions={
                <>
                  <Button
                    kind="primary"
                    onClick={() => void navigate({ to: "/settings", search: { part: "accounts" } })}
                  >
                    Open the accounts
                  </Button>
                  <Button kind="quiet" onClick={() => turn(DAYS)}>
                    Look at the next week
                  </Button>
                </>
              }
            />
          )}
          {rows.length > 0 && (
            <>
              <div className="min-h-0 flex-1 overflow-y-auto">
                <FillRows
                  rows={rows}
                  cursor={row?.key}
                  onCursor={setCursor}
                  onApprove={approve}
                  onReplace={replace}
                  writing={writing}
                />
              </div>
              <p className="flex h-9 flex-none items-center gap-4 border-t border-line px-4 text-12 whitespace-nowrap text-ink-2">
                {/* What finds no place wraps below the edge, so that no hint is cut in two. */}
                <span className="flex h-9 min-w-0 flex-1 flex-wrap gap-x-4 overflow-hidden slim:hidden">
                  {KEYS.map(([keys, does]) => (
                    <span key={does} className="flex h-9 items-center gap-1.5">
                      {keys.map((key, place) => (
                        <Fragment key={key}>
                          {place > 0 && "to"}
                          <Kbd keys={key} />
                        </Fragment>
                      ))}
                      {does}
                    </span>
                  ))}
                </span>
                <span className="ml-auto text-ink-3">Nothing is scheduled yet</span>
              </p>
            </>
          )}
        </Main>
        {rows.length > 0 && (
          <FillDrawer
            row={row}
            rows={rows}
            shelfLeft={left}
            message={proposal?.message ?? ""}
            captionRef={caption}
            onChange={(one, part) => change(one.key, part)}
          />
        )}
      </PageBody>
    </Page>
  );
}

/** Goes to the end of what is written. */
function writeOn(field: HTMLTextAreaElement | null) {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

/** The program's proposal. It is made when it is asked for and then stands still, also while posts change. */
function useProposal(from_date: string, character: string, timezone: string) {
  const [proposal, setProposal] = useState<FilledCalendar | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks again.
  useEffect(() => {
    const ended = new AbortController();
    const input = {
      from_date,
      to_date: addDays(from_date, DAYS - 1),
      timezone,
      preview: true,
      ...(character === ALL ? {} : { character_ids: [character] }),
    };
    setError(null);
    call("calendar.create", input, ended.signal).then(
      (answer) => !ended.signal.aborted && setProposal(answer),
      (thrown) => !ended.signal.aborted && setError(toApiError(thrown)),
    );
    return () => ended.abort();
  }, [from_date, character, timezone, asked]);
  return { proposal, error, ask: useCallback(() => setAsked((count) => count + 1), []) };
}

/** What the creator changed, with the way back. */
function useChanges() {
  const [past, setPast] = useState<readonly Changes[]>([{}]);
  const change = useCallback(
    (key: string, part: Change) =>
      setPast((all) => {
        const now = all.at(-1) ?? {};
        return [...all, { ...now, [key]: { ...now[key], ...part } }];
      }),
    [],
  );
  const back = useCallback(() => setPast((all) => (all.length > 1 ? all.slice(0, -1) : all)), []);
  const reset = useCallback(() => setPast([{}]), []);
  return { changes: past.at(-1) ?? {}, change, back, reset };
}
