// The pictures under the filters: the virtual grid, its tiles with their menu, and the selection bar.
import { Check, Columns2, Download, Folder, Maximize2, RotateCcw, Tag, Trash2, X } from "lucide-react";
import { useCallback, useMemo } from "react";
import { call } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import type { Approval } from "@/components/data/StateTag";
import { ContextMenu, type MenuEntry } from "@/components/overlay/Menu";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { PictureTile } from "@/components/picture/PictureTile";
import { SelectionBar } from "@/components/picture/SelectionBar";
import { only, type Selection, selectionSize } from "@/components/picture/selection";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import type { Item, Library } from "./useLibrary";
import { altOf, nameOf } from "./words";

/** Tiles wider than this show the larger thumbnail. */
const SMALL_PX = 260;

export interface GridActs {
  approve: () => void;
  reject: () => void;
  pend: () => void;
  tag: () => void;
  folder: () => void;
  zip: () => void;
  trash: () => void;
  compare: () => void;
}

export interface LibraryGridProps {
  library: Library;
  tileWidth: number;
  cursor: number;
  onCursor: (index: number) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onOpen: (index: number) => void;
  onLook: (index: number) => void;
  /** What is done with the selection. */
  acts: GridActs;
}

export function LibraryGrid(props: LibraryGridProps) {
  const { library, tileWidth, cursor, onCursor, selection, onSelection, onOpen, onLook, acts } = props;
  const { list, groups, filter, sort, listKey } = library;
  const words = useWords();
  const count = selectionSize(selection, list.total ?? 0);
  const size = tileWidth > SMALL_PX ? "640" : "320";

  // Scrolling asks for the same names again and again.
  const tileName = useMemo(() => {
    const names = new WeakMap<Item, string>();
    return (item: Item) => {
      const name = names.get(item) ?? nameOf(item, words);
      names.set(item, name);
      return name;
    };
  }, [words]);

  const idsBetween = useCallback(
    async (first: number, last: number) => {
      const ids: string[] = [];
      for (let offset = first; offset <= last; offset += 200) {
        const limit = Math.min(200, last - offset + 1);
        const page = await call("content.list", { ...filter, sort, limit, offset });
        ids.push(...page.content.map(({ id }) => id));
      }
      return ids;
    },
    [filter, sort],
  );

  const entries: MenuEntry[] = [
    { label: "Look large", icon: Maximize2, shortcut: "Space", onSelect: () => onLook(cursor) },
    { label: "Open detail", shortcut: "Enter", onSelect: () => onOpen(cursor) },
    "line",
    { label: "Approve", icon: Check, shortcut: "library.approve", onSelect: acts.approve },
    { label: "Reject", icon: X, shortcut: "library.reject", onSelect: acts.reject },
    { label: "Set back to pending", icon: RotateCcw, onSelect: acts.pend },
    "line",
    { label: "Add tag", icon: Tag, shortcut: "library.tag", onSelect: acts.tag },
    { label: "Put into folder", icon: Folder, onSelect: acts.folder },
    { label: count > 1 ? "Save as ZIP" : "Save a copy", icon: Download, onSelect: acts.zip },
    "line",
    { label: "Move to trash", icon: Trash2, shortcut: "library.trash", danger: true, onSelect: acts.trash },
  ];

  return (
    <>
      {/* One menu for the whole grid: a menu for each tile would make scrolling slow. */}
      <ContextMenu entries={entries}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: opens the menu of the picture under the cursor */}
        <div
          className="flex min-h-0 flex-1 flex-col"
          onContextMenu={(event) => {
            const onTile = (event.target as HTMLElement).closest('[role="gridcell"]') !== null;
            if (!onTile && (event.target !== document.activeElement || cursor < 0)) event.preventDefault();
          }}
        >
          <PictureGrid<Item>
            label="Pictures"
            groups={groups}
            item={list.row}
            idOf={(item) => item.id}
            nameOf={tileName}
            listKey={listKey}
            renderTile={(item, state, index) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the cell has the role; a right click also sets the cursor
              <span
                className="block size-full"
                onContextMenu={() => {
                  onCursor(index);
                  if (item && !state.selected) onSelection(only(item.id));
                }}
              >
                <PictureTile
                  url={item && host.mediaUrl(item.id, size)}
                  alt={item ? altOf(item) : ""}
                  approval={item?.approval_status as Approval | undefined}
                  cursor={state.cursor}
                  selected={state.selected}
                  score={item?.identity_score}
                  onCheck={state.toggle}
                />
              </span>
            )}
            tileWidth={tileWidth}
            paddingTop={0}
            onWindow={list.show}
            cursor={cursor}
            onCursor={onCursor}
            selection={selection}
            onSelection={onSelection}
            idsBetween={idsBetween}
            onOpen={onOpen}
            onLook={onLook}
          />
        </div>
      </ContextMenu>
      <SelectionBar
        count={count}
        all={selection.all && selection.ids.size === 0}
        onClear={() => onSelection({ all: false, ids: new Set() })}
      >
        <Button kind="quiet" icon={Check} shortcut="library.approve" onClick={acts.approve}>
          Approve
        </Button>
        <Button kind="quiet" icon={X} shortcut="library.reject" onClick={acts.reject}>
          Reject
        </Button>
        {count === 2 && !selection.all && (
          <IconButton
            icon={Columns2}
            label="Compare"
            shortcut="library.compare"
            tooltipSide="top"
            onClick={acts.compare}
          />
        )}
        <IconButton icon={Tag} label="Add tag" shortcut="library.tag" tooltipSide="top" onClick={acts.tag} />
        <IconButton icon={Folder} label="Put into folder" tooltipSide="top" onClick={acts.folder} />
        <IconButton icon={Download} label="Save as ZIP" tooltipSide="top" onClick={acts.zip} />
        <IconButton
          icon={Trash2}
          label="Move to trash"
          shortcut="library.trash"
          tooltipSide="top"
          onClick={acts.trash}
        />
      </SelectionBar>
    </>
  );
}
