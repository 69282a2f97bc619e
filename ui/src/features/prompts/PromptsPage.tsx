// The tab Prompts: a rail of what is kept (examples, templates, formats, presets), the list, the detail.
import { BookOpen, Crop, Layers, Plus, Search, SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { createStore, useRead, useStore } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { FacetRow, RailLink } from "@/components/data/FacetRow";
import { SearchField } from "@/components/form/TextField";
import { Page, PageBody } from "@/components/layout/Page";
import { Rail, RailGroup } from "@/components/layout/Rail";
import { Toolbar } from "@/components/layout/Toolbar";
import type { KindProps } from "./Book";
import { Examples } from "./Examples";
import { Formats } from "./Formats";
import { Presets } from "./Presets";
import { Templates } from "./Templates";

const KINDS = {
  examples: { name: "Examples", one: "example", icon: BookOpen },
  templates: { name: "Templates", one: "template", icon: Layers },
  formats: { name: "Formats", one: "format", icon: Crop },
  presets: { name: "Presets", one: "preset", icon: SlidersHorizontal },
} as const;

type Kind = keyof typeof KINDS;

/** What was looked at last, for the next visit. */
const opened = createStore<Kind>("examples");

export function PromptsPage() {
  const kind = useStore(opened);
  const [typed, setTyped] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const counts: Record<Kind, number | undefined> = {
    examples: useRead("prompts.examples_list", { limit: 200 }).data?.total,
    templates: useRead("images.styles_list", { limit: 200 }).data?.total,
    formats: useRead("images.formats_list", { limit: 200 }).data?.total,
    presets: useRead("images.settings_list", { limit: 200 }).data?.total,
  };

  useActions(
    useMemo(
      (): Offer[] => [
        {
          id: "prompts.new",
          label: `New ${KINDS[kind].one}`,
          icon: Plus,
          perform: () => setMaking(true),
        },
      ],
      [kind],
    ),
  );

  const props: KindProps = {
    typed,
    clearSearch: () => {
      setTyped("");
      setCategory(null);
    },
    making,
    startMaking: () => setMaking(true),
    endMaking: () => setMaking(false),
  };

  return (
    <Page>
      <Toolbar
        title="Prompts"
        actions={
          <Button kind="primary" icon={Plus} shortcut="prompts.new" onClick={() => setMaking(true)}>
            New {KINDS[kind].one}
          </Button>
        }
      >
        <SearchField
          label={`Words in ${KINDS[kind].name.toLowerCase()}`}
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
            {(Object.keys(KINDS) as Kind[]).map((one) => (
              <RailLink
                key={one}
                icon={KINDS[one].icon}
                name={KINDS[one].name}
                current={one === kind}
                onSelect={() => opened.set(one)}
                {...(counts[one] === undefined ? {} : { count: counts[one] })}
              />
            ))}
          </RailGroup>
          {kind === "examples" && <Categories chosen={category} onChoose={setCategory} />}
        </Rail>
        {kind === "examples" && <Examples {...props} category={category} />}
        {kind === "templates" && <Templates {...props} />}
        {kind === "formats" && <Formats {...props} />}
        {kind === "presets" && <Presets {...props} />}
      </PageBody>
    </Page>
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
