// The library as a grid: toolbar, filters, pictures, and the drawer of the one under the cursor.
import { useNavigate } from "@tanstack/react-router";
import {
  Aperture,
  ArrowDownUp,
  Check,
  ChevronDown,
  Columns2,
  Folder,
  Image,
  LayoutGrid,
  type LucideIcon,
  PanelRight,
  Tag,
  Trash2,
  X,
} from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { preference, undo, useStore } from "@/api";
import type { KeyedId } from "@/components/actions/keymap";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Segments } from "@/components/form/Segments";
import { Slider } from "@/components/form/Slider";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { FiltersButton, Rail } from "@/components/layout/Rail";
import { Toolbar } from "@/components/layout/Toolbar";
import { useSlim } from "@/components/layout/useSlim";
import { Menu } from "@/components/overlay/Menu";
import { NOTHING, type Selection, selectionSize } from "@/components/picture/selection";
import { DetailDrawer } from "./DetailDrawer";
import * as decisions from "./decide";
import { Facets } from "./Facets";
import { FilterBar } from "./FilterBar";
import {
  chipsOf,
  FILTER_NAMES,
  type FilterName,
  type LibrarySearch,
  SORTS,
  type Sort,
  sortOf,
  withFilter,
  without,
} from "./filters";
import { type GridActs, LibraryGrid } from "./LibraryGrid";
import { LibrarySearchField } from "./LibrarySearchField";
import { LookLarge } from "./LookLarge";
import { NothingFound } from "./NothingFound";
import { placeOf } from "./placeOf";
import { SelectionDrawer } from "./SelectionDrawer";
import { useLibrary } from "./useLibrary";
import { useOpenItem } from "./useOpenItem";
import { WordDialog } from "./WordDialog";
import { pictures } from "./words";

/** The smallest width of a tile, in px. */
const tileWidths = preference<number>("library-tile", 100);

export interface GridPageProps {
  search: LibrarySearch;
  go: (search: LibrarySearch, replace?: boolean) => void;
}

