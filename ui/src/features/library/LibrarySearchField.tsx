// The library's search: it follows the address, and changes it shortly after the last key.
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { SearchField } from "@/components/form/TextField";
import { type LibrarySearch, without } from "./filters";

export interface LibrarySearchFieldProps {
  search: LibrarySearch;
  go: (search: LibrarySearch, replace?: boolean) => void;
}

export function LibrarySearchField({ search, go }: LibrarySearchFieldProps) {
  const [typed, setTyped] = useState(search.q ?? "");
  const sent = useRef(search.q ?? "");
  const outside = search.q ?? "";
  useEffect(() => {
    if (outside === sent.current) return;
    sent.current = outside;
    setTyped(outside);
  }, [outside]);
  const latest = useRef({ search, go });
  useEffect(() => {
    latest.current = { search, go };
  });
  useEffect(() => {
    const q = typed.trim();
    if (q === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = q;
      const { search, go } = latest.current;
      go(q === "" ? without(search, "q") : { ...search, q }, true);
    }, 200);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <SearchField
      label="Prompt, tag, seed, model"
      icon={Search}
      shortcut="app.search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          if (typed !== "") setTyped("");
          else event.currentTarget.blur();
        } else if (event.key === "Enter") {
          document.querySelector<HTMLElement>('[role="grid"]')?.focus();
        }
      }}
      className="slim:w-[216px]"
    />
  );
}
