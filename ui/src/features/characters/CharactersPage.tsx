// All characters as cards.
import { useNavigate } from "@tanstack/react-router";
import { Plus, User } from "lucide-react";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { CharacterCard } from "@/components/picture/CharacterCard";

export function CharactersPage() {
  const navigate = useNavigate();
  const list = useRead("characters.list", { limit: 200 });
  const add = () => void navigate({ to: "/characters/new" });
  const characters = list.data?.characters ?? [];
  return (
    <Page>
      <Toolbar
        title="Characters"
        aside={characters.length > 0 && characters.length}
        actions={
          characters.length > 0 && (
            <Button kind="primary" icon={Plus} onClick={add}>
              Add character
            </Button>
          )
        }
      />
      <PageBody>
        <Main padding="l">
          {list.error && <ErrorNote what="The characters could not be read" error={list.error} />}
          {list.data && characters.length === 0 && (
            <EmptyState
              picture={
                <OutlineTiles columns={3} width={72} height={96}>
                  <User aria-hidden="true" size={20} strokeWidth={1.5} />
                </OutlineTiles>
              }
              title="No characters yet"
              text="Start with a name, an age of 18 or over, and one picture of the face."
              actions={
                <Button kind="primary" icon={Plus} onClick={add}>
                  Add character
                </Button>
              }
            />
          )}
          <div className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
            {characters.map((character) => (
              <CharacterCard
                key={character.id}
                name={character.name}
                facts={[character.age, character.location].filter(Boolean).join(", ")}
                bio={character.bio ?? ""}
                pictures={[]}
                paused={character.status === "paused"}
                foot={
                  <span className="text-ink-3">{character.status === "paused" ? "Paused" : "No pictures yet"}</span>
                }
                onOpen={() => void navigate({ to: "/characters/$characterId", params: { characterId: character.id } })}
              />
            ))}
          </div>
        </Main>
      </PageBody>
    </Page>
  );
}
