// New post: pictures for several accounts, each with its own words where wanted, checked while it is written.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Switch } from "@/components/form/Switch";
import { TextField } from "@/components/form/TextField";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { WriteCaption } from "@/components/words/WriteCaption";
import { AccountPicker } from "./AccountPicker";
import { CaptionBox } from "./CaptionBox";
import { altTextOf, type Draft, mended } from "./draft";
import { Findings } from "./Findings";
import { framed } from "./framing";
import { OwnFields } from "./OwnFields";
import { ALT_TEXT_ID, PicturePicker } from "./PicturePicker";
import { Preview } from "./Preview";
import { SendingBar, SendingWhen, useSend } from "./Sending";
import { type Compose, useCompose } from "./useCompose";

const FORMS = [
  { value: "post", label: "Post" },
  { value: "story", label: "Story" },
  { value: "reel", label: "Reel" },
] as const;

export function ComposePage() {
  const search = useSearch({ from: "/frame/scheduling/new" });
  return <Composing key={JSON.stringify(search)} compose={search} />;
}

function Composing({ compose: search }: { compose: Parameters<typeof useCompose>[0] }) {
  const navigate = useNavigate();
  const compose = useCompose(search);
  const { draft, setDraft, change, changeOwn, forget, accounts, chosen, items, checking, ai_label } = compose;
  const sending = useSend(compose);
  const checked = checking.posts;
  const [shown, setShown] = useState<string | null>(null);
  const [looked, setPlace] = useState(0);
  const place = Math.min(looked, Math.max(0, items.length - 1));
  const back = () => {
    forget();
    void navigate({ to: "/scheduling" });
  };
  const writeAltText = (at: number) => {
    setPlace(at);
    document.getElementById(ALT_TEXT_ID)?.focus();
  };
  // Alt 1 to 9 shows the nth account's post.
  useEffect(() => {
    const show = (event: KeyboardEvent) => {
      const id = event.altKey && /^Digit[1-9]$/.test(event.code) ? chosen[Number(event.code.slice(5)) - 1]?.id : null;
      if (!id) return;
      event.preventDefault();
      setShown(id);
    };
    window.addEventListener("keydown", show);
    return () => window.removeEventListener("keydown", show);
  }, [chosen]);

  if (accounts.data?.accounts.length === 0) {
    return (
      <Page>
        <Toolbar title="New post" onBack={back} />
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
  const shownId = chosen.some(({ id }) => id === shown) ? shown : (chosen[0]?.id ?? null);
  return (
    <Page>
      <SendingBar compose={compose} sending={sending} onBack={back} />
      <PageBody>
        <aside
          aria-label="Picture"
          className="w-[248px] flex-none overflow-y-auto border-r border-line p-4 slim:w-[176px] slim:p-3"
        >
          <PicturePicker
            items={items}
            character_id={compose.character_id}
            place={place}
            onPlace={setPlace}
            onChange={(content_ids) => change({ content_ids })}
            alt_text={items[place] ? altTextOf(draft, items[place]) : ""}
            onAltText={(text) => {
              const id = items[place]?.id;
              if (id) change({ alt_texts: { ...draft.alt_texts, [id]: text } });
            }}
          />
          <div className="mt-4 border-t border-line pt-3">
            <Switch label="Label as AI-made" checked={ai_label} onChange={(on) => change({ ai_label: on })} />
            <LabelWords compose={compose} />
          </div>
        </aside>
        <Main label="Words">
          {checking.error && <ErrorNote className="mb-3" what="It could not be checked" error={checking.error} />}
          <AccountPicker
            own={compose.own}
            others={compose.others}
            chosen={chosen.map(({ id }) => id)}
            onChange={(account_ids) => change({ account_ids })}
          />
          <div className="mt-3 flex flex-wrap items-center gap-3">
            <Segments
              label="Kind of post"
              choices={FORMS}
              value={draft.post_type}
              onChange={(post_type) => change({ post_type })}
            />
            <FormWords compose={compose} />
          </div>
          <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-2.5">
            <CaptionBox title="All accounts" value={draft.caption} onChange={(caption) => change({ caption })} />
            <div className="-mt-1.5">
              <WriteCaption
                contentId={draft.content_ids[0]}
                platform={tightest(checked, chosen)}
                off={draft.content_ids.length === 0 && "Choose a picture first"}
                onTake={(caption, tags) =>
                  setDraft((all) => ({ ...withoutOwnTags(all), caption, hashtags: tags.join(" ") }))
                }
              />
            </div>
            <div className="grid grid-cols-2 gap-2.5">
              <TextField
                label="Hashtags"
                placeholder="ceramics lisboa filmcolour"
                value={draft.hashtags}
                onChange={({ target }) => setDraft((all) => ({ ...withoutOwnTags(all), hashtags: target.value }))}
              />
              <TextField
                label="Mentions"
                placeholder="someone anybody"
                value={draft.mentions}
                onChange={(event) => change({ mentions: event.target.value })}
              />
            </div>
            {chosen.map(({ id, platform, handle, view }) => {
              const post = checked.find(({ account_id }) => account_id === id);
              const own = draft.own[id] ?? {};
              return (
                <CaptionBox
                  key={id}
                  platform={platform}
                  title={handle}
                  checked={post}
                  value={own.caption}
                  shared={draft.caption}
                  onChange={(caption) => changeOwn(id, { caption })}
                  onShare={() => changeOwn(id, { caption: undefined })}
                >
                  {view && (
                    <OwnFields
                      view={view}
                      post_type={post?.post_type ?? draft.post_type}
                      own={own}
                      onChange={(part) => changeOwn(id, part)}
                    />
                  )}
                </CaptionBox>
              );
            })}
          </div>
          <Findings
            checked={checked}
            accounts={chosen}
            onMend={async (post, finding) => {
              const over = post.text_length - (post.max_length ?? post.text_length);
              const crops = await framed([finding], items);
              setDraft((now) => mended(now, post.account_id, finding, over, items, crops));
              if (finding.fix?.kind === "crop") setShown(post.account_id);
            }}
            onWriteAltText={writeAltText}
          />
        </Main>
        <Preview
          checked={checked}
          accounts={chosen}
          shown={shownId}
          onShow={setShown}
          content_ids={draft.content_ids}
          place={place}
          onPlace={setPlace}
          altTextOf={(id) => altTextOf(draft, items.find((item) => item.id === id) ?? { id })}
          own={draft.own[shownId ?? ""] ?? {}}
          onOwn={changeOwn}
        />
      </PageBody>
      <SendingWhen compose={compose} sending={sending} />
    </Page>
  );
}

/** Hashtags that were dropped for one account belong to the words they were dropped from. */
const withoutOwnTags = (draft: Draft): Draft => ({
  ...draft,
  own: Object.fromEntries(Object.entries(draft.own).map(([id, { hashtags: _, ...own }]) => [id, own])),
});

/** "2 pictures: a carousel on Instagram". */
function FormWords({ compose: { items, chosen, checking } }: { compose: Compose }) {
  const carousels = checking.posts.filter(({ post_type }) => post_type === "carousel");
  if (items.length < 2 || carousels.length === 0) return null;
  const names = carousels.map(({ account_id }) => chosen.find(({ id }) => id === account_id)?.view?.name);
  return (
    <span className="text-12 text-ink-2">
      {items.length} pictures: a carousel on {[...new Set(names)].join(", ")}
    </span>
  );
}

/** How the label is set, or what follows when it is not. */
function LabelWords({ compose: { ai_label, chosen } }: { compose: Compose }) {
  const said = new Set(
    chosen.flatMap(({ view }) =>
      view ? [view.label.words.includes(view.name) ? view.label.words : `${view.name}: ${view.label.words}`] : [],
    ),
  );
  if (!ai_label) {
    return (
      <p className="mt-1 text-12 text-warn">
        Most platforms demand the label on AI-made pictures of people. Without it a post can be taken down and the
        account restricted.
      </p>
    );
  }
  if (said.size === 0) {
    return (
      <p className="mt-1 text-12 text-ink-2">By the platform’s own flag where it has one, else said in the text.</p>
    );
  }
  return (
    <ul className="mt-1 grid gap-1 text-12 text-ink-2">
      {[...said].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface Limited {
  account_id: string;
  max_length?: number | null;
}

/** The platform that takes the fewest letters: words for all accounts must fit there. */
function tightest(
  checked: readonly Limited[],
  chosen: readonly { id: string; platform: string }[],
): string | undefined {
  const limited = checked.filter(({ max_length }) => max_length != null);
  const least = limited.sort((one, other) => (one.max_length ?? 0) - (other.max_length ?? 0))[0];
  return chosen.find(({ id }) => id === least?.account_id)?.platform ?? chosen[0]?.platform;
}
