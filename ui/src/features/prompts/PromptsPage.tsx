// The tab Prompts: a rail of what is kept (the book, templates, examples, formats, presets, wildcards), the list, the
// detail.
import { useQueryClient } from "@tanstack/react-query";
import {
  BookOpen,
  BookText,
  Crop,
  Download,
  Layers,
  PenLine,
  Plus,
  RefreshCw,
  Search,
  SlidersHorizontal,
  Sparkles,
  Star,
  Upload,
} from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { createStore, type Output, useRead, useStore, type Wildcard } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { FacetRow, RailLink } from "@/components/data/FacetRow";
import { SearchField } from "@/components/form/TextField";
import { Page, PageBody } from "@/components/layout/Page";
import { Rail, RailGroup } from "@/components/layout/Rail";
import { Toolbar } from "@/components/layout/Toolbar";
import { Menu } from "@/components/overlay/Menu";
import { Avatar } from "@/components/picture/Avatar";
import type { KindProps } from "./Book";
import { useCast } from "./cast";
import { Examples } from "./Examples";
import { Formats } from "./Formats";
import { GenerateDialog } from "./GenerateDialog";
import { Presets } from "./Presets";
import { exportBook, importBook, SavedPrompts, type Shelf } from "./SavedPrompts";
import { Templates } from "./Templates";
import { WildcardDialog } from "./WildcardDialog";

const SHELVES = {
  all: { name: "All prompts", icon: BookOpen },
  favourites: { name: "Favourites", icon: Star },
  ai: { name: "Written by AI", icon: PenLine },
} as const;

const KINDS = {
  templates: { name: "Templates", one: "template", icon: Layers },
  examples: { name: "Examples", one: "example", icon: BookText },
  formats: { name: "Formats", one: "format", icon: Crop },
  presets: { name: "Presets", one: "preset", icon: SlidersHorizontal },
} as const;

type Kind = keyof typeof KINDS;
type Place = Shelf | Kind;

const isShelf = (place: Place): place is Shelf => place in SHELVES;

/** What was looked at last, for the next visit. */
const opened = createStore<Place>("all");

