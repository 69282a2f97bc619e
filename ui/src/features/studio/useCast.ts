// The characters as Studio shows them.
import { useMemo } from "react";
import { useRead } from "@/api";
import { host } from "@/host";

export interface CastMember {
  id: string;
  name: string;
  faceUrl: string | null;
  newestUrl: string | undefined;
  paused: boolean;
}

export function useCast(): readonly CastMember[] {
  const { data } = useRead("characters.list", { limit: 200 });
  return useMemo(
    () =>
      (data?.characters ?? []).map((character) => {
        const newest = character.newest_content_ids[0];
        return {
          id: character.id,
          name: character.name,
          faceUrl: character.face ? host.fileUrl("reference", character.face, "320") : null,
          newestUrl: newest ? host.mediaUrl(newest, "320") : undefined,
          paused: character.status === "paused",
        };
      }),
    [data],
  );
}
