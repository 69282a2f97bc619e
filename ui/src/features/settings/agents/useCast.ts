// The characters that an agent can be limited to.
import { useRead } from "@/api";
import { host } from "@/host";

export function useCast() {
  const { data } = useRead("characters.list", { limit: 200 });
  return (data?.characters ?? []).map(({ id, name, face }) => ({
    id,
    name,
    faceUrl: face ? host.fileUrl("reference", face, "320") : null,
  }));
}
