// Styles: named ways in which a character is pictured. One is taken when none is chosen.
import { Ellipsis, Palette, Pencil, Plus, Star, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Character, perform, type Style, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main } from "@/components/layout/Page";
import { Menu } from "@/components/overlay/Menu";
import { host } from "@/host";
import { StyleDialog } from "./StyleDialog";
import { firstName, styleFields } from "./words";

export function StylesPart({ character }: { character: Character }) {
  const [editing, setEditing] = useState<Style | "new" | null>(null);
  const name = firstName(character.name);
  return (
    <Main label="Styles" padding="l" className="slim:p-4">
      {character.styles.length === 0 ? (
        <EmptyState
          picture={
            <OutlineTiles columns={3} width={72} height={96}>
              <Palette aria-hidden="true" size={20} strokeWidth={1.5} />
            </OutlineTiles>
          }
          title="No styles yet"
          text={`A style is a way to picture ${name}: its light, its words, its model. One press in Studio takes it.`}
          actions={
            <Button kind="primary" icon={Plus} onClick={() => setEditing("new")}>
              Add style
            </Button>
          }
        />
      ) : (
        <>
          <div className="mb-3 flex items-center gap-2">
            <p className="text-12 text-ink-3">The default one is taken where no style is chosen.</p>
            <Button size="s" icon={Plus} className="ml-auto" onClick={() => setEditing("new")}>
              Add style
            </Button>
          </div>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-3">
            {character.styles.map((style) => (
              <StyleRow key={style.id} style={style} onEdit={() => setEditing(style)} />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <StyleDialog
          character={character}
          style={editing === "new" ? null : (character.styles.find(({ id }) => id === editing.id) ?? editing)}
          onClose={() => setEditing(null)}
        />
      )}
    </Main>
  );
}

function StyleRow({ style, onEdit }: { style: Style; onEdit: () => void }) {
  const { character_id, id: style_id, name } = style;
  const makeDefault = () =>
    perform("styles.update", { character_id, style_id, is_default: true }, { failed: `${name} is not the default` });
  const remove = () =>
    perform(
      "styles.delete",
      { character_id, style_id },
      {
        done: { title: `${name} was deleted` },
        failed: `${name} was not deleted`,
        undo: ({ deleted }) => ({
          label: `delete ${name}`,
          inverse: { name: "styles.create", input: { character_id, ...styleFields(deleted) } },
          made: style_id,
        }),
      },
    );
  const words = [style.prompt_prefix, style.prompt_suffix].filter(Boolean).join(" … ");
  return (
    <li className="group relative flex min-w-0 overflow-hidden rounded-3 border border-line bg-side transition-colors duration-80 hover:border-line-strong hover:bg-raised">
      <Thumbnail style={style} />
      <div className="min-w-0 flex-1 py-2.5 pr-2 pl-3">
        <div className="flex items-center gap-2">
          <button
            type="button"
            onClick={onEdit}
            className="min-w-0 truncate rounded-2 text-13 font-title before:absolute before:inset-0 before:rounded-3 before:content-['']"
          >
            {name}
          </button>
          {style.is_default && <StateTag icon={Star}>Default</StateTag>}
          <span className="relative ml-auto">
            <Menu
              trigger={<IconButton size="s" icon={Ellipsis} label={`More of ${name}`} />}
              entries={[
                { label: "Edit", icon: Pencil, onSelect: onEdit },
                {
                  label: "Make the default",
                  icon: Star,
                  off: style.is_default && "It is the default",
                  onSelect: () => void makeDefault(),
                },
                "line",
                { label: "Delete", icon: Trash2, danger: true, onSelect: () => void remove() },
              ]}
            />
          </span>
        </div>
        <p className="line-clamp-1 text-12 text-ink-2">{style.description || words}</p>
        <p className="line-clamp-1 text-12 text-ink-3">
          {[style.model, ...style.loras.map((lora) => lora.name)].filter(Boolean).join(", ") ||
            "The character’s model and LoRAs"}
        </p>
      </div>
    </li>
  );
}

/** The newest picture whose prompt carries the style's words; its initial before there is one. */
function Thumbnail({ style }: { style: Style }) {
  const words = (style.prompt_prefix || style.prompt_suffix).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const { data } = useRead(
    "content.list",
    { character_id: style.character_id, content_type: "image", q: words, limit: 1 },
    { enabled: words !== "" },
  );
  const newest = data?.content[0];
  return (
    <span className="relative grid w-[72px] flex-none place-items-center self-stretch bg-hover">
      {newest ? (
        <img src={host.mediaUrl(newest.id, "320")} alt="" className="absolute size-full object-cover" />
      ) : (
        <Palette aria-hidden="true" size={20} strokeWidth={1.5} className="text-ink-3" />
      )}
    </span>
  );
}
