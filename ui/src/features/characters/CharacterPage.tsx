// One character.
import { useNavigate, useParams } from "@tanstack/react-router";
import { useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Avatar } from "@/components/picture/Avatar";

export function CharacterPage() {
  const { characterId } = useParams({ from: "/frame/characters/$characterId" });
  const navigate = useNavigate();
  const { data: character, error } = useRead("characters.get", { character_id: characterId });
  return (
    <Page>
      <Toolbar
        title={character?.name ?? "Character"}
        mark={character && <Avatar name={character.name} />}
        aside={character && [character.age, character.location].filter(Boolean).join(", ")}
        onBack={() => void navigate({ to: "/characters" })}
      />
      <PageBody>
        <Main>
          {error && <ErrorNote what="The character could not be read" error={error} />}
          {character?.bio}
        </Main>
      </PageBody>
    </Page>
  );
}
