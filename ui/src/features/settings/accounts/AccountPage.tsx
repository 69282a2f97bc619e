// One account: what is known of it, what the creator sets, its upload place, and the platform's checklist.
import { ArrowLeft, Ellipsis, ExternalLink, Stethoscope } from "lucide-react";
import { useEffect, useState } from "react";
import { type AccountStatus, type PlatformView, useRead } from "@/api";
import { AccountStateWords } from "@/components/account/AccountCells";
import { countOf, nameOf, signInOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button, IconButton } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { TextField } from "@/components/form/TextField";
import { Panel } from "@/components/layout/Panel";
import { Menu } from "@/components/overlay/Menu";
import { Avatar } from "@/components/picture/Avatar";
import { Time } from "@/components/text/Time";
import { timeIn, zones } from "@/components/text/timeZones";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { WaitingPostsDialog } from "../connect/WaitingPostsDialog";
import { changeAccount } from "./change";
import { Demands, DemandsCount } from "./Demands";
import { Slots } from "./Slots";
import { UploadPlaceChoice } from "./UploadPlace";

export function AccountPage({ accountId, onBack }: { accountId: string; onBack: () => void }) {
  const account = useRead("accounts.status", { account_id: accountId });
  const platform = useRead("platforms.list", {}).data?.platforms.find((one) => one.platform === account.data?.platform);
  if (account.data) return <Loaded account={account.data} platform={platform} onBack={onBack} />;
  if (account.error) {
    return (
      <ErrorNote
        what="The account could not be read"
        error={account.error}
        action={
          <Button size="s" onClick={onBack}>
            All accounts
          </Button>
        }
      />
    );
  }
  return (
    <Later>
      <Skeleton className="h-[320px] rounded-3" />
    </Later>
  );
}

interface LoadedProps {
  account: AccountStatus;
  platform: PlatformView | undefined;
  onBack: () => void;
}

function Loaded({ account, platform, onBack }: LoadedProps) {
  const actions = useAccountActions();
  const gone = account.connection_status === "disconnected";
  return (
    <section>
      <div className="mb-4 flex min-h-8 items-center gap-2">
        <IconButton icon={ArrowLeft} label="All accounts" onClick={onBack} className="-ml-1.5" />
        <PlatformMark platform={account.platform} size="l" off={!account.is_connected} />
        <h2 className="min-w-0 truncate text-15">{nameOf(account)}</h2>
        <span className="min-w-0 text-12">
          <AccountStateWords account={account} short />
        </span>
        <div className="ml-auto flex flex-none items-center gap-2">
          {account.fix && account.fix !== "test" ? actions.fix(account) : null}
          {!gone && (
            <Button
              icon={Stethoscope}
              busy={actions.testing.has(account.id)}
              onClick={() => void actions.test(account)}
            >
              Test
            </Button>
          )}
          <Menu
            trigger={<IconButton icon={Ellipsis} label="More" />}
            entries={actions.entries(account, "account").filter((entry) => entry === "line" || !isTest(entry))}
          />
        </div>
      </div>
      <State account={account} />
      <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-4 slim:grid-cols-1">
        <div className="grid gap-4">
          <Panel title="What you set">
            <Settings account={account} />
          </Panel>
          <Panel title="Posting slots" words={account.timezone}>
            <Slots account={account} />
          </Panel>
          {platform?.fetches && (
            <Panel title={`Upload place for ${platform.name}`} words="it fetches files from a web address">
              <UploadPlaceChoice account={account} platform={platform} />
            </Panel>
          )}
          <Panel title="What is known">
            <Known account={account} platform={platform} />
          </Panel>
        </div>
        {platform && (
          <Panel
            title={`What ${platform.name} asks of AI accounts`}
            aside={<DemandsCount platform={platform} met={account.demands_met} />}
          >
            <Demands
              platform={platform}
              met={account.demands_met}
              onChange={(demands_met) => void changeAccount(account, { demands_met }, "tick the checklist")}
            />
          </Panel>
        )}
      </div>
      {actions.dialogs}
    </section>
  );
}

const isTest = (entry: object) => "label" in entry && entry.label === "Test";

