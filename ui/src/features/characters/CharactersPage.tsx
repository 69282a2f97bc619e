// All characters, as cards or as a list.
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, LayoutGrid, List, Plus, RefreshCw, Search, Trash2, Undo2, Upload, User, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type CharacterCard as Card, perform, preference, useRead, useStore } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { useDropTarget } from "@/components/drop/targets";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Chip } from "@/components/form/Chip";
import { Segments } from "@/components/form/Segments";
import { SearchField } from "@/components/form/TextField";
import { Main, Page } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { useRefreshModels } from "@/components/models/useRefreshModels";
import { Menu } from "@/components/overlay/Menu";
import { CharacterCards } from "./CharacterCards";
import { CharacterTable } from "./CharacterTable";
import { useCharacterActions } from "./useCharacterActions";
import { useClosedAccounts } from "./useClosedAccounts";
import { describeImport, useImport } from "./useImport";

type View = "cards" | "list";

const lastView = preference<View>("characters-view", "cards");

/** As many as the program gives at once. */
const SHOWN = 200;

export function CharactersPage() {
  const navigate = useNavigate();
  const view = useStore(lastView);
  const [typed, setTyped] = useState("");
  const [deleted, setDeleted] = useState(false);
  const search = typed.trim();
  const list = useRead(
    "characters.list",
    { limit: SHOWN, ...(search ? { search } : {}), ...(deleted ? { is_deleted: true } : {}) },
    { keepLast: true },
  );
  const actions = useCharacterActions();
  const closed = useClosedAccounts();
  const refresh = useRefreshModels();
  const bring = useImport();
  const place = useRef<HTMLDivElement>(null);
  useDropTarget(place, describeImport, ([file]) => file && void bring.take(file));

  const add = useMemo(() => () => void navigate({ to: "/characters/new" }), [navigate]);
  useActions(
    useMemo(
      (): Offer[] => [
        { id: "characters.add", icon: Plus, perform: add },
        {
          id: "characters.refresh_models",
          icon: RefreshCw,
          keywords: "comfyui checkpoint lora",
          perform: () => void refresh.run(),
        },
        { id: "characters.import", icon: Upload, perform: () => void bring.choose() },
      ],
      [add, refresh.run, bring.choose],
    ),
  );

  const characters = list.data?.characters ?? [];
  const total = list.data?.total ?? 0;
  const isEmpty = list.data !== undefined && characters.length === 0;
  const isFirst = isEmpty && !search && !deleted;

  return (
    <Page>
      <Toolbar
        title="Characters"
        aside={deleted ? "deleted" : total > 0 && total}
        actions={
          <>
            {!isFirst && (
              <>
                <SearchField
                  label="Name or bio"
                  icon={Search}
                  shortcut="app.search"
                  className="w-[180px] slim:w-[150px]"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key !== "Escape" || !typed) return;
                    event.stopPropagation();
                    setTyped("");
                  }}
                />
                <Segments
                  label="View"
                  value={view}
                  onChange={(next) => lastView.set(next)}
                  choices={[
                    { value: "cards", label: "Cards", icon: LayoutGrid, iconOnly: true },
                    { value: "list", label: "List", icon: List, iconOnly: true },
                  ]}
                />
              </>
            )}
            <IconButton
              icon={RefreshCw}
              label="Refresh models"
              busy={refresh.busy}
              onClick={() => void refresh.run()}
            />
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" />}
              entries={[
                { label: "Import a file", icon: Upload, onSelect: () => void bring.choose() },
                {
                  label: "Deleted characters",
                  icon: Trash2,
                  checked: deleted,
                  onSelect: () => setDeleted((shown) => !shown),
                },
              ]}
            />
            {!isFirst && (
              <Button kind="primary" icon={Plus} onClick={add}>
                Add character
              </Button>
            )}
          </>
        }
      />
      <div ref={place} className="flex min-h-0 flex-1">
        <Main padding="l" className="slim:p-4">
          {list.error && (
            <ErrorNote what="The characters could not be read" error={list.error} onAgain={() => list.refetch()} />
          )}
          {list.isPending && (
            <Later>
              <Waiting />
            </Later>
          )}
          {isFirst && <NoneYet onAdd={add} onImport={() => void bring.choose()} />}
          {isEmpty && search && <NoMatch search={search} onClear={() => setTyped("")} />}
          {isEmpty && !search && deleted && (
            <EmptyState
              title="Nothing was deleted"
              text="A deleted character stays here and can be restored."
              actions={<Button onClick={() => setDeleted(false)}>Back to the characters</Button>}
            />
          )}
          {deleted && !isEmpty && <Deleted characters={characters} onBack={() => setDeleted(false)} />}
          {!deleted && view === "cards" && <CharacterCards characters={characters} closed={closed} actions={actions} />}
          {!deleted && view === "list" && !isEmpty && characters.length > 0 && (
            <CharacterTable characters={characters} closed={closed} actions={actions} />
          )}
          {total > characters.length && (
            <p className="pt-4 text-12 text-ink-3">
              The first {characters.length} of {total}. Search for the others by name or bio.
            </p>
          )}
        </Main>
      </div>
      {actions.dialogs}
      {bring.dialog}
    </Page>
  );
}

