// What the library shows under its filters: the list, the counts beside it, the days as headings.
import { useEffect, useMemo, useRef, useState } from "react";
import { type ListWindow, type Output, useList, useRead } from "@/api";
import type { GridGroup } from "@/components/picture/gridLayout";
import { dateIn, groupsOf, timeZone } from "./days";
import { type Filter, filterOf, type LibrarySearch, type Sort, sortOf } from "./filters";

/** Rows read at once. */
const PAGE_SIZE = 100;

export type Item = Output<"content.list">["content"][number];

export interface Library {
  /** The filters in force, with the moment up to which pictures are shown. */
  filter: Filter;
  sort: Sort;
  /** Changes when another list is shown. */
  listKey: string;
  list: ListWindow<Item>;
  groups: readonly GridGroup[];
  /** Counts under the filters; the last ones while others are read. */
  facets: Output<"content.facets"> | undefined;
  /** Counts without any filter: which values there are at all. */
  allFacets: Output<"content.facets"> | undefined;
  stats: Output<"content.stats"> | undefined;
  /** How many under the filters never went out in a post. */
  neverPosted: number | undefined;
  /** Pictures that came after the list was opened. They wait, so that nothing moves by itself. */
  fresh: number;
  /** Shows them. */
  showFresh: () => void;
}

export function useLibrary(search: LibrarySearch): Library {
  const [until, setUntil] = useState(() => new Date().toISOString());
  const searchKey = JSON.stringify([filterOf(search), sortOf(search)]);
  const [filter, sort] = useMemo((): [Filter, Sort] => {
    const [own, order] = JSON.parse(searchKey) as [Filter, Sort];
    return [{ ...own, created_to: until }, order];
  }, [searchKey, until]);

  const read = useList("content.list", { ...filter, sort }, "content", PAGE_SIZE);
  const zone = timeZone();
  const facets = useRead("content.facets", { ...filter, time_zone: zone }, { keepLast: true });
  const allFacets = useRead("content.facets", {});
  const stats = useRead("content.stats", {});
  const neverPosted = useRead("content.list", { ...filter, never_posted: true, limit: 1 }, { keepLast: true });
  const live = useRead("content.list", { ...filter, created_to: null, limit: 1 });

  // While another list is read, the last one stays.
  const kept = useRef<{ list: ListWindow<Item>; listKey: string }>(undefined);
  useEffect(() => {
    if (read.total !== undefined) kept.current = { list: read, listKey: searchKey };
  });
  const late = read.total === undefined && !read.error && kept.current !== undefined;
  const shown = late && kept.current ? kept.current : { list: read, listKey: searchKey };
  const list = late ? { ...shown.list, show: read.show } : read;

  const total = list.total ?? 0;
  const today = dateIn(zone);
  const byDay = sort === "newest" || sort === "oldest";
  const day = facets.data?.day;
  const wanted = useMemo(() => {
    const days = byDay ? (sort === "newest" ? day : day?.toReversed()) : undefined;
    return groupsOf(days ?? [], total, today);
  }, [byDay, sort, day, total, today]);

  // List and days are two answers. Until both say the same the last headings stay, so that none flash.
  const keptGroups = useRef<{ key: string; groups: GridGroup[] }>(undefined);
  const agrees = !byDay || wanted.some(({ label }) => label !== undefined) || total === 0;
  useEffect(() => {
    if (agrees) keptGroups.current = { key: shown.listKey, groups: wanted };
  }, [agrees, wanted, shown.listKey]);
  const waits = !agrees && facets.isFetching && keptGroups.current?.key === shown.listKey;
  const groups = waits && keptGroups.current ? keptGroups.current.groups : wanted;

  const liveTotal = live.data?.total;
  const fresh = !late && liveTotal !== undefined && read.total !== undefined ? Math.max(0, liveTotal - read.total) : 0;
  const isEmpty = read.total === 0 && fresh > 0;
  useEffect(() => {
    // In front of an empty grid nothing can be pushed away.
    if (isEmpty) setUntil(new Date().toISOString());
  }, [isEmpty]);

  return {
    filter,
    sort,
    listKey: shown.listKey,
    list,
    groups,
    facets: facets.data,
    allFacets: allFacets.data,
    stats: stats.data,
    neverPosted: neverPosted.data?.total,
    fresh,
    showFresh: () => setUntil(new Date().toISOString()),
  };
}
