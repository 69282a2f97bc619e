// Scheduling: the calendar with what needs the creator on top, the shelf of approved pictures beside it, and one post
// in detail.
import { useNavigate, useSearch } from "@tanstack/react-router";
import {
  CalendarPlus,
  ChevronLeft,
  ChevronRight,
  Ellipsis,
  Images,
  MessageCircle,
  Moon,
  Pause,
  Play,
  Plus,
  Repeat2,
} from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type CalendarGroup, perform, preference, useRead, useStore } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Segments } from "@/components/form/Segments";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Menu } from "@/components/overlay/Menu";
import { homeZone, offset, wallNow } from "@/components/text/timeZones";
import { AttentionStrip } from "./AttentionStrip";
import { CalendarView } from "./CalendarView";
import { Drafts } from "./Drafts";
import { range, title, turn, type View } from "./dates";
import { move } from "./moving";
import { PostDrawer } from "./PostDrawer";
import { Shelf } from "./Shelf";

const lastView = preference<View>("scheduling-view", "week");
const shelfOpen = preference<boolean>("scheduling-shelf", false);

const VIEWS = [
  { value: "month", label: "Month" },
  { value: "week", label: "Week" },
  { value: "list", label: "List" },
] as const;

export function SchedulingPage() {
  const navigate = useNavigate();
  const view = useStore(lastView);
  const isShelfOpen = useStore(shelfOpen);
  const zone = useMemo(homeZone, []);
  const search = useSearch({ from: "/frame/scheduling" });
  const [day, setDay] = useState(() => search.day ?? wallNow(zone).slice(0, 10));
  const [selected, setSelected] = useState<string | null>(null);
  const calendar = useRead("calendar.get", { ...range(view, day), timezone: zone }, { keepLast: true });
  const scheduler = useRead("scheduler.status", {}, { pollMs: 30_000 });

  const compose = useCallback(
    (search: { at?: string; content_id?: string }) => void navigate({ to: "/scheduling/new", search }),
    [navigate],
  );
  const groups = useMemo(() => (calendar.data?.days ?? []).flatMap(({ groups }) => groups), [calendar.data]);
  const open = groups.find(({ group_id }) => group_id === selected);

  useActions(
    useMemo(
      (): Offer[] => [
        { id: "scheduling.new", icon: Plus, perform: () => compose({}) },
        { id: "scheduling.fill", icon: CalendarPlus, perform: () => void navigate({ to: "/scheduling/fill" }) },
        { id: "scheduling.today", perform: () => setDay(wallNow(zone).slice(0, 10)) },
        { id: "scheduling.before", inPalette: false, perform: () => setDay((day) => turn(view, day, -1)) },
        { id: "scheduling.after", inPalette: false, perform: () => setDay((day) => turn(view, day, 1)) },
        { id: "scheduling.close", inPalette: false, when: () => selected !== null, perform: () => setSelected(null) },
      ],
      [compose, navigate, selected, view, zone],
    ),
  );
  // A post that left the range takes its detail along.
  useEffect(() => {
    if (selected && calendar.data && !groups.some(({ group_id }) => group_id === selected)) setSelected(null);
  }, [calendar.data, groups, selected]);

  return (
    <Page>
      <Toolbar
        title="Scheduling"
        actions={
          <>
            {scheduler.data?.is_paused && <Resume until={scheduler.data.pause?.until} />}
            <Button
              icon={Repeat2}
              className="slim:hidden"
              onClick={() => void navigate({ to: "/scheduling/rules", search: {} })}
            >
              Rules
            </Button>
            <Button icon={CalendarPlus} onClick={() => void navigate({ to: "/scheduling/fill" })}>
              Fill week
            </Button>
            <Button kind="primary" icon={Plus} shortcut="scheduling.new" onClick={() => compose({})}>
              New post
            </Button>
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" />}
              entries={[
                {
                  label: "Rules",
                  icon: Repeat2,
                  onSelect: () => void navigate({ to: "/scheduling/rules", search: {} }),
                },
                {
                  label: "Comments",
                  icon: MessageCircle,
                  onSelect: () => void navigate({ to: "/scheduling/comments" }),
                },
                ...(scheduler.data && !scheduler.data.is_paused
                  ? ["line" as const, { label: "Pause all", icon: Pause, onSelect: () => void pauseAll() }]
                  : []),
              ]}
            />
          </>
        }
      >
        <Segments label="View" choices={VIEWS} value={view} onChange={(next) => lastView.set(next)} />
        <IconButton icon={ChevronLeft} label="Earlier" onClick={() => setDay(turn(view, day, -1))} />
        <Button kind="quiet" onClick={() => setDay(wallNow(zone).slice(0, 10))}>
          Today
        </Button>
        <IconButton icon={ChevronRight} label="Later" onClick={() => setDay(turn(view, day, 1))} />
        <span className="min-w-0 shrink-[100] truncate font-label">{title(view, day)}</span>
        <span className="truncate text-12 text-ink-3 slim:hidden">
          {zone}, {offset(zone)}
        </span>
      </Toolbar>
      <PageBody>
        <Main label="Calendar" padding="none" scrolls={false}>
          <AttentionStrip />
          {scheduler.data?.missed && (
            <Note
              tone="info"
              className="mx-4 mt-2"
              action={
                <Button size="s" onClick={() => void navigate({ to: "/scheduling/away" })}>
                  Show what was missed
                </Button>
              }
            >
              {scheduler.data.missed.message}
            </Note>
          )}
          {calendar.error && <ErrorNote what="The calendar could not be read" error={calendar.error} />}
          {calendar.isPending && (
            <Later>
              <Skeleton className="m-4 h-[480px] rounded-3" />
            </Later>
          )}
          {calendar.data && (
            <CalendarView
              calendar={calendar.data}
              view={view}
              day={day}
              zone={zone}
              selected={selected}
              onSelect={(group: CalendarGroup) => setSelected(group.group_id)}
              onFiring={({ rule_id }) => void navigate({ to: "/scheduling/rules", search: { rule_id } })}
              onMove={(group, wall_time) => move(group, wall_time, zone)}
              onDropPicture={(content_id, at) => compose({ content_id, at })}
              onNew={(at) => compose({ at })}
            />
          )}
          <footer className="flex h-9 flex-none items-center gap-4 border-t border-line px-4 text-12 text-ink-2">
            <span className="flex min-w-0 items-center gap-1.5">
              <Moon aria-hidden="true" size={14} className="flex-none text-ink-3" />
              <span className="truncate">
                {scheduler.data?.must_be_awake[0]?.message ?? "Nothing is due within two days."}
              </span>
            </span>
            {calendar.data?.crowded_hours[0] && (
              <span className="min-w-0 truncate text-warn slim:hidden" title={calendar.data.crowded_hours[0].message}>
                {calendar.data.crowded_hours[0].message}
              </span>
            )}
            <span className="ml-auto" />
            <Drafts />
            <Button
              size="s"
              kind="quiet"
              icon={Images}
              aria-pressed={isShelfOpen}
              onClick={() => shelfOpen.set(!isShelfOpen)}
            >
              Shelf
            </Button>
          </footer>
        </Main>
        {isShelfOpen && <Shelf onTake={(content_id) => compose({ content_id })} />}
        {open && <PostDrawer group={open} onClose={() => setSelected(null)} />}
      </PageBody>
    </Page>
  );
}

/** While nothing goes out, this stands in sight. */
function Resume({ until }: { until: string | null | undefined }) {
  return (
    <Button
      icon={Play}
      title={until ? `Paused until ${new Date(until).toLocaleString()}` : "Nothing goes out while paused"}
      onClick={() => void perform("scheduler.resume", {}, { failed: "Posting was not resumed" })}
    >
      Resume posting
    </Button>
  );
}

/** Everything, or nothing: what the tray has too. */
const pauseAll = () =>
  perform(
    "scheduler.pause",
    {},
    {
      done: { title: "Posting is paused. Nothing goes out until you resume it." },
      undo: () => ({ label: "pause posting", inverse: { name: "scheduler.resume", input: {} } }),
      failed: "Posting was not paused",
    },
  );
