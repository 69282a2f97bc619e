// The one store of answers, and what it asks for before the first screen is drawn.
import { createQueryClient, readQuery } from "@/api";

export const queries = createQueryClient();

/** Asks for what the frame and the first screen show, all at once; the components find it under way or there. */
export function readAhead(): void {
  void queries.prefetchQuery(readQuery("settings.get", {}));
  void queries.prefetchQuery(readQuery("characters.list", { limit: 200 }));
}
