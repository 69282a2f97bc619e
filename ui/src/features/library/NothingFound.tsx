// Filtered to nothing: names the filter that costs most, and how many there are without it.
import { useQueries } from "@tanstack/react-query";
import { call, type Output } from "@/api";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { Chip } from "@/components/form/Chip";
import { chipsOf, FILTER_NAMES, filterOf, type LibrarySearch, withFilter, without } from "./filters";
import { useFaces } from "./useFaces";
import { pictures } from "./words";

export interface NothingFoundProps {
  search: LibrarySearch;
  go: (search: LibrarySearch) => void;
  /** All pictures there are. */
  total: number | undefined;
}

export function NothingFound({ search, go, total }: NothingFoundProps) {
  const face = useFaces();
  const chips = chipsOf(search, (id) => face(id)?.name);
  const without1 = chips.map(({ name, value }) =>
    name === "tag" ? withFilter(search, name, value) : without(search, name),
  );
  const counts = useQueries({
    queries: without1.map((one) => {
      const input = { ...filterOf(one), limit: 1 };
      return { queryKey: ["content.list", input], queryFn: () => call("content.list", input) };
    }),
  });
  const found = counts.map(({ data }) => (data as Output<"content.list"> | undefined)?.total ?? 0);
  if (counts.some(({ isPending }) => isPending)) return null;
  const most = Math.max(0, ...found);
  const at = found.indexOf(most);
  const costliest = most > 0 ? chips[at] : undefined;
  const back = without1[at];

  return (
    <EmptyState
      picture={
        <span className="flex flex-wrap justify-center gap-1.5">
          {chips.map((chip) => (
            <Chip key={`${chip.name} ${chip.value}`} look={chip === costliest ? "selected" : "outline"}>
              {chip.label}
            </Chip>
          ))}
        </span>
      }
      title="No picture matches"
      text={
        costliest
          ? `Without ${costliest.label} there ${most === 1 ? "is" : "are"} ${pictures(most)}.`
          : chips.length > 1
            ? "No one of these filters alone is the cause."
            : `${pictures(total ?? 0)} in all.`
      }
      actions={
        <>
          {costliest && back && (
            <Button kind="primary" onClick={() => go(back)}>{`Take ${costliest.label} away`}</Button>
          )}
          <Button kind={costliest ? "quiet" : "primary"} onClick={() => go(without(search, ...FILTER_NAMES))}>
            Clear all filters
          </Button>
        </>
      }
    />
  );
}
