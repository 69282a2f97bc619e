// The columns that every table of accounts has, so that an account looks and can be handled the same wherever it stands.
import { Ellipsis } from "lucide-react";
import type { PlatformAccount } from "@/api";
import { IconButton } from "../button/Button";
import type { Column } from "../data/Table";
import { Menu } from "../overlay/Menu";
import type { Words } from "../text/words";
import { AccountName, AccountSignIn, AccountStateWords } from "./AccountCells";
import type { useAccountActions } from "./useAccountActions";

type AccountColumn = Column<PlatformAccount>;

export function accountColumns(actions: ReturnType<typeof useAccountActions>) {
  return {
    account: {
      id: "account",
      head: "Account",
      cell: (account) => <AccountName account={account} onOpen={() => actions.open(account)} />,
    },
    state: { id: "state", head: "State", cell: (account) => <AccountStateWords account={account} tested /> },
    signIn: { id: "sign_in", head: "Sign-in", wideOnly: true, cell: (account) => <AccountSignIn account={account} /> },
    actions: {
      id: "do",
      head: <span className="sr-only">Actions</span>,
      right: true,
      cell: (account) => (
        <span className="flex items-center justify-end gap-1">
          {actions.fix(account)}
          <Menu
            trigger={
              <IconButton
                icon={Ellipsis}
                size="s"
                label={`More of ${account.account_username}`}
                busy={actions.testing.has(account.id)}
              />
            }
            entries={actions.entries(account)}
          />
        </span>
      ),
    },
  } satisfies Record<string, AccountColumn>;
}

/** A count that the platform may not give. */
export const countColumn = (
  id: string,
  head: string,
  words: Words,
  read: (account: PlatformAccount) => number | null,
): AccountColumn => ({
  id,
  head,
  wideOnly: true,
  right: true,
  cell: (account) => {
    const count = read(account);
    return (
      <span className="text-ink-2" title={count === null ? "Not given" : undefined}>
        {count === null ? "–" : words.count(count)}
      </span>
    );
  },
});
