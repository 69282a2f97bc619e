// What the platforms officially allow toward somebody else's post, one click at a time: like, reply, repost, follow.
// What a platform has no call for is not offered.
import { useState } from "react";
import { type Capabilities, type EngagementAction, type PlatformAccount, perform, useRead } from "@/api";
import { nameOf } from "@/components/account/accountWords";
import { Button } from "@/components/button/Button";
import { PlatformMark, platformName } from "@/components/data/PlatformMark";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import { Time } from "@/components/text/Time";

/** Clicks that are listed. */
const SHOWN = 20;

const canAny = ({ like, repost, reply, follow }: Capabilities): boolean => like || repost || reply || follow;

export function Engage() {
  const accounts = useRead("accounts.list", {}).data?.accounts ?? [];
  const platforms = useRead("platforms.list", {}).data?.platforms ?? [];
  const clicked = useRead("engagement.actions", { limit: SHOWN }).data?.actions ?? [];
  const able = accounts.flatMap((account) => {
    const can = platforms.find(({ platform }) => platform === account.platform)?.capabilities;
    return can && canAny(can) && account.is_connected ? [{ account, can }] : [];
  });
  if (able.length === 0 && clicked.length === 0) return null;
  return (
    <aside
      aria-label="Other posts"
      data-region="drawer"
      className="w-[320px] flex-none overflow-y-auto border-l border-line bg-side slim:w-[272px]"
    >
      {able.length > 0 && (
        <Section title="Somebody else’s post">
          <Form able={able} />
        </Section>
      )}
      {clicked.length > 0 && (
        <Section title="Clicked lately">
          <ul className="grid gap-2">
            {clicked.map((action) => (
              <Clicked key={action.id} action={action} />
            ))}
          </ul>
        </Section>
      )}
    </aside>
  );
}

interface Able {
  account: PlatformAccount;
  can: Capabilities;
}

function Form({ able }: { able: readonly Able[] }) {
  const [target_url, setUrl] = useState("");
  const [account_id, setAccount] = useState(able[0]?.account.id);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const chosen = able.find(({ account }) => account.id === account_id) ?? able[0];
  if (!chosen) return null;
  const { account, can } = chosen;
  const off = target_url.trim() === "" && "Paste the address first";
  const as = nameOf(account);
  const target = { account_id: account.id, target_url: target_url.trim() };
  const run = async (which: string, click: () => Promise<unknown>) => {
    setBusy(which);
    await click();
    setBusy(null);
  };
  return (
    <div className="grid gap-3">
      <TextField
        label="Address of the post, or of the account to follow"
        placeholder="https://"
        value={target_url}
        onChange={({ target: { value } }) => setUrl(value)}
      />
      <Select
        label="As"
        choices={able.map(({ account: one }) => ({
          value: one.id,
          label: nameOf(one),
          hint: platformName(one.platform),
          mark: <PlatformMark platform={one.platform} />,
        }))}
        value={account.id}
        onChange={setAccount}
      />
      <div className="flex flex-wrap gap-1.5">
        {can.like && (
          <Button
            off={off}
            busy={busy === "like"}
            onClick={() =>
              void run("like", () =>
                perform("engagement.like", target, { done: { title: `Liked as ${as}` }, failed: "It was not liked" }),
              )
            }
          >
            Like
          </Button>
        )}
        {can.repost && (
          <Button
            off={off}
            busy={busy === "repost"}
            onClick={() =>
              void run("repost", () =>
                perform("engagement.repost", target, {
                  done: { title: `Reposted as ${as}` },
                  failed: "It was not reposted",
                }),
              )
            }
          >
            Repost
          </Button>
        )}
        {can.follow && (
          <Button
            off={off}
            busy={busy === "follow"}
            onClick={() =>
              void run("follow", () =>
                perform("engagement.follow", target, {
                  done: { title: `Followed as ${as}` },
                  failed: "The account was not followed",
                }),
              )
            }
          >
            Follow
          </Button>
        )}
      </div>
      {can.reply && (
        <>
          <TextArea label="Reply" lines={2} value={text} onChange={({ target: { value } }) => setText(value)} />
          <Button
            className="justify-self-start"
            off={off || (text.trim() === "" && "Write something first")}
            busy={busy === "reply"}
            onClick={() =>
              void run("reply", async () => {
                const sent = await perform(
                  "engagement.comment",
                  { ...target, comment_text: text },
                  { done: { title: `Answered as ${as}` }, failed: "The answer was not sent" },
                );
                if (sent) setText("");
              })
            }
          >
            Send reply as {as}
          </Button>
        </>
      )}
    </div>
  );
}

const WORDS: Record<EngagementAction["action_type"], string> = {
  like: "Liked",
  comment: "Answered",
  reply: "Answered",
  repost: "Reposted",
  follow: "Followed",
};

function Clicked({ action }: { action: EngagementAction }) {
  return (
    <li className="text-12">
      <span className="flex items-center gap-1.5">
        <PlatformMark platform={action.platform} />
        <span className="min-w-0 truncate">
          {WORDS[action.action_type]} as {action.account_username}
        </span>
        <Time at={action.created_at} className="ml-auto flex-none text-ink-3" />
      </span>
      {action.comment_text && <span className="line-clamp-2 text-ink-2">{action.comment_text}</span>}
      {action.error && <span className="block text-bad">{action.error}</span>}
    </li>
  );
}
