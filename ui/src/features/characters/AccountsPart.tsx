// Accounts: where this character posts, how each account is, and connecting another one.
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type Character, useRead } from "@/api";
import { accountColumns, countColumn } from "@/components/account/accountColumns";
import { countOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button } from "@/components/button/Button";
import { Table } from "@/components/data/Table";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Main } from "@/components/layout/Page";
import { useWords } from "@/components/text/words";
import { firstName } from "./words";

export function AccountsPart({ character }: { character: Character }) {
  const navigate = useNavigate();
  const words = useWords();
  const actions = useAccountActions();
  const columns = accountColumns(actions);
  const accounts = useRead("accounts.list", { character_id: character.id });
  const rows = accounts.data?.accounts ?? [];
  const name = firstName(character.name);
  const connect = (
    <Button
      kind={rows.length === 0 ? "primary" : "secondary"}
      icon={Plus}
      onClick={() => void navigate({ to: "/settings/connect", search: { character_id: character.id } })}
    >
      Connect account
    </Button>
  );

  if (accounts.data && rows.length === 0) {
    return (
      <Main label="Accounts">
        <EmptyState
          picture={<OutlineTiles columns={3} width={72} height={36} />}
          title={`${name} has no account yet`}
          text="Only this character’s pictures go to an account that is its own."
          actions={connect}
        />
      </Main>
    );
  }
  return (
    <Main label="Accounts" padding="l" className="slim:p-4">
      <div className="max-w-[960px]">
        {accounts.error && <ErrorNote className="mb-2" what="The accounts could not be read" error={accounts.error} />}
        {accounts.isPending && (
          <Later>
            <Skeleton className="h-[120px] rounded-3" />
          </Later>
        )}
        {accounts.data && (
          <>
            <div className="mb-2 flex min-h-8 items-center gap-3">
              <h2 className="text-15">Accounts</h2>
              <p className="text-12 text-ink-3">
                {countOf(rows.length, "account")}, for {name} alone
              </p>
              <div className="ml-auto">{connect}</div>
            </div>
            <div className="overflow-x-auto rounded-3 border border-line bg-side">
              <Table
                label={`Accounts of ${character.name}`}
                rowHeight={44}
                rows={rows}
                rowKey={({ id }) => id}
                empty="No account is connected yet."
                columns={[
                  columns.account,
                  columns.state,
                  columns.signIn,
                  countColumn("followers", "Followers", words, ({ follower_count }) => follower_count),
                  columns.actions,
                ]}
              />
            </div>
          </>
        )}
      </div>
      {actions.dialogs}
    </Main>
  );
}
