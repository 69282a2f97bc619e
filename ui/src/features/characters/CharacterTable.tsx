// The characters as a list: more of them at a glance.
import { Ellipsis } from "lucide-react";
import { Button, IconButton } from "@/components/button/Button";
import { PlatformMark } from "@/components/data/PlatformMark";
import { Table } from "@/components/data/Table";
import { Menu } from "@/components/overlay/Menu";
import { Avatar } from "@/components/picture/Avatar";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { type CharactersProps, Foot } from "./CharacterCards";
import { factsOf } from "./words";

export function CharacterTable({ characters, closed, actions }: CharactersProps) {
  const words = useWords();
  return (
    <Table
      label="Characters"
      rowHeight={44}
      rows={characters}
      rowKey={({ id }) => id}
      empty="No characters"
      columns={[
        {
          id: "name",
          head: "Name",
          cell: (character) => (
            <span className="flex min-w-0 items-center gap-2">
              <Avatar
                name={character.name}
                size="l"
                url={character.face && host.fileUrl("reference", character.face, "320")}
              />
              <button
                type="button"
                onClick={() => actions.open(character)}
                className="truncate rounded-1 py-1 text-13 font-label hover:underline"
              >
                {character.name}
              </button>
            </span>
          ),
        },
        { id: "facts", head: "Age and place", cell: (character) => factsOf(character) },
        {
          id: "bio",
          head: "Bio",
          wideOnly: true,
          cell: (character) => <span className="line-clamp-1 max-w-[36ch] text-ink-2">{character.bio}</span>,
        },
        {
          id: "platforms",
          head: "Meant for",
          wideOnly: true,
          cell: (character) => (
            <span className="flex gap-1">
              {character.platforms.map((platform) => (
                <PlatformMark key={platform} platform={platform} off={character.status === "paused"} />
              ))}
            </span>
          ),
        },
        {
          id: "state",
          head: "State",
          cell: (character) => (
            <span className="flex items-center gap-2 whitespace-nowrap">
              <Foot character={character} closed={closed.get(character.id)} />
            </span>
          ),
        },
        {
          id: "pending",
          head: "To review",
          right: true,
          cell: (character) =>
            character.pending_count > 0 && (
              <Button size="s" kind="quiet" onClick={() => actions.review(character)}>
                {words.count(character.pending_count)}
              </Button>
            ),
        },
        {
          id: "more",
          head: <span className="sr-only">Actions</span>,
          right: true,
          width: 48,
          cell: (character) => (
            <Menu
              trigger={<IconButton size="s" icon={Ellipsis} label={`More of ${character.name}`} />}
              entries={actions.entries(character)}
            />
          ),
        },
      ]}
    />
  );
}
