// The line above the grid: the filters in force, how many of how many, and what came since.
import { ArrowUp } from "lucide-react";
import { Button } from "@/components/button/Button";
import { Chip } from "@/components/form/Chip";
import { Avatar } from "@/components/picture/Avatar";
import { useWords } from "@/components/text/words";
import { chipsOf, type FilterChip, type LibrarySearch } from "./filters";
import { useFaces } from "./useFaces";
import type { Library } from "./useLibrary";
import { pictures } from "./words";

export interface FilterBarProps {
  library: Library;
  search: LibrarySearch;
  onRemove: (chip: FilterChip) => void;
  onClear: () => void;
}

export function FilterBar({ library, search, onRemove, onClear }: FilterBarProps) {
  const words = useWords();
  const face = useFaces();
  const chips = chipsOf(search, (id) => face(id)?.name);
  const { list, stats, fresh, showFresh } = library;
  return (
    <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 text-12">
      {chips.map((chip) => (
        <Chip
          key={`${chip.name} ${chip.value}`}
          look="selected"
          {...(chip.name === "character_id"
            ? { mark: <Avatar name={chip.label} url={face(chip.value)?.url} size="s" /> }
            : {})}
          removeLabel={chip.label}
          onRemove={() => onRemove(chip)}
        >
          <span className="max-w-[180px] truncate">{chip.label}</span>
        </Chip>
      ))}
      {list.total !== undefined && (
        <span className="text-ink-3" aria-live="polite">
          {chips.length > 0 && stats
            ? `${words.count(list.total)} of ${words.count(stats.total)}`
            : pictures(list.total)}
        </span>
      )}
      {chips.length > 1 && (
        <Button size="s" kind="quiet" onClick={onClear}>
          Clear all
        </Button>
      )}
      {fresh > 0 && (list.total ?? 0) > 0 && (
        <Button size="s" icon={ArrowUp} onClick={showFresh} className="ml-auto">
          {`${words.count(fresh)} new`}
        </Button>
      )}
    </div>
  );
}
