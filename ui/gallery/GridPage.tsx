// The virtual grid with a hundred thousand pictures in it.
import { useCallback, useMemo, useState } from "react";
import { Slider } from "@/components/form/Slider";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { PictureTile } from "@/components/picture/PictureTile";
import { NOTHING, type Selection, selectionSize } from "@/components/picture/selection";
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
  return (
    <Page>
      <Toolbar
        title="Library"
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
        <Main label="Pictures" padding="none" well scrolls={false}>
          <PictureGrid
            label="Pictures"
            groups={GROUPS}
            item={item}
            idOf={(one) => one.id}
            nameOf={(one) => `Picture ${one.index + 1}, ${one.approval}`}
            renderTile={(one, state) => (
              <PictureTile
                url={one && art(one.index)}
                alt=""
                approval={one?.approval}
                cursor={state.cursor}
                selected={state.selected}
                selecting={state.selecting}
                onCheck={state.toggle}
                score={one && 0.6 + (one.index % 40) / 100}
                belowLimit={one ? one.index % 40 < 20 : false}
              />
            )}
            tileWidth={width}
            onWindow={onWindow}
            cursor={cursor}
            onCursor={setCursor}
            selection={selection}
            onSelection={setSelection}
          />
        </Main>
      </PageBody>
    </Page>
  );
}