/** What is wrong and what waits for it; silent while all is well. */
function State({ account }: { account: AccountStatus }) {
  const { failed, waiting } = account.posts;
  const isWell = account.connection_status === "connected" && !account.test_error && !account.is_paused;
  const posts = [
    failed > 0 && `${countOf(failed, "post")} failed`,
    waiting > 0 && `${countOf(waiting, "post")} waiting`,
  ]
    .filter(Boolean)
    .join(", ");
  const [asking, setAsking] = useState(false);
  if (isWell && !posts) return null;
  return (
    <>
      <Note
        tone={account.connection_status === "disconnected" ? "plain" : "warn"}
        className="mb-4"
        action={
          posts && account.is_connected && !account.is_paused ? (
            <Button size="s" onClick={() => setAsking(true)}>
              Decide about them
            </Button>
          ) : undefined
        }
      >
        {!isWell && account.message} {posts && `Because of it: ${posts}.`}
      </Note>
      {asking && <WaitingPostsDialog asking={[{ account, posts: account.posts }]} onClose={() => setAsking(false)} />}
    </>
  );
}

function Settings({ account }: { account: AccountStatus }) {
  const characters = useRead("characters.list", { limit: 200 }).data?.characters ?? [];
  const [label, setLabel] = useState(account.label);
  useEffect(() => setLabel(account.label), [account.label]);
  const now = timeIn(account.timezone);
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="Your word for it"
        aside="else its name there"
        placeholder={account.account_username}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        onBlur={() =>
          label.trim() !== account.label &&
          void changeAccount(account, { label: label.trim() }, "change the word").then(
            (done) => !done && setLabel(account.label),
          )
        }
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape" && label !== account.label) {
            event.stopPropagation();
            setLabel(account.label);
          }
        }}
      />
      <Select
        label="Character"
        placeholder="Nobody’s"
        value={account.character_id ?? undefined}
        choices={characters.map(({ id, name, face }) => ({
          value: id,
          label: name,
          mark: <Avatar name={name} url={face && host.fileUrl("reference", face, "320")} size="s" />,
        }))}
        onChange={(character_id) => void changeAccount(account, { character_id }, "move the account")}
      />
      <Select
        label="Time zone of its slots"
        search="City or region"
        choices={zones().map((value) => ({ value, label: value.replaceAll("_", " ") }))}
        value={account.timezone}
        {...(now ? { hint: `Now ${now} there.` } : {})}
        onChange={(timezone) => void changeAccount(account, { timezone }, "change the time zone")}
      />
      <Switch
        className="mt-[21px]"
        label="Takes NSFW"
        hint={`Off keeps such pictures away from ${platformName(account.platform)}.`}
        checked={account.allows_nsfw}
        onChange={(allows_nsfw) => void changeAccount(account, { allows_nsfw }, "change what it takes")}
      />
    </div>
  );
}

function Known({ account, platform }: { account: AccountStatus; platform: PlatformView | undefined }) {
  const words = useWords();
  const at = (time: string | null, never: string) => (time ? <Time at={time} /> : never);
  const count = (value: number | null) => (value === null ? "not given" : words.count(value));
  const way = platform?.logins.find(({ slug }) => slug === account.login);
  const url = account.account_url;
  return (
    <Facts
      facts={[
        {
          name: "There",
          value: (
            <>
              {account.display_name}
              {url && (
                <button
                  type="button"
                  onClick={() => void host.openExternal(url)}
                  className="ml-2 inline-flex items-center gap-1 rounded-1 text-accent hover:underline"
                >
                  Open on {platformName(account.platform)}
                  <ExternalLink aria-hidden="true" size={12} strokeWidth={1.75} />
                </button>
              )}
            </>
          ),
        },
        { name: "Followers", value: count(account.follower_count) },
        { name: "Posts left", value: count(account.posts_left) },
        { name: "Way in", value: way?.name ?? account.login },
        { name: "Sign-in", value: signInOf(account, words).words },
        { name: "Renewed", value: at(account.refreshed_at, "not yet") },
        { name: "Tested", value: at(account.tested_at, "never") },
        ...(account.test_error ? [{ name: "It met", value: account.test_error }] : []),
        ...(account.same_app.length > 0 ? [{ name: "Same app", value: account.same_app.join(", ") }] : []),
      ]}
    />
  );
}
