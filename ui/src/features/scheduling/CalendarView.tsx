// The calendar as a month, a week or a list. The times are wall-clock times of its zone, so FullCalendar is told that
// all of them are UTC: it then shows and moves them as they stand.
import type { EventContentArg, EventDropArg, EventInput } from "@fullcalendar/core";
import dayGrid from "@fullcalendar/daygrid";
import interaction, { type DropArg } from "@fullcalendar/interaction";
import list from "@fullcalendar/list";
import FullCalendar from "@fullcalendar/react";
import timeGrid from "@fullcalendar/timegrid";
import { useEffect, useMemo, useRef } from "react";
import type { Calendar, CalendarGroup, Firing } from "@/api";
import "./calendar.css";
import { wallNow } from "@/components/text/timeZones";
import type { View } from "./dates";
import { FiringTile } from "./FiringTile";
import { isMovable } from "./marks";
import { PostTile } from "./PostTile";
import { useCarry } from "./useCarry";

const VIEWS: Record<View, string> = { month: "dayGridMonth", week: "timeGridWeek", list: "listWeek" };
/** A tile is 46 high and an hour 36, so that a post takes as much of the grid as these minutes. */
const TILE_MINUTES = 77;
/** Posts and firings are shown; both are read from the same answer. */
type Shown = { group: CalendarGroup } | { firing: Firing };

export interface CalendarViewProps {
  calendar: Calendar;
  view: View;
  day: string;
  zone: string;
  selected: string | null;
  onSelect: (group: CalendarGroup) => void;
  onFiring: (firing: Firing) => void;
  /** A group was dragged to a wall-clock time of the zone. Answers whether it stays there. */
  onMove: (group: CalendarGroup, wall_time: string) => Promise<boolean>;
  /** A picture of the shelf was dropped at a wall-clock time. */
  onDropPicture: (content_id: string, wall_time: string) => void;
  /** An empty hour was pressed. */
  onNew: (wall_time: string) => void;
}

/** `2026-11-16T19:00` of one of FullCalendar's dates. */
const wallOf = (date: Date): string => date.toISOString().slice(0, 16);

export function CalendarView(props: CalendarViewProps) {
  const { calendar, view, day, zone, selected } = props;
  const room = useRef<FullCalendar>(null);
  const events = useMemo(() => eventsOf(calendar), [calendar]);

  useEffect(() => {
    const api = room.current?.getApi();
    // FullCalendar draws with flushSync, which React allows only outside its own work.
    queueMicrotask(() => api?.changeView(VIEWS[view], day));
  }, [view, day]);

  const move = ({ event, revert }: EventDropArg) => {
    const { group } = event.extendedProps as { group: CalendarGroup };
    if (!event.start) return revert();
    void props.onMove(group, wallOf(event.start)).then((stays) => stays || revert());
  };
  const press = (shown: Shown) => ("group" in shown ? props.onSelect(shown.group) : props.onFiring(shown.firing));

  const groupOf = (id: string) => calendar.days.flatMap(({ groups }) => groups).find(({ group_id }) => group_id === id);
  const carry = useCarry(groupOf, props.onMove, zone);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the posts inside are the buttons; their keys are heard here.
    <div
      className="calendar relative min-h-0 flex-1"
      data-view={view}
      onKeyDownCapture={carry.onKeyDown}
      onBlur={carry.onBlur}
    >
      {carry.sign}
      <FullCalendar
        ref={room}
        plugins={[dayGrid, timeGrid, list, interaction]}
        initialView={VIEWS[view]}
        initialDate={day}
        timeZone="UTC"
        now={() => `${wallNow(zone)}:00Z`}
        nowIndicator
        firstDay={1}
        height="100%"
        headerToolbar={false}
        allDaySlot={false}
        slotDuration="00:30:00"
        slotLabelInterval="02:00"
        snapDuration="00:15:00"
        scrollTime="07:00"
        slotLabelFormat={{ hour: "2-digit", minute: "2-digit", hour12: false }}
        eventTimeFormat={{ hour: "2-digit", minute: "2-digit", hour12: false }}
        dayHeaderContent={({ date, view: drawn, isToday }) => dayWords(date, drawn.type, isToday)}
        defaultTimedEventDuration={{ minutes: TILE_MINUTES }}
        forceEventDuration
        slotEventOverlap={false}
        eventOverlap
        expandRows={false}
        events={events}
        editable
        eventDurationEditable={false}
        droppable
        eventDrop={move}
        drop={({ date, draggedEl }: DropArg) => {
          const content_id = draggedEl.dataset.contentId;
          if (content_id) props.onDropPicture(content_id, wallOf(date));
        }}
        dateClick={({ date, allDay }) => props.onNew(allDay ? `${wallOf(date).slice(0, 10)}T12:00` : wallOf(date))}
        eventClick={({ event }) => event.display !== "background" && press(event.extendedProps as Shown)}
        eventDidMount={({ el, event }) => {
          const shown = event.extendedProps as Shown;
          if (event.display === "background") {
            el.title = event.title;
            return;
          }
          el.setAttribute("role", "button");
          el.tabIndex = 0;
          if ("group" in shown) el.dataset.groupId = shown.group.group_id;
          el.onkeydown = ({ key }) => {
            if (key === "Enter" || key === " ") press(shown);
          };
        }}
        eventContent={({ event, view: drawn }: EventContentArg) => {
          const shown = event.extendedProps as Shown;
          if (event.display === "background") return <span className="sr-only">{event.title}</span>;
          const small = drawn.type === "dayGridMonth";
          if ("firing" in shown) return <FiringTile firing={shown.firing} small={small} />;
          return <PostTile group={shown.group} selected={shown.group.group_id === selected} small={small} />;
        }}
        noEventsContent="Nothing is planned in this week."
      />
    </div>
  );
}

/** "Thu 19 today"; in the month the day of the week alone. */
function dayWords(date: Date, type: string, isToday: boolean): string {
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" }).format(date);
  if (type === "dayGridMonth") return weekday;
  return `${weekday} ${date.getUTCDate()}${isToday ? " today" : ""}`;
}

function eventsOf(calendar: Calendar): EventInput[] {
  const crowded = calendar.crowded_hours.map(({ date, hour, message }) => ({
    id: `crowded ${date} ${hour}`,
    start: `${date}T${String(hour).padStart(2, "0")}:00:00Z`,
    end: `${date}T${String(hour).padStart(2, "0")}:59:59Z`,
    title: message,
    display: "background",
    classNames: ["crowded"],
  }));
  const planned = calendar.days.flatMap(({ groups, firings }): EventInput[] => [
    ...groups.map((group) => ({
      id: `${group.group_id} ${group.wall_time}`,
      start: `${group.wall_time}Z`,
      title: group.caption,
      editable: isMovable(group.posts),
      extendedProps: { group },
    })),
    ...firings
      // What a rule planned stands there as a post.
      .filter(({ group_id }) => group_id === null)
      .map((firing) => ({
        id: `${firing.rule_id} ${firing.scheduled_at}`,
        start: `${firing.wall_time}Z`,
        title: firing.rule_name,
        editable: false,
        extendedProps: { firing },
      })),
  ]);
  return [...crowded, ...planned];
}
