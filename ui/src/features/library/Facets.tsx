// The filters beside the grid, each value with how many pictures it would show. A value that the other
// filters leave nothing of stays in its place, dimmed.
import {
  Check,
  ChevronDown,
  ChevronUp,
  Clock,
  EyeOff,
  Film,
  Folder,
  Image,
  type LucideIcon,
  Mic,
  Text,
  Trash2,
  X,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Output } from "@/api";
import { FacetRow, RailLink } from "@/components/data/FacetRow";
import { RailGroup } from "@/components/layout/Rail";
import { Avatar } from "@/components/picture/Avatar";
import { type FilterName, fileTitle, type LibrarySearch, RATINGS, STATES, TYPES, tagsOf } from "./filters";
import { useFaces } from "./useFaces";
import type { Library } from "./useLibrary";

/** Rows of a group until it is opened. */
const FIRST = 5;

const STATE_ICONS: Record<string, LucideIcon> = { pending: Clock, approved: Check, rejected: X };
const TYPE_ICONS: Record<string, LucideIcon> = { image: Image, video: Film, audio: Mic, text: Text };

type FacetName = Exclude<keyof Output<"content.facets">, "total" | "day">;
type Value = Output<"content.facets">["tag"][number];

export interface FacetsProps {
  library: Library;
  search: LibrarySearch;
  onToggle: (name: FilterName, value: string) => void;
  onTrash: () => void;
}

export function Facets({ library, search, onToggle, onTrash }: FacetsProps) {
  const face = useFaces();
  const { facets, allFacets, stats } = library;

  /** All values there are, with their counts under the other filters. */
  const values = (name: FacetName): (Value & { count: number | undefined })[] =>
    (allFacets?.[name] ?? []).map((value) => ({
      ...value,
      count: facets ? (facets[name].find((one) => one.value === value.value)?.count ?? 0) : undefined,
    })) as (Value & { count: number | undefined })[];

  const row = (
    name: FilterName,
    value: string,
    label: string,
    count: number | undefined,
    look: { icon?: LucideIcon; mark?: ReactNode } = {},
  ) => (
    <FacetRow
      key={value}
      {...look}
      name={label}
      count={count}
      selected={name === "tag" ? tagsOf(search.tag).includes(value) : search[name] === value}
      onToggle={() => onToggle(name, value)}
    />
  );

  const types = values("content_type");
  const named = (name: "folder" | "model" | "lora" | "tag") =>
    values(name).filter(({ value }) => value !== null && value !== "");

  return (
    <>
      <RailGroup title="State">
        {Object.keys(STATES).map((state) =>
          row(
            "approval_status",
            state,
            STATES[state] ?? state,
            facets ? (facets.approval_status.find(({ value }) => value === state)?.count ?? 0) : undefined,
            STATE_ICONS[state] ? { icon: STATE_ICONS[state] } : {},
          ),
        )}
      </RailGroup>
      <Group title="Character">
        {values("character_id").flatMap(({ value, label, count }) => {
          if (value === null) return [];
          const name = face(value)?.name ?? label ?? "One character";
          return [
            row("character_id", value, name, count, { mark: <Avatar name={name} url={face(value)?.url} size="s" /> }),
          ];
        })}
      </Group>
      {types.length > 1 && (
        <RailGroup title="Type">
          {types.map(({ value, count }) =>
            row("content_type", value ?? "", TYPES[value ?? ""] ?? value ?? "", count, {
              icon: TYPE_ICONS[value ?? ""] ?? Image,
            }),
          )}
        </RailGroup>
      )}
      <Group title="Folder">
        {named("folder").map(({ value, count }) => row("folder", value ?? "", value ?? "", count, { icon: Folder }))}
      </Group>
      <Group title="Model">
        {named("model").map(({ value, count }) => row("model", value ?? "", fileTitle(value ?? ""), count))}
      </Group>
      <Group title="LoRA">
        {named("lora").map(({ value, count }) => row("lora", value ?? "", fileTitle(value ?? ""), count))}
      </Group>
      <Group title="Tag">{named("tag").map(({ value, count }) => row("tag", value ?? "", `#${value}`, count))}</Group>
      {values("rating").length > 1 && (
        <RailGroup title="Rating">
          {values("rating").map(({ value, count }) => row("rating", value ?? "", RATINGS[value ?? ""] ?? "", count))}
        </RailGroup>
      )}
      <RailGroup title="More">
        {row("never_posted", "true", "Never posted", library.neverPosted, { icon: EyeOff })}
        <RailLink icon={Trash2} name="Trash" count={stats?.in_trash ?? 0} current={false} onSelect={onTrash} />
      </RailGroup>
    </>
  );
}

/** Values under their heading, the first few until it is opened; absent where there are none. */
function Group({ title, children }: { title: string; children: ReactNode[] }) {
  const [open, setOpen] = useState(false);
  if (children.length === 0) return null;
  const more = children.length - FIRST;
  return (
    <RailGroup title={title}>
      {open || more < 2 ? children : children.slice(0, FIRST)}
      {more >= 2 && (
        <FacetRow
          icon={open ? ChevronUp : ChevronDown}
          name={open ? "Fewer" : `${more} more`}
          count={null}
          selected={false}
          onToggle={() => setOpen(!open)}
        />
      )}
    </RailGroup>
  );
}