function Waiting() {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4" role="status" aria-label="Reading">
      {[0, 1, 2].map((place) => (
        <Skeleton key={place} className="h-[304px] rounded-3" />
      ))}
    </div>
  );
}

function NoneYet({ onAdd, onImport }: { onAdd: () => void; onImport: () => void }) {
  return (
    <EmptyState
      picture={
        <OutlineTiles columns={3} width={72} height={96}>
          <User aria-hidden="true" size={20} strokeWidth={1.5} />
        </OutlineTiles>
      }
      title="No characters yet"
      text="Start with a name, an age of 18 or over, and one picture of the face."
      actions={
        <>
          <Button kind="primary" icon={Plus} onClick={onAdd}>
            Add character
          </Button>
          <Button kind="quiet" onClick={onImport}>
            Import a file
          </Button>
        </>
      }
    />
  );
}

function NoMatch({ search, onClear }: { search: string; onClear: () => void }) {
  const { data } = useRead("characters.list", { limit: 1 });
  return (
    <EmptyState
      picture={
        <Chip look="selected" icon={Search} onRemove={onClear} removeLabel={search}>
          {search}
        </Chip>
      }
      title={`No character has “${search}” in name or bio`}
      text={data && `Without it there are ${data.total}.`}
      actions={
        <Button icon={X} onClick={onClear}>
          Clear the search
        </Button>
      }
    />
  );
}

function Deleted({ characters, onBack }: { characters: readonly Card[]; onBack: () => void }) {
  return (
    <>
      <Note
        action={
          <Button size="s" kind="quiet" onClick={onBack}>
            Back to the characters
          </Button>
        }
      >
        Deleted characters. Their pictures are still in the library.
      </Note>
      <ul className="mt-3 flex flex-col">
        {characters.map(({ id, name, age, location }) => (
          <li key={id} className="flex h-11 items-center gap-2 border-b border-line last:border-b-0">
            <span className="truncate font-label">{name}</span>
            <span className="truncate text-12 text-ink-2">{[age, location].filter(Boolean).join(", ")}</span>
            <Button
              size="s"
              icon={Undo2}
              className="ml-auto"
              onClick={() =>
                void perform(
                  "characters.restore",
                  { character_id: id },
                  {
                    done: { title: `${name} is back` },
                    failed: `${name} was not restored`,
                    undo: () => ({
                      label: `restore ${name}`,
                      inverse: { name: "characters.delete", input: { character_id: id } },
                    }),
                  },
                )
              }
            >
              Restore
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
