// The virtual grid with a hundred thousand pictures in it.
import { BookOpen, Check, Clock, Download, Star, Trash2, X } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { Button, IconButton } from "@/components/button/Button";
import { FacetRow, RailLink } from "@/components/data/FacetRow";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { PromptText } from "@/components/form/PromptField";
import { Slider } from "@/components/form/Slider";
import { TextArea } from "@/components/form/TextArea";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { FiltersButton, Rail, RailGroup } from "@/components/layout/Rail";
import { Toolbar, ToolbarLine } from "@/components/layout/Toolbar";
import { ContextMenu } from "@/components/overlay/Menu";
import { Popover } from "@/components/overlay/Popover";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { PictureTile } from "@/components/picture/PictureTile";
import { SelectionBar } from "@/components/picture/SelectionBar";
import { NOTHING, type Selection, selectionSize } from "@/components/picture/selection";
import { Time } from "@/components/text/Time";
import { art } from "./art";

const GROUPS = [
  { label: "Today", count: 18 },
  { label: "Yesterday", count: 41 },
  { label: "Earlier", count: 100_000 },
];
const TOTAL = GROUPS.reduce((sum, { count }) => sum + count, 0);
const STATES = ["approved", "approved", "pending", "approved", "rejected"] as const;

export function GridPage() {
  const [cursor, setCursor] = useState(2);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [width, setWidth] = useState(106);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const onWindow = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const item = useMemo(
    () => (index: number) => ({ id: `${index}`, index, approval: STATES[index % STATES.length] }),
    [],
  );
  const facets = (
    <>
      <RailGroup title="Book">
        <RailLink icon={BookOpen} name="All prompts" count={146} current onSelect={() => {}} />
        <RailLink icon={Star} name="Favourites" count={18} current={false} onSelect={() => {}} />
      </RailGroup>
      <RailGroup title="State" aside="your limit 0.80">
        <FacetRow icon={Clock} name="Pending" count={36} selected={false} onToggle={() => {}} />
        <FacetRow icon={Check} name="Approved" count={4382} selected onToggle={() => {}} />
      </RailGroup>
      <RailGroup title="Still being read">
        <Later after_ms={0}>
          <Skeleton className="mx-2 my-1 h-4" />
        </Later>
        <p className="px-2 text-12 text-ink-3">
          <Time at="2026-11-19T14:57:00Z" />
        </p>
        <PromptText text="On the tiller, wool jumper, __sea__ behind" className="block px-2 text-12" />
      </RailGroup>
    </>
  );
  return (
    <Page>
      <Toolbar
        title="Library"
        actions={
          <>
            <FiltersButton count={1}>{facets}</FiltersButton>
            <ToolbarLine />
            <Popover trigger={<Button>Tags</Button>} label="Tags" align="end" className="w-[240px]">
              <TextArea label="Tags" lines={2} />
            </Popover>
          </>
        }
        aside={`${selectionSize(selection, TOTAL)} selected, ${seen.first} to ${seen.last} in sight`}
      >
        <Slider
          label="Tile width"
          labelHidden
          min={96}
          max={320}
          value={width}
          onChange={setWidth}
          className="w-[100px]"
        />
      </Toolbar>
      <PageBody>
        <Rail label="Filters">{facets}</Rail>
        <Main label="Pictures" padding="none" well scrolls={false}>
          <PictureGrid
            label="Pictures"
            groups={GROUPS}
            item={item}
            idOf={(one) => one.id}
            nameOf={(one) => `Picture ${one.index + 1}, ${one.approval}`}
            renderTile={(one, state) => (
              <ContextMenu
                entries={[
                  { label: "Download", icon: Download, onSelect: () => {} },
                  { label: "Move to trash", icon: Trash2, danger: true, onSelect: () => {} },
                ]}
              >
                <span className="block size-full">
                  <PictureTile
                    url={one && art(one.index)}
                    alt=""
                    approval={one?.approval}
                    cursor={state.cursor}
                    selected={state.selected}
                    onCheck={state.toggle}
                    score={one && 0.6 + (one.index % 40) / 100}
                    belowLimit={one ? one.index % 40 < 20 : false}
                  />
                </span>
              </ContextMenu>
            )}
            tileWidth={width}
            onWindow={onWindow}
            cursor={cursor}
            onCursor={setCursor}
            selection={selection}
            onSelection={setSelection}
          />
          <SelectionBar
            count={selectionSize(selection, TOTAL)}
            all={selection.all}
            onClear={() => setSelection(NOTHING)}
          >
            <Button kind="quiet" icon={Check} shortcut="A">
              Approve
            </Button>
            <Button kind="quiet" icon={X} shortcut="R">
              Reject
            </Button>
            <IconButton icon={Trash2} label="Move to trash" shortcut="Delete" tooltipSide="top" />
          </SelectionBar>
        </Main>
      </PageBody>
    </Page>
  );
}
