// The cast's names and faces, for filters and drawers.
import { useRead } from "@/api";
import { host } from "@/host";

export interface Face {
  name: string;
  url: string | null;
}

/** The face of a character; undefined while the cast is read, or where there is no such character. */
export function useFaces(): (id: string | null) => Face | undefined {
  const { data } = useRead("characters.list", { limit: 200 });
  return (id) => {
    const character = id === null ? undefined : data?.characters.find((one) => one.id === id);
    if (!character) return undefined;
    const { name, face } = character;
    return { name, url: face ? host.fileUrl("reference", face, "320") : null };
  };
}
