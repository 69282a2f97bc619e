// The picture in the drawer. The address follows a moment later, since browsers limit how often it changes.
import { useEffect, useRef, useState } from "react";
import { type LibrarySearch, without } from "./filters";

/** The open picture's id, undefined while the drawer is closed, and what sets it. */
export function useOpenItem(search: LibrarySearch, go: (search: LibrarySearch, replace?: boolean) => void) {
  const [open, setOpen] = useState<string | undefined>(search.item);
  const written = useRef(search.item);
  const outside = search.item;
  useEffect(() => {
    if (outside === written.current) return;
    written.current = outside;
    setOpen(outside);
  }, [outside]);
  const latest = useRef({ search, go });
  useEffect(() => {
    latest.current = { search, go };
  });
  useEffect(() => {
    if (open === written.current) return;
    const timer = setTimeout(() => {
      written.current = open;
      const { search, go } = latest.current;
      go(open === undefined ? without(search, "item") : { ...search, item: open }, true);
    }, 300);
    return () => clearTimeout(timer);
  }, [open]);
  return [open, setOpen] as const;
}
