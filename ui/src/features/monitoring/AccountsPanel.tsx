// The accounts' health: those that need the creator by name, the others as a count. Absent while there are none.
import { useNavigate } from "@tanstack/react-router";
import { useRead } from "@/api";
import { AccountName, AccountStateWords } from "@/components/account/AccountCells";
import { countOf, stateOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { useWords } from "@/components/text/words";

/** Rows drawn; the rest is counted. */
const SHOWN = 6;

export function AccountsPanel() {
  const navigate = useNavigate();
  const words = useWords();
  const actions = useAccountActions();
  const accounts = useRead("accounts.list", {});
  const all = accounts.data?.accounts ?? [];
  if (all.length === 0 && !accounts.error) return null;

  const stateWords = all.map((account) => ({ account, state: stateOf(account, words) }));
  const open = stateWords.filter(({ state }) => state.health !== "ok" && state.words !== "Disconnected");
  const well = stateWords.filter(({ state }) => state.health === "ok").length;
  return (
    <Panel
      title="Accounts"
      aside={
        <Button size="s" kind="quiet" onClick={() => void navigate({ to: "/settings", search: { part: "accounts" } })}>
          Settings<span className="sr-only"> of accounts</span>
        </Button>
      }
    >
      {accounts.error && <ErrorNote what="The accounts could not be read" error={accounts.error} />}
      <ul className="grid gap-1 text-12">
        {open.slice(0, SHOWN).map(({ account }) => (
          <li key={account.id} className="flex min-h-9 items-center gap-2">
            <span className="min-w-0 flex-1">
              <AccountName short account={account} onOpen={() => actions.open(account)} />
              <span className="-mt-0.5 mb-1 ml-[34px] block">
                <AccountStateWords account={account} short />
              </span>
            </span>
            {actions.fix(account)}
          </li>
        ))}
      </ul>
      {open.length > SHOWN && <p className="mt-1 text-12 text-ink-3">{open.length - SHOWN} more</p>}
      {well > 0 && (
        <p className="flex items-center gap-1.5 text-12 text-ink-2">
          <StatusDot health="ok" />
          {open.length === 0 && well === all.length
            ? `${countOf(well, "account")}, all connected`
            : `${countOf(well, "account")} connected`}
        </p>
      )}
      {actions.dialogs}
    </Panel>
  );
}
