// The tab Library: the grid with its filters and drawer, the review, or the trash.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { LibrarySearch } from "./filters";
import { GridPage } from "./GridPage";
import { ReviewPage } from "./ReviewPage";
import { TrashPage } from "./TrashPage";

export function LibraryPage() {
  const search: LibrarySearch = useSearch({ from: "/frame/library" });
  const navigate = useNavigate();
  const go = useCallback(
    (next: LibrarySearch, replace = false) => void navigate({ to: "/library", search: next, replace }),
    [navigate],
  );
  if (search.view === "trash") return <TrashPage onBack={() => go({})} />;
  if (search.view === "review") return <ReviewPage search={search} go={go} />;
  return <GridPage search={search} go={go} />;
}
