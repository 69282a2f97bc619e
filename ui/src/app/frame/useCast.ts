// The characters as the frame shows them: in the sidebar and in the palette.
import { useRead } from "@/api";
import { host } from "@/host";

export interface CastMember {
  id: string;
  name: string;
  /** "27, Lisbon". */
  facts: string;
  status: string;
  faceUrl: string | null;
}

export function useCast(): readonly CastMember[] {
  const { data } = useRead("characters.list", { limit: 200 });
  return (data?.characters ?? []).map((character) => ({
    id: character.id,
    name: character.name,
    facts: [character.age, character.location].filter(Boolean).join(", "),
    status: character.status,
    faceUrl: character.face ? host.fileUrl("reference", character.face, "320") : null,
  }));
}
