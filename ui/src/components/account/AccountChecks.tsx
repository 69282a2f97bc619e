// Accounts to be checked: each with its platform's mark and its name there.
import { PlatformMark } from "../data/PlatformMark";
import { Checkbox } from "../form/Checkbox";

export interface AccountChecksProps {
  accounts: readonly { id: string; platform: string; account_username: string }[];
  chosen: readonly string[];
  onChange: (account_ids: string[]) => void;
}

/** Stands in a row that wraps, so that what belongs beside it can follow. */
export function AccountChecks({ accounts, chosen, onChange }: AccountChecksProps) {
  return accounts.map(({ id, platform, account_username }) => (
    <Checkbox
      key={id}
      label={
        <span className="flex items-center gap-1.5">
          <PlatformMark platform={platform} /> {account_username}
        </span>
      }
      checked={chosen.includes(id)}
      onChange={() => onChange(toggled(chosen, id))}
    />
  ));
}

/** The same ids with this one in or out. */
export const toggled = (chosen: readonly string[], id: string): string[] =>
  chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
