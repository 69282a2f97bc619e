// The accounts a post goes to: the character's own as checks, those of others behind a button.
import { ChevronDown } from "lucide-react";
import type { PlatformAccount } from "@/api";
import { AccountChecks, toggled } from "@/components/account/AccountChecks";
import { Button } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { Menu } from "@/components/overlay/Menu";

export interface AccountPickerProps {
  own: readonly PlatformAccount[];
  others: readonly PlatformAccount[];
  chosen: readonly string[];
  onChange: (account_ids: readonly string[]) => void;
}

export function AccountPicker({ own, others, chosen, onChange }: AccountPickerProps) {
  // Without a character, all of them are in sight.
  const shown = own.length === 0 ? others : [...own, ...others.filter(({ id }) => chosen.includes(id))];
  const hidden = own.length === 0 ? [] : others;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <legend className="sr-only">Accounts</legend>
      <AccountChecks accounts={shown} chosen={chosen} onChange={onChange} />
      {hidden.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button size="s" kind="quiet" endIcon={ChevronDown}>
              Other accounts
            </Button>
          }
          entries={hidden.map(({ id, account_username, platform, character_name }) => ({
            label: `${account_username}, ${platformName(platform)}${character_name ? `, ${character_name}` : ""}`,
            checked: chosen.includes(id),
            onSelect: () => onChange(toggled(chosen, id)),
          }))}
        />
      )}
    </fieldset>
  );
}