export function GridPage({ search, go }: GridPageProps) {
  const navigate = useNavigate();
  const slim = useSlim();
  const tileWidth = useStore(tileWidths);
  const library = useLibrary(search);
  const { list, filter } = library;
  const total = list.total ?? 0;

  const [cursor, setCursor] = useState(-1);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [looking, setLooking] = useState(false);
  const [asking, setAsking] = useState<"tag" | "folder">();
  const [openId, setOpenId] = useOpenItem(search, go);
  /** The drawer shows the next picture that the cursor stands on. */
  const follow = useRef(false);

  // Another list has another cursor and another selection.
  const shownKey = useRef(library.listKey);
  useEffect(() => {
    if (shownKey.current === library.listKey) return;
    shownKey.current = library.listKey;
    setCursor(-1);
    setSelection(NOTHING);
  }, [library.listKey]);
  useEffect(() => {
    if (total > 0) setCursor((at) => Math.min(at, total - 1));
  }, [total]);
  const isEmpty = list.total === 0;
  useEffect(() => {
    // Where the last picture left the list, there is none to go on to.
    if (!isEmpty || !follow.current) return;
    follow.current = false;
    setOpenId(undefined);
  }, [isEmpty, setOpenId]);

  const atCursor = cursor >= 0 ? list.row(cursor) : undefined;
  const cursorId = atCursor?.id;
  // An open drawer goes along with the cursor.
  useEffect(() => {
    if (!follow.current || cursorId === undefined) return;
    follow.current = false;
    setOpenId((open) => (open === undefined ? open : cursorId));
  }, [cursorId, setOpenId]);
  const moveTo = useCallback((index: number) => {
    follow.current = true;
    setCursor(index);
  }, []);

  // A picture that is opened by its address, or from another's lineage, is found in the list.
  const locate = useCallback(
    async (id: string) => {
      const place = await placeOf(id, filter, library.sort);
      if (place !== undefined) setCursor(place);
    },
    [filter, library.sort],
  );
  const linked = useRef(search.item);
  useEffect(() => {
    if (linked.current === undefined || total === 0) return;
    void locate(linked.current);
    linked.current = undefined;
  }, [total, locate]);

  const count = selectionSize(selection, total);
  const many = count > 1;

  /** The selection where there are several, else the picture under the cursor. */
  const target = useCallback(async () => {
    if (many) return decisions.targetOf(selection, filter);
    return { content_ids: cursorId === undefined ? [] : [cursorId] };
  }, [many, selection, filter, cursorId]);

  const acts = useMemo((): GridActs => {
    const act = (run: (target: decisions.Target) => Promise<unknown>) => () => {
      void target().then((on) => ("filter" in on || on.content_ids.length > 0 ? run(on) : undefined));
    };
    // What left the list by a decision or into the trash is selected no longer.
    const leaving = (decision: decisions.Decision) => async (on: decisions.Target) => {
      // The drawer goes on to the picture that takes the place of one that leaves.
      follow.current ||= !many && filter.approval_status != null;
      const done = await decisions.decide(on, decision);
      if (done && filter.approval_status && filter.approval_status !== decision) setSelection(NOTHING);
    };
    return {
      approve: act(leaving("approved")),
      reject: act(leaving("rejected")),
      pend: act(leaving("pending")),
      tag: () => (many || cursorId !== undefined) && setAsking("tag"),
      folder: () => (many || cursorId !== undefined) && setAsking("folder"),
      zip: act((on) => decisions.download(on, many ? "pictures.zip" : (atCursor?.filename ?? "picture.png"))),
      trash: act(async (on) => {
        follow.current ||= !many;
        if (await decisions.trash(on)) setSelection(NOTHING);
      }),
      compare: () => {
        const ids = [...selection.ids];
        if (selection.all || ids.length !== 2) return;
        go({ ...search, view: "review", ids: ids.join(","), up: "2" });
      },
    };
  }, [target, many, filter, cursorId, atCursor, selection, search, go]);

  const toggle = useCallback((name: FilterName, value: string) => go(withFilter(search, name, value)), [go, search]);
  const review = useCallback(() => {
    const next: LibrarySearch = { ...without(search, "item"), view: "review" };
    if (!selection.all && selection.ids.size > 1) next.ids = [...selection.ids].join(",");
    go(next);
  }, [go, search, selection]);

  const openDetail = useCallback(
    (index: number) => {
      setCursor(index);
      const id = list.row(index)?.id;
      if (id !== undefined) setOpenId(id);
    },
    [list, setOpenId],
  );

  const has = many || cursorId !== undefined;
  const isOpen = openId !== undefined;
  const actions = useMemo((): Offer[] => {
    const one = (id: KeyedId, perform: () => void, icon?: LucideIcon): Offer => ({
      id,
      ...(icon ? { icon } : {}),
      when: () => has,
      perform,
    });
    return [
      one("library.approve", acts.approve, Check),
      one("library.reject", acts.reject, X),
      one("library.pend", acts.pend),
      one("library.tag", acts.tag, Tag),
      one("library.folder", acts.folder, Folder),
      one("library.trash", acts.trash, Trash2),
      { ...one("library.compare", acts.compare, Columns2), when: () => count === 2 && !selection.all },
      {
        id: "library.detail",
        icon: PanelRight,
        perform: () => setOpenId((open) => (open === undefined ? cursorId : undefined)),
      },
      {
        id: "library.clear",
        inPalette: false,
        when: () => count > 0 || isOpen,
        perform: () => (count > 0 ? setSelection(NOTHING) : setOpenId(undefined)),
      },
      { id: "library.review", icon: Columns2, perform: review },
    ];
  }, [acts, has, count, selection, cursorId, setOpenId, review, isOpen]);
  useActions(actions);

  const facets = <Facets library={library} search={search} onToggle={toggle} onTrash={() => go({ view: "trash" })} />;
  const filters = chipsOf(search, () => undefined).length;
  const clear = () => go(without(search, ...FILTER_NAMES));
  const nothingAtAll = library.stats?.total === 0;

  return (
    <Page>
      <Toolbar
        title="Library"
        actions={
          <Menu
            trigger={
              <Button kind="quiet" endIcon={ChevronDown} icon={ArrowDownUp}>
                {SORTS[library.sort]}
              </Button>
            }
            entries={(Object.keys(SORTS) as Sort[]).map((sort) => ({
              label: SORTS[sort],
              checked: sortOf(search) === sort,
              onSelect: () => go(sort === "newest" ? without(search, "sort") : { ...search, sort }),
            }))}
          />
        }
      >
        <FiltersButton count={filters}>{facets}</FiltersButton>
        <LibrarySearchField search={search} go={go} />
        <Segments
          label="View"
          choices={[
            { value: "grid", label: "Grid", icon: LayoutGrid, iconOnly: true },
            { value: "review", label: "Review", icon: Columns2, iconOnly: true },
          ]}
          value="grid"
          onChange={(view) => view === "review" && review()}
        />
        {!slim && (
          <Slider
            label="Tile width"
            labelHidden
            min={96}
            max={320}
            value={tileWidth}
            valueText={`${tileWidth} pixels`}
            onChange={tileWidths.set}
            className="ml-2 w-[90px]"
          />
        )}
      </Toolbar>
      <PageBody>
        {!nothingAtAll && <Rail label="Filters">{facets}</Rail>}
        <Main label="Pictures" padding="none" well scrolls={false}>
          {nothingAtAll ? (
            <EmptyState
              picture={
                <OutlineTiles columns={5} rows={2}>
                  <Image aria-hidden="true" size={16} strokeWidth={1.5} />
                </OutlineTiles>
              }
              title="Nothing in the library"
              text="Pictures you make land here, with the recipe of each."
              actions={
                <Button kind="primary" icon={Aperture} onClick={() => void navigate({ to: "/studio" })}>
                  Make pictures in Studio
                </Button>
              }
            />
          ) : (
            <>
              <FilterBar
                library={library}
                search={search}
                onRemove={({ name, value }) =>
                  go(name === "tag" ? withFilter(search, name, value) : without(search, name))
                }
                onClear={clear}
              />
              {list.error && (
                <ErrorNote what="The pictures could not be read" error={list.error} className="mx-3 mb-2" />
              )}
              {list.total === undefined && !list.error && <Waiting tileWidth={tileWidth} />}
              {list.total === 0 && <NothingFound search={search} go={go} total={library.stats?.total} />}
              {total > 0 && (
                <LibraryGrid
                  library={library}
                  tileWidth={tileWidth}
                  cursor={cursor}
                  onCursor={moveTo}
                  selection={selection}
                  onSelection={setSelection}
                  onOpen={openDetail}
                  onLook={() => setLooking(true)}
                  acts={acts}
                />
              )}
            </>
          )}
        </Main>
        {openId !== undefined && many ? (
          <SelectionDrawer
            library={library}
            selection={selection}
            count={count}
            acts={acts}
            onClose={() => setOpenId(undefined)}
          />
        ) : (
          openId !== undefined && (
            <DetailDrawer
              id={openId}
              row={atCursor?.id === openId ? atCursor : undefined}
              onOpen={(id) => {
                setOpenId(id);
                void locate(id);
              }}
              onClose={() => setOpenId(undefined)}
              onTrash={() => {
                if (cursorId === openId) follow.current = true;
                else setOpenId(undefined);
                void decisions.trash({ content_ids: [openId] });
              }}
              onFilter={(name, value) => go({ [name]: value, item: openId })}
              {...(cursor > 0 && cursorId === openId ? { onLast: () => moveTo(cursor - 1) } : {})}
              {...(cursor >= 0 && cursor < total - 1 && cursorId === openId
                ? { onNext: () => moveTo(cursor + 1) }
                : {})}
              onLook={() => setLooking(true)}
              folders={(library.allFacets?.folder ?? []).flatMap(({ value }) => (value ? [value] : []))}
            />
          )
        )}
      </PageBody>
      {looking && cursor >= 0 && (
        <LookLarge
          item={atCursor}
          place={cursor}
          total={total}
          onMove={moveTo}
          onDecide={(decision) =>
            cursorId !== undefined && void decisions.decide({ content_ids: [cursorId] }, decision)
          }
          onUndo={() => void undo()}
          onClose={() => setLooking(false)}
        />
      )}
      {asking && (
        <WordDialog
          title={`${asking === "tag" ? "Add a tag to" : "Put into a folder:"} ${pictures(many ? count : 1)}`}
          label={asking === "tag" ? "Tag" : "Folder"}
          action={asking === "tag" ? "Add tag" : "Put into folder"}
          {...(asking === "folder" ? { empty: "Take out of any folder" } : {})}
          known={(library.allFacets?.[asking] ?? []).flatMap(({ value }) => (value ? [value] : []))}
          check={(word) => (asking === "tag" ? wrongTag(word) : undefined)}
          onClose={() => setAsking(undefined)}
          onTake={(word) => {
            const what = asking;
            setAsking(undefined);
            void target().then((on) => (what === "tag" ? decisions.addTag(on, word) : decisions.putInFolder(on, word)));
          }}
        />
      )}
    </Page>
  );
}

const LONGEST_TAG = 60;

function wrongTag(word: string): string | undefined {
  if (word.includes(",")) return "One tag at a time, without commas";
  return word.length > LONGEST_TAG ? `At most ${LONGEST_TAG} letters` : undefined;
}

/** Flat grounds where the pictures will be. */
function Waiting({ tileWidth }: { tileWidth: number }) {
  return (
    <Later>
      <div
        aria-hidden="true"
        className="grid gap-1 overflow-hidden px-3 pt-8"
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${tileWidth}px, 1fr))` }}
      >
        {Array.from({ length: 24 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grounds that never change their order
          <Skeleton key={index} className="aspect-[4/5]" />
        ))}
      </div>
    </Later>
  );
}
