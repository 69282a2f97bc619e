// The accounts a post goes to: the character's own as checks, those of others behind a button.
import { ChevronDown } from "lucide-react";
import type { PlatformAccount } from "@/api";
import { Button } from "@/components/button/Button";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { Checkbox } from "@/components/form/Checkbox";
import { Menu } from "@/components/overlay/Menu";

export interface AccountPickerProps {
  own: readonly PlatformAccount[];
  others: readonly PlatformAccount[];
  chosen: readonly string[];
  onChange: (account_ids: readonly string[]) => void;
}

export function AccountPicker({ own, others, chosen, onChange }: AccountPickerProps) {
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  // Without a character, all of them are in sight.
  const shown = own.length === 0 ? others : [...own, ...others.filter(({ id }) => chosen.includes(id))];
  const hidden = own.length === 0 ? [] : others;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <legend className="sr-only">Accounts</legend>
      {shown.map((account) => (
        <Checkbox
          key={account.id}
          label={
            <span className="flex items-center gap-1.5">
              <PlatformMark platform={account.platform} /> {account.account_username}
            </span>
          }
          checked={chosen.includes(account.id)}
          onChange={() => toggle(account.id)}
        />
      ))}
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
            onSelect: () => toggle(id),
          }))}
        />
      )}
    </fieldset>
  );
}
