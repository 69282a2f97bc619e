// What was deleted: it lies here for the days that Settings give it, and can be restored until then.
import { RotateCcw, Trash2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { call, perform, useList, useRead } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { PictureTile } from "@/components/picture/PictureTile";
import { SelectionBar } from "@/components/picture/SelectionBar";
import { NOTHING, type Selection, selectionSize } from "@/components/picture/selection";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { DeletedReferences } from "./DeletedReferences";
import * as decisions from "./decide";
import { altOf, pictures } from "./words";

const PAGE_SIZE = 100;

export function TrashPage({ onBack }: { onBack: () => void }) {
  const words = useWords();
  const list = useList("trash.list", {}, "items", PAGE_SIZE);
  const { data: stats } = useRead("content.stats", {});
  const references = useRead("references.deleted", {}).data?.references ?? [];
  const days = useRead("settings.get", {}).data?.storage.trash_days;
  const [cursor, setCursor] = useState(-1);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [asking, setAsking] = useState(false);
  const total = list.total ?? 0;
  const count = selectionSize(selection, total);
  const cursorId = cursor >= 0 ? list.row(cursor)?.item_id : undefined;

  const restore = useCallback(async () => {
    const ids =
      count === 0
        ? cursorId === undefined
          ? []
          : [cursorId]
        : selection.all
          ? (await allIds()).filter((id) => !selection.ids.has(id))
          : [...selection.ids];
    if (ids.length > 0 && (await decisions.restore(ids))) setSelection(NOTHING);
  }, [count, cursorId, selection]);

  const actions = useMemo(
    (): Offer[] => [
      {
        id: "trash.restore",
        icon: RotateCcw,
        when: () => (count > 0 || cursorId !== undefined) && document.activeElement?.getAttribute("role") === "grid",
        perform: () => void restore(),
      },
      { id: "trash.back", perform: onBack },
    ],
    [count, cursorId, restore, onBack],
  );
  useActions(actions);

  const isEmpty = total === 0 && references.length === 0;
  const things = [total > 0 && pictures(total), references.length > 0 && referencesOf(references.length)]
    .filter(Boolean)
    .join(" and ");
  const bytes = references.reduce((sum, { reference }) => sum + reference.size_bytes, stats?.trash_size_bytes ?? 0);
  const gone = stats ? ` ${words.bytes(bytes)} become free.` : "";
  return (
    <Page>
      <Toolbar
        title="Trash"
        onBack={onBack}
        aside={!isEmpty && list.total !== undefined && `${things}${days ? `, each kept for ${inDays(days)}` : ""}`}
        actions={
          !isEmpty && (
            <>
              {total > 0 && (
                <Button
                  icon={RotateCcw}
                  off={count === 0 && cursorId === undefined && "Choose what comes back"}
                  onClick={() => void restore()}
                >
                  Restore
                </Button>
              )}
              <Button kind="quiet-danger" icon={Trash2} onClick={() => setAsking(true)}>
                Empty the trash
              </Button>
            </>
          )
        }
      />
      <PageBody>
        <Main label="Deleted pictures" padding="none" well scrolls={false}>
          {list.error && <ErrorNote what="The trash could not be read" error={list.error} className="m-3" />}
          {references.length > 0 && <DeletedReferences references={references} />}
          {list.total === 0 && isEmpty && (
            <EmptyState
              picture={<Trash2 aria-hidden="true" size={28} strokeWidth={1.5} className="text-ink-3" />}
              title="The trash is empty"
              text={`Deleted pictures and references lie here${days ? ` for ${inDays(days)}` : ""}.`}
              actions={<Button onClick={onBack}>Back to the library</Button>}
            />
          )}
          {total > 0 && (
            <>
              <PictureGrid
                label="Deleted pictures"
                groups={[{ count: total }]}
                item={list.row}
                idOf={(one) => one.item_id}
                nameOf={(one) =>
                  `${one.name}, deleted ${words.time(one.deleted_at)}, kept until ${words.time(one.expires_at)}`
                }
                renderTile={(one, state) => (
                  <PictureTile
                    url={one && host.mediaUrl(one.item_id, "320")}
                    alt={one ? altOf(one.content) : ""}
                    cursor={state.cursor}
                    selected={state.selected}
                    onCheck={state.toggle}
                  />
                )}
                onWindow={list.show}
                cursor={cursor}
                onCursor={setCursor}
                selection={selection}
                onSelection={setSelection}
                onOpen={() => void restore()}
              />
              <SelectionBar count={count} all={selection.all} onClear={() => setSelection(NOTHING)}>
                <Button kind="quiet" icon={RotateCcw} onClick={() => void restore()}>
                  Restore
                </Button>
              </SelectionBar>
            </>
          )}
        </Main>
      </PageBody>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${things} for good?`}
        text={`Their files go too, and no undo brings them back.${gone}`}
        safe="Keep them"
        action="Delete for good"
        onAction={() =>
          perform(
            "trash.empty",
            {},
            {
              failed: "The trash was not emptied",
              done: ({ removed, freed_bytes }) => ({
                title: `${removed === 1 ? "1 thing" : `${words.count(removed)} things`} deleted, ${words.bytes(freed_bytes)} freed`,
              }),
            },
          )
        }
      />
    </Page>
  );
}

const inDays = (days: number) => (days === 1 ? "a day" : `${days} days`);
const referencesOf = (count: number) => (count === 1 ? "1 reference" : `${count} references`);

async function allIds(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await call("trash.list", { limit: 200, offset: ids.length });
    ids.push(...page.items.map(({ item_id }) => item_id));
    if (page.items.length === 0 || ids.length >= page.total) return ids;
  }
}
