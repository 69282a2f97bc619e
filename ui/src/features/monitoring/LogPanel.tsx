// The log: by gravity, part and words; it follows while new lines come.
import { useLocation } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight, ChevronRight, CircleX, Copy, Info, Search, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type LogEntry, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { SearchField } from "@/components/form/TextField";
import { copyText } from "@/components/text/copy";
import { useSettled } from "@/components/text/useSettled";
import { useWords } from "@/components/text/words";
import { GRAVITIES, type Gravity, LOG_SERVICES } from "./words";

/** Lines of one page. */
const LINES = 100;
const FOLLOW_MS = 2_000;
const ANY = "any";

export function LogPanel() {
  const [level, setLevel] = useState<Gravity>("all");
  const [service, setService] = useState(ANY);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const [offset, setOffset] = useState(0);
  const [follow, setFollow] = useState(true);
  // Somebody who has scrolled down reads there: nothing is pushed from under their eyes.
  const [atTop, setAtTop] = useState(true);
  const place = useRef<HTMLElement>(null);
  const hash = useLocation({ select: (location) => location.hash });

  useEffect(() => {
    if (hash === "log") place.current?.scrollIntoView();
  }, [hash]);

  const log = useRead(
    "logs.list",
    {
      ...(level === "all" ? {} : { level }),
      limit: LINES,
      offset,
      ...(service === ANY ? {} : { service }),
      ...(search ? { search } : {}),
    },
    { keepLast: true, ...(follow && atTop && offset === 0 ? { pollMs: FOLLOW_MS } : {}) },
  );
  const lines = log.data?.logs ?? [];
  const isFiltered = search !== "" || service !== ANY || level !== "all";

  const copy = () =>
    copyText(lines.map(asText).join("\n"), lines.length === 1 ? "1 line copied" : `${lines.length} lines copied`);

  return (
    <section id="log" ref={place} className="min-w-0 rounded-3 border border-line bg-side">
      <header className="flex min-h-9 flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <h2 className="text-12">Log</h2>
        <Segments
          label="How grave"
          choices={GRAVITIES}
          value={level}
          onChange={(next) => {
            setLevel(next);
            setOffset(0);
          }}
        />
        <Select
          label="Part of the program"
          labelHidden
          className="w-[116px]"
          choices={[{ value: ANY, label: "All parts" }, ...LOG_SERVICES.map((name) => ({ value: name, label: name }))]}
          value={service}
          onChange={(next) => {
            setService(next);
            setOffset(0);
          }}
        />
        <SearchField
          className="w-[136px]"
          label="Find lines"
          icon={Search}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setOffset(0);
          }}
          onKeyDown={(event) => event.key === "Escape" && setTyped("")}
        />
        <span className="ml-auto flex items-center gap-2">
          <Switch
            label="Follow"
            checked={follow}
            off={offset > 0 && "Only the newest lines can be followed"}
            onChange={setFollow}
          />
          <IconButton
            icon={Copy}
            label="Copy these lines"
            off={lines.length === 0 && "There is no line"}
            onClick={() => void copy()}
          />
        </span>
      </header>
      {log.error && (
        <ErrorNote className="m-2" what="The log could not be read" error={log.error} onAgain={() => log.refetch()} />
      )}
      <div
        role="log"
        aria-label="Log"
        aria-live="off"
        onScroll={(event) => setAtTop(event.currentTarget.scrollTop <= 0)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        className="inset-focus h-[300px] overflow-y-auto py-1.5"
      >
        {log.data && lines.length === 0 && (
          <p className="px-3 py-1.5 text-12 text-ink-3">
            {isFiltered ? "No line is like that. " : "Nothing was written yet."}
            {isFiltered && (
              <Button
                size="s"
                onClick={() => {
                  setLevel("all");
                  setService(ANY);
                  setTyped("");
                }}
              >
                Show all lines
              </Button>
            )}
          </p>
        )}
        {lines.map((line) => (
          <Line key={keyOf(line)} line={line} />
        ))}
      </div>
      {(offset > 0 || log.data?.has_more) && (
        <footer className="flex h-8 items-center justify-end gap-1 border-t border-line px-3 text-12 text-ink-3">
          {offset + 1} to {offset + lines.length}
          <IconButton
            icon={ArrowLeft}
            size="s"
            label="Newer lines"
            off={offset === 0 && "These are the newest"}
            onClick={() => setOffset(Math.max(0, offset - LINES))}
          />
          <IconButton
            icon={ArrowRight}
            size="s"
            label="Older lines"
            off={!log.data?.has_more && "These are the oldest"}
            onClick={() => setOffset(offset + LINES)}
          />
        </footer>
      )}
    </section>
  );
}

const keyOf = ({ timestamp, service, message, fields }: LogEntry) =>
  `${timestamp} ${service} ${message} ${JSON.stringify(fields)}`;

const asText = ({ timestamp, level, service, message, fields }: LogEntry) =>
  [timestamp, level, service, message, Object.keys(fields).length > 0 ? JSON.stringify(fields) : ""].join(" ").trim();

const MARKS = {
  debug: { icon: Info, look: "text-ink-off", word: "detail" },
  info: { icon: Info, look: "text-ink-3", word: "information" },
  warning: { icon: TriangleAlert, look: "text-warn", word: "warning" },
  error: { icon: CircleX, look: "text-bad", word: "error" },
} as const;

/** A line; what else it says unfolds below. */
function Line({ line }: { line: LogEntry }) {
  const words = useWords();
  const { icon: Icon, look, word } = MARKS[line.level];
  const more = Object.keys(line.fields).length > 0;
  const row = (
    <>
      <time dateTime={line.timestamp} title={words.exact(line.timestamp)} className="whitespace-nowrap text-ink-3">
        {words.clock(line.timestamp)}
      </time>
      <Icon aria-label={word} role="img" size={13} strokeWidth={1.75} className={look} />
      <span className="truncate text-ink-2">{line.service}</span>
      <span className="min-w-0 break-words">
        {line.message}
        {typeof line.fields.operation === "string" && <span className="ml-2 text-ink-3">{line.fields.operation}</span>}
      </span>
    </>
  );
  const grid = "grid grid-cols-[76px_16px_84px_minmax(0,1fr)_14px] items-center gap-x-2 px-3 py-0.5";
  const look12 = "font-mono text-[11.5px] leading-4 tracking-[-0.02em]";
  if (!more) {
    return (
      <div className={cx(grid, look12)} data-selectable>
        {row}
      </div>
    );
  }
  return (
    <details className={cx("group", look12)}>
      <summary className={cx(grid, "inset-focus list-none hover:bg-hover [&::-webkit-details-marker]:hidden")}>
        {row}
        <ChevronRight aria-hidden="true" size={12} className="text-ink-3 group-open:rotate-90" />
      </summary>
      <pre className="mx-3 mb-1 ml-[208px] overflow-x-auto whitespace-pre-wrap text-ink-2 slim:ml-3" data-selectable>
        {Object.entries(line.fields)
          .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join("\n")}
      </pre>
    </details>
  );
}
