// New post: one picture for several accounts, each with its own words where wanted, checked while it is written.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarClock, Check, Send } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { call, type Input, type Output, perform, useRead } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { PlatformMark } from "@/components/data/PlatformMark";
import { EmptyState } from "@/components/feedback/EmptyState";
import { Checkbox } from "@/components/form/Checkbox";
import { Segments } from "@/components/form/Segments";
import { Switch } from "@/components/form/Switch";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { CaptionBox } from "./CaptionBox";
import { ownZone, wallNow } from "./dates";
import { type Draft, draftOf, emptyDraft, mended } from "./draft";
import { Findings } from "./Findings";
import { PicturePicker } from "./PicturePicker";
import { Preview } from "./Preview";

const FORMS = [
  { value: "post", label: "Post" },
  { value: "story", label: "Story" },
  { value: "reel", label: "Reel" },
] as const;

/** Checked so long after the last key. */
const CHECK_MS = 300;

export type Checked = Output<"posts.preflight">["posts"][number];

export function ComposePage() {
  const search = useSearch({ from: "/frame/scheduling/new" });
  const navigate = useNavigate();
  const zone = useMemo(ownZone, []);
  const accounts = useRead("accounts.list", {});
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(search, wallNow(zone)));
  const [checked, setChecked] = useState<readonly Checked[]>([]);
  const [shown, setShown] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = useCallback((part: Partial<Draft>) => setDraft((all) => ({ ...all, ...part })), []);
  const item = useRead(
    "content.get",
    { content_id: draft.content_ids[0] ?? "" },
    { enabled: draft.content_ids.length > 0 },
  );
  const character_id = item.data?.character_id ?? search.character_id ?? null;

  // The character's own accounts are chosen from the start.
  const all = accounts.data?.accounts ?? [];
  useEffect(() => {
    if (draft.account_ids !== null || !accounts.data || item.isLoading) return;
    const own = accounts.data.accounts.filter((one) => character_id !== null && one.character_id === character_id);
    change({ account_ids: own.map(({ id }) => id) });
  }, [accounts.data, character_id, draft.account_ids, item.isLoading, change]);

  const chosen = all
    .filter(({ id }) => draft.account_ids?.includes(id))
    .map(({ id, account_username, platform }) => ({ id, handle: account_username, platform }));
  const input = useMemo(() => draftOf(draft), [draft]);
  useEffect(() => {
    if (input.account_ids.length === 0) return setChecked([]);
    let current = true;
    const timer = setTimeout(() => {
      call("posts.preflight", input as Input<"posts.preflight">).then(
        ({ posts }) => current && setChecked(posts),
        () => current && setChecked([]),
      );
    }, CHECK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [input]);

  const ready = checked.filter(({ is_ready }) => is_ready).map(({ account_id }) => account_id);
  const blocked = checked.length - ready.length;
  const send = useCallback(
    async (when: Partial<Input<"posts.create">>, ids: readonly string[], done: string) => {
      setBusy(true);
      const made = await perform(
        "posts.create",
        { ...input, ...when, account_ids: [...ids] } as Input<"posts.create">,
        { done: { title: done }, failed: "The post was not made" },
      );
      setBusy(false);
      if (made) void navigate({ to: "/scheduling" });
    },
    [input, navigate],
  );
  const time = { scheduled_at: draft.at, timezone: zone };
  const why = checked.length === 0 ? "Choose an account first" : blocked > 0 && "Mend what is red below first";
  const schedule = () => void send(time, ready, ready.length === 1 ? "Scheduled" : `${ready.length} posts scheduled`);

  useActions(
    useMemo(
      (): Offer[] => [{ id: "compose.schedule", perform: () => document.getElementById("schedule")?.click() }],
      [],
    ),
  );

  if (accounts.data && all.length === 0) {
    return (
      <Page>
        <Toolbar title="New post" onBack={() => void navigate({ to: "/scheduling" })} />
        <EmptyState
          title="No account is connected yet"
          text="Connect an account at a platform, and posts can go there."
          actions={
            <Button kind="primary" onClick={() => void navigate({ to: "/settings", search: { part: "accounts" } })}>
              Connect an account
            </Button>
          }
        />
      </Page>
    );
  }
  return (
    <Page>
      <Toolbar
        title="New post"
        onBack={() => void navigate({ to: "/scheduling" })}
        aside={item.data?.character_name}
        actions={
          <>
            <Button
              kind="quiet"
              off={!draft.account_ids?.length && "Choose an account first"}
              onClick={() => void send({}, draft.account_ids ?? [], "Saved as a draft")}
            >
              Save as draft
            </Button>
            <Button
              icon={Send}
              busy={busy}
              off={why}
              onClick={() => void send({ publish_immediately: true }, ready, "It is on its way")}
            >
              Publish now
            </Button>
            <Button
              id="schedule"
              kind={blocked ? "secondary" : "primary"}
              icon={CalendarClock}
              busy={busy}
              off={why}
              shortcut="compose.schedule"
              onClick={schedule}
            >
              {ready.length > 1 ? `Schedule ${ready.length}` : "Schedule"}
            </Button>
            {blocked > 0 && ready.length > 0 && (
              <Button kind="primary" icon={Check} busy={busy} onClick={schedule}>
                {`Schedule the ${ready.length} that ${ready.length === 1 ? "is" : "are"} ready`}
              </Button>
            )}
          </>
        }
      />
      <PageBody>
        <aside
          aria-label="Picture"
          className="w-[248px] flex-none overflow-y-auto border-r border-line p-4 slim:w-[176px] slim:p-3"
        >
          <PicturePicker
            content_ids={draft.content_ids}
            character_id={character_id}
            onChange={(content_ids) => change({ content_ids })}
          />
          <TextArea
            label="Alt text"
            className="mt-3"
            hint="For those who can’t see the picture"
            lines={3}
            value={draft.alt_text}
            onChange={(event) => change({ alt_text: event.target.value })}
          />
          <div className="mt-4 border-t border-line pt-3">
            <Switch label="Label as AI-made" checked={draft.ai_label} onChange={(ai_label) => change({ ai_label })} />
            <p className="mt-1 text-12 text-ink-2">
              {draft.ai_label
                ? "By the platform’s own flag where it has one, else said in the text."
                : "Most platforms demand the label for AI-made pictures of people."}
            </p>
          </div>
        </aside>
        <Main label="Words">
          <fieldset className="flex flex-wrap gap-2">
            <legend className="sr-only">Accounts</legend>
            {all.map((account) => (
              <Checkbox
                key={account.id}
                label={
                  <span className="flex items-center gap-1.5">
                    <PlatformMark platform={account.platform} /> {account.account_username}
                  </span>
                }
                checked={draft.account_ids?.includes(account.id) ?? false}
                onChange={(on) =>
                  change({
                    account_ids: on
                      ? [...(draft.account_ids ?? []), account.id]
                      : (draft.account_ids ?? []).filter((id) => id !== account.id),
                  })
                }
              />
            ))}
          </fieldset>
          <Segments
            label="Kind of post"
            className="mt-3"
            choices={FORMS}
            value={draft.post_type as "post"}
            onChange={(post_type) => change({ post_type })}
          />
          <div className="mt-3 grid gap-2.5">
            <CaptionBox title="All accounts" value={draft.caption} onChange={(caption) => change({ caption })} />
            {chosen.map((account) => (
              <CaptionBox
                key={account.id}
                platform={account.platform}
                title={account.handle}
                checked={checked.find(({ account_id }) => account_id === account.id)}
                value={draft.own[account.id]}
                shared={draft.caption}
                onChange={(caption) => change({ own: { ...draft.own, [account.id]: caption } })}
                onShare={() => change({ own: { ...draft.own, [account.id]: undefined } })}
              />
            ))}
          </div>
          <TextField
            label="Hashtags"
            className="mt-3"
            placeholder="ceramics lisboa filmcolour"
            value={draft.hashtags}
            onChange={(event) => change({ hashtags: event.target.value })}
          />
          <Findings
            checked={checked}
            accounts={chosen}
            onMend={(fix, one) => setDraft((now) => mended(now, fix, one))}
          />
        </Main>
        <Preview
          checked={checked}
          accounts={chosen}
          shown={shown ?? chosen[0]?.id ?? null}
          onShow={setShown}
          content_id={draft.content_ids[0]}
        />
      </PageBody>
      <footer data-notices-above className="flex h-12 flex-none items-center gap-2 border-t border-line px-4">
        <TextField
          label="When"
          labelHidden
          type="datetime-local"
          step={900}
          value={draft.at}
          onChange={(event) => change({ at: event.target.value })}
        />
        <span className="text-12 text-ink-2">{zone}</span>
        <Button off={why} onClick={() => void send({ next_slot: true }, ready, "Scheduled into the next slot")}>
          Next slot
        </Button>
        <Cost checked={checked} />
      </footer>
    </Page>
  );
}

/** The price comes first. */
function Cost({ checked }: { checked: readonly Checked[] }) {
  const usd = checked.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
  if (usd === 0) return null;
  return (
    <span className="ml-auto text-12 text-ink-2">
      <b className="font-label text-ink">Costs ${usd.toFixed(usd < 0.1 ? 3 : 2)}</b> at the platforms
    </span>
  );
}
