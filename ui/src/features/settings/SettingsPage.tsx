// Settings: a rail of parts, the chosen one beside it, and a search over all of them.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button/Button";
import { RailLink } from "@/components/data/FacetRow";
import { EmptyState } from "@/components/feedback/EmptyState";
import { SearchField } from "@/components/form/TextField";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Rail } from "@/components/layout/Rail";
import { Toolbar } from "@/components/layout/Toolbar";
import { type Found, findSettings, PARTS } from "./parts";

export function SettingsPage() {
  const navigate = useNavigate();
  const { part: wanted } = useSearch({ from: "/frame/settings" });
  const [typed, setTyped] = useState("");
  const current = PARTS.find(({ id }) => id === wanted) ?? PARTS[0];
  const found = typed.trim() ? findSettings(typed) : null;
  const Screen = current?.screen;

  const open = (id: string) => {
    setTyped("");
    void navigate({ to: "/settings", search: { part: id } });
  };

  return (
    <Page>
      <Toolbar
        title="Settings"
        actions={
          <SearchField
            label="Find a setting"
            icon={Search}
            shortcut="app.search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setTyped("");
              if (event.key === "Enter" && found?.[0]) open(found[0].part.id);
            }}
          />
        }
      />
      <PageBody>
        <Rail label="Parts of Settings" navigates>
          {PARTS.map(({ id, name, icon, mark: Mark }) => (
            <RailLink
              key={id}
              icon={icon}
              name={name}
              current={current?.id === id}
              onSelect={() => open(id)}
              {...(Mark ? { end: <Mark /> } : {})}
            />
          ))}
        </Rail>
        <Main label={found ? "Found settings" : current?.name} padding="l" className="slim:p-4">
          {found ? (
            <FoundSettings found={found} typed={typed} open={open} onClear={() => setTyped("")} />
          ) : (
            <div className="max-w-[960px]">{Screen && <Screen key={current.id} />}</div>
          )}
        </Main>
      </PageBody>
    </Page>
  );
}

interface FoundSettingsProps {
  found: readonly Found[];
  typed: string;
  open: (id: string) => void;
  onClear: () => void;
}

function FoundSettings({ found, typed, open, onClear }: FoundSettingsProps) {
  if (found.length === 0) {
    return (
      <EmptyState
        title={`No setting by “${typed.trim()}”`}
        text="Slots and text engines have no settings here."
        actions={<Button onClick={onClear}>Show all settings</Button>}
      />
    );
  }
  return (
    <ul className="max-w-[560px]">
      {found.map(({ part, setting }) => (
        <li key={`${part.id} ${setting}`}>
          <button
            type="button"
            onClick={() => open(part.id)}
            className="inset-focus flex h-8 w-full items-center gap-2 rounded-2 px-2 text-left hover:bg-hover"
          >
            <part.icon aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />
            {setting}
            <span className="ml-auto text-12 text-ink-3">{part.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
