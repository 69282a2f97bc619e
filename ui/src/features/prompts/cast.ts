// The characters by id, as the prompt book shows them.
import { useMemo } from "react";
import { useRead } from "@/api";
import { host } from "@/host";

export interface Member {
  id: string;
  name: string;
  faceUrl: string | null;
}

export type Cast = ReadonlyMap<string, Member>;

export function useCast(): Cast {
  const { data } = useRead("characters.list", { limit: 200 });
  return useMemo(
    () =>
      new Map(
        (data?.characters ?? []).map(({ id, name, face }) => [
          id,
          { id, name, faceUrl: face ? host.fileUrl("reference", face, "320") : null },
        ]),
      ),
    [data],
  );
}
