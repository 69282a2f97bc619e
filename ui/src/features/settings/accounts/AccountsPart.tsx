// The accounts: how each is, what its sign-in does, and what can be done with it.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, RefreshCw } from "lucide-react";
import { useState } from "react";
import { call, type PlatformAccount, say, useRead } from "@/api";
import { accountColumns, countColumn } from "@/components/account/accountColumns";
import { countOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button } from "@/components/button/Button";
import { Table } from "@/components/data/Table";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Avatar } from "@/components/picture/Avatar";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { PartSection } from "../PartHead";
import { AccountPage } from "./AccountPage";

export function AccountsPart() {
  const navigate = useNavigate();
  const { account: opened } = useSearch({ from: "/frame/settings" });
  if (opened) {
    const back = () => void navigate({ to: "/settings", search: { part: "accounts" } });
    return <AccountPage key={opened} accountId={opened} onBack={back} />;
  }
  return <Board />;
}

function Board() {
  const navigate = useNavigate();
  const accounts = useRead("accounts.list", {});
  const platforms = useRead("platforms.list", {});
  const { testing, testAll } = useTestAll();
  const rows = accounts.data?.accounts ?? [];
  const connect = () => void navigate({ to: "/settings/connect" });

  if (accounts.data && rows.length === 0) {
    return (
      <EmptyState
        picture={<OutlineTiles columns={3} width={72} height={36} />}
        title="No account is connected yet"
        text="Troupe publishes through each platform’s official interface, with a sign-in that you make there. It never asks for a password."
        actions={
          <Button kind="primary" icon={Plus} onClick={connect}>
            Connect account
          </Button>
        }
      />
    );
  }
  const byHand = platforms.data?.platforms.filter(({ capabilities }) => !capabilities.publish) ?? [];
  return (
    <PartSection
      title="Accounts"
      words={accounts.data && `${rows.length}, tested daily and before each post`}
      actions={
        <>
          <Button icon={RefreshCw} busy={testing} onClick={() => void testAll(rows)}>
            Test all
          </Button>
          <Button kind="primary" icon={Plus} onClick={connect}>
            Connect account
          </Button>
        </>
      }
    >
      {accounts.error && (
        <ErrorNote
          className="mb-2"
          what="The accounts could not be read"
          error={accounts.error}
          onAgain={() => accounts.refetch()}
        />
      )}
      <Keeping rows={rows} />
      {accounts.isPending && (
        <Later>
          <Skeleton className="h-[220px] rounded-3" />
        </Later>
      )}
      {accounts.data && <AccountTable rows={rows} />}
      {byHand.length > 0 && (
        <p className="mt-3 max-w-[72ch] text-12 text-ink-3">
          {byHand.map(({ name }) => name).join(" and ")} have no official interface that publishes: Troupe prepares file
          and caption, and you post.
        </p>
      )}
    </PartSection>
  );
}

/** Silent while the keychain keeps the sign-ins. */
function Keeping({ rows }: { rows: readonly PlatformAccount[] }) {
  const held = rows.filter(
    ({ kept, is_connected, login }) => kept === "this_run" && is_connected && login !== "hand_off",
  );
  if (held.length === 0) return null;
  return (
    <Note tone="warn" className="mb-2">
      {held.length === 1 ? "One sign-in is" : `${held.length} sign-ins are`} held until Troupe is closed, because there
      is no keychain to keep {held.length === 1 ? "it" : "them"}. Settings, Keys says why.
    </Note>
  );
}

function AccountTable({ rows }: { rows: readonly PlatformAccount[] }) {
  const words = useWords();
  const actions = useAccountActions();
  const columns = accountColumns(actions);
  const faces = useRead("characters.list", { limit: 200 }).data?.characters ?? [];
  const faceOf = (id: string | null) => faces.find((one) => one.id === id)?.face;
  return (
    <div className="overflow-x-auto rounded-3 border border-line bg-side">
      <Table
        label="Accounts"
        rowHeight={44}
        rows={rows}
        rowKey={({ id }) => id}
        empty="No account is connected yet."
        columns={[
          columns.account,
          {
            id: "character",
            head: "Character",
            cell: ({ character_id, character_name }) =>
              character_name ? (
                <span className="flex items-center gap-1.5 text-ink-2">
                  <Avatar
                    name={character_name}
                    url={faceOf(character_id) && host.fileUrl("reference", faceOf(character_id) as string, "320")}
                  />
                  <span className="max-w-[90px] truncate" title={character_name}>
                    {character_name.split(" ")[0]}
                  </span>
                </span>
              ) : (
                <span className="text-ink-3">nobody’s</span>
              ),
          },
          { ...columns.state, width: 190 },
          columns.signIn,
          countColumn("left", "Posts left", words, ({ posts_left }) => posts_left),
          columns.actions,
        ]}
      />
      {actions.dialogs}
    </div>
  );
}

/** Tests one after the other, and says the outcome once. */
function useTestAll() {
  const [testing, setTesting] = useState(false);
  const testAll = async (rows: readonly PlatformAccount[]) => {
    setTesting(true);
    const tested = rows.filter(({ connection_status }) => connection_status !== "disconnected");
    const need: string[] = [];
    for (const account of tested) {
      const answer = await call("accounts.test", { account_id: account.id }).catch(() => null);
      if (!answer?.works) need.push(account.account_username);
    }
    setTesting(false);
    const title = `${countOf(tested.length, "account")} tested`;
    if (need.length === 0) say("done", { title, body: "All work." });
    else say("warn", { title, body: `${need.join(", ")} ${need.length === 1 ? "needs" : "need"} you.` });
  };
  return { testing, testAll };
}