export function PromptsPage() {
  const queries = useQueryClient();
  const place = useStore(opened);
  const [typed, setTyped] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  const [characterId, setCharacterId] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const [generating, setGenerating] = useState(false);
  const [wildcard, setWildcard] = useState<Wildcard | null>();
  const cast = useCast();
  const counts = useRead("prompts.list", { limit: 1 }).data?.counts;
  const wildcards = useRead("prompts.wildcards_list", {}).data?.wildcards ?? [];
  const kindCounts: Record<Kind, number | undefined> = {
    examples: useRead("prompts.examples_list", { limit: 200 }).data?.total,
    templates: useRead("images.styles_list", { limit: 200 }).data?.total,
    formats: useRead("images.formats_list", { limit: 200 }).data?.total,
    presets: useRead("images.settings_list", { limit: 200 }).data?.total,
  };
  const one = isShelf(place) ? "prompt" : KINDS[place].one;
  const name = isShelf(place) ? "prompts" : KINDS[place].name.toLowerCase();

  useActions(
    useMemo(
      (): Offer[] => [
        { id: "prompts.new", label: `New ${one}`, icon: Plus, perform: () => setMaking(true) },
        {
          id: "prompts.generate",
          label: "Generate prompts with AI",
          icon: Sparkles,
          perform: () => setGenerating(true),
        },
      ],
      [one],
    ),
  );

  const clearFilters = () => {
    setTyped("");
    setCategory(null);
    setCharacterId(null);
    if (isShelf(place)) opened.set("all");
  };
  const shared = {
    typed,
    making,
    startMaking: () => setMaking(true),
    endMaking: () => setMaking(false),
  };
  const props: KindProps = { ...shared, clearSearch: clearFilters };

  return (
    <Page>
      <Toolbar
        title="Prompts"
        actions={
          <>
            <IconButton icon={RefreshCw} label="Refresh" onClick={() => void queries.invalidateQueries()} />
            <Transfer />
            <Button icon={Sparkles} shortcut="prompts.generate" onClick={() => setGenerating(true)}>
              Generate with AI
            </Button>
            <Button kind="primary" icon={Plus} shortcut="prompts.new" onClick={() => setMaking(true)}>
              New {one}
            </Button>
          </>
        }
      >
        <SearchField
          label={`Words in ${name}`}
          icon={Search}
          shortcut="app.search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && setTyped("")}
        />
      </Toolbar>
      <PageBody>
        <Rail label="Kinds" navigates>
          <RailGroup title="Book">
            {(Object.keys(SHELVES) as Shelf[]).map((shelf) => (
              <RailLink
                key={shelf}
                icon={SHELVES[shelf].icon}
                name={SHELVES[shelf].name}
                current={shelf === place}
                onSelect={() => opened.set(shelf)}
                {...(counts ? { count: counts[shelf] } : {})}
              />
            ))}
            {(Object.keys(KINDS) as Kind[]).map((kind) => (
              <RailLink
                key={kind}
                icon={KINDS[kind].icon}
                name={KINDS[kind].name}
                current={kind === place}
                onSelect={() => opened.set(kind)}
                {...(kindCounts[kind] === undefined ? {} : { count: kindCounts[kind] })}
              />
            ))}
          </RailGroup>
          {place === "examples" && <Categories chosen={category} onChoose={setCategory} />}
          {isShelf(place) && counts && (
            <Characters counts={counts.characters} chosen={characterId} onChoose={setCharacterId} />
          )}
          <RailGroup
            title="Wildcards"
            aside={<IconButton icon={Plus} size="s" label="New wildcard" onClick={() => setWildcard(null)} />}
          >
            {wildcards.map((row) => (
              <FacetRow
                key={row.name}
                name={row.name}
                count={row.words.length}
                selected={false}
                onToggle={() => setWildcard(row)}
              />
            ))}
          </RailGroup>
        </Rail>
        {isShelf(place) && (
          <SavedPrompts
            {...shared}
            shelf={place}
            characterId={characterId}
            clearFilters={clearFilters}
            onGenerate={() => setGenerating(true)}
          />
        )}
        {place === "examples" && <Examples {...props} category={category} />}
        {place === "templates" && <Templates {...props} />}
        {place === "formats" && <Formats {...props} />}
        {place === "presets" && <Presets {...props} />}
      </PageBody>
      {generating && (
        <GenerateDialog
          characterId={characterId}
          cast={cast}
          onClose={() => setGenerating(false)}
          onMade={(id) => {
            opened.set("ai");
            setCharacterId(id);
            setTyped("");
          }}
        />
      )}
      {wildcard !== undefined && <WildcardDialog wildcard={wildcard} onClose={() => setWildcard(undefined)} />}
    </Page>
  );
}

/** Import and export of the book. */
function Transfer() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        trigger={<IconButton icon={Download} label="Import and export" />}
        entries={[
          { label: "Export the book", icon: Download, onSelect: () => void exportBook() },
          { label: "Import a book", icon: Upload, onSelect: () => file.current?.click() },
        ]}
      />
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label="A prompt book to import"
        className="hidden"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) void importBook(chosen);
        }}
      />
    </>
  );
}

interface CharactersProps {
  counts: Output<"prompts.list">["counts"]["characters"];
  chosen: string | null;
  onChoose: (characterId: string | null) => void;
}

function Characters({ counts, chosen, onChoose }: CharactersProps) {
  const cast = useCast();
  const rows = [...cast.values()].map((member) => ({
    ...member,
    count: counts.find(({ character_id }) => character_id === member.id)?.count ?? 0,
  }));
  if (rows.length === 0) return null;
  return (
    <RailGroup title="Character">
      {rows.map(({ id, name, faceUrl, count }) => (
        <FacetRow
          key={id}
          name={name}
          mark={<Avatar name={name} url={faceUrl} size="s" />}
          count={count}
          selected={id === chosen}
          onToggle={() => onChoose(id === chosen ? null : id)}
        />
      ))}
    </RailGroup>
  );
}

function Categories({ chosen, onChoose }: { chosen: string | null; onChoose: (category: string | null) => void }) {
  const { data } = useRead("prompts.examples_list", { limit: 200 });
  const counts = new Map<string, number>();
  for (const { category } of data?.prompt_examples ?? []) counts.set(category, (counts.get(category) ?? 0) + 1);
  if (chosen !== null && !counts.has(chosen)) counts.set(chosen, 0);
  if (counts.size < 2 && chosen === null) return null;
  return (
    <RailGroup title="Category">
      {[...counts]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([category, count]) => (
          <FacetRow
            key={category}
            name={category || "Without a category"}
            count={count}
            selected={category === chosen}
            onToggle={() => onChoose(category === chosen ? null : category)}
          />
        ))}
    </RailGroup>
  );
}
