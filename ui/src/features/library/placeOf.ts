// Where a picture stands in the list, without reading the list: those made after it are counted.
import { call } from "@/api";
import type { Filter, Sort } from "./filters";

/** Pictures of one moment that are looked through. */
const NEAR = 100;

/** The place of a picture under filters; undefined where they do not show it, or in other orders than by time. */
export async function placeOf(id: string, filter: Filter, sort: Sort): Promise<number | undefined> {
  if (sort !== "newest" && sort !== "oldest") return undefined;
  try {
    const { created_at } = await call("content.get", { content_id: id });
    const bound = sort === "newest" ? { created_from: created_at } : { created_to: created_at };
    // Up to and with it, and with what was made in the same moment.
    const { total } = await call("content.list", { ...filter, ...bound, limit: 1 });
    const offset = Math.max(0, total - NEAR);
    const { content } = await call("content.list", { ...filter, sort, limit: NEAR, offset });
    const at = content.findIndex((one) => one.id === id);
    return at < 0 ? undefined : offset + at;
  } catch {
    // It is shown in the drawer, or said there why not; only the grid does not follow.
    return undefined;
  }
}
