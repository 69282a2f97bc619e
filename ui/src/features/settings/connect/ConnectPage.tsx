// Connects an account, step by step: what to expect comes before anything is typed.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type ConnectedAccount, call, type Login, type PlatformName, say, useRead } from "@/api";
import { nameOf } from "@/components/account/accountWords";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PlatformMark } from "@/components/data/PlatformMark";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { useSlim } from "@/components/layout/useSlim";
import { Avatar } from "@/components/picture/Avatar";
import { host } from "@/host";
import { BeforeStep } from "./BeforeStep";
import { AiAccountStep, UploadPlaceStep } from "./LaterSteps";
import { PlatformStep } from "./PlatformStep";
import { SIGN_IN_FORM, SignInStep } from "./SignInStep";
import { firstLogin, goOnWords, type Step, type StepId, stepsOf } from "./steps";
import { GoodToKnow, Then } from "./Then";
import { WaitingPostsDialog } from "./WaitingPostsDialog";

export function ConnectPage() {
  const search = useSearch({ from: "/frame/settings/connect" });
  return <Wizard key={`${search.account_id ?? ""}${search.character_id ?? ""}`} {...search} />;
}

interface WizardProps {
  platform?: PlatformName;
  account_id?: string;
  character_id?: string;
}

function Wizard({ platform: wanted, account_id, character_id }: WizardProps) {
  const navigate = useNavigate();
  const slim = useSlim();
  const again = account_id !== undefined;
  const platforms = useRead("platforms.list", {});
  const before = useRead("accounts.status", { account_id: account_id ?? "" }, { enabled: again }).data;
  const [slug, setSlug] = useState<PlatformName | undefined>(wanted);
  const [at, setAt] = useState<StepId>(again ? "sign_in" : wanted ? "before" : "platform");
  const [loginSlug, setLoginSlug] = useState<string>();
  const [owner, setOwner] = useState<string | undefined>(character_id);
  const [attempt, setAttempt] = useState<Login | null>(null);
  const [connected, setConnected] = useState<ConnectedAccount[]>([]);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<ConnectedAccount[]>([]);
  const body = useStepFocus(at);

  const all = platforms.data?.platforms ?? [];
  const platform = all.find((one) => one.platform === slug);
  const steps = stepsOf(platform, again);
  const index = Math.max(
    0,
    steps.findIndex(({ id }) => id === at),
  );
  const next = steps[index + 1];
  const login =
    platform && (platform.logins.find((one) => one.slug === loginSlug) ?? firstLogin(platform, before?.login));
  const character = useCharacter(before?.character_id ?? owner);
  useCancelOnLeaving(attempt);

  const leave = () => void navigate({ to: "/settings", search: { part: "accounts" } });
  const goTo = (id: StepId) => setAt(id);
  const done = () => {
    if (connected.length > 0) void navigate({ to: "/settings", search: { part: "accounts" } });
  };

  const onConnected = (answer: Login) => {
    setAttempt(null);
    setConnected(answer.accounts);
    const names = answer.accounts.map(({ account }) => nameOf(account)).join(", ");
    say("done", { title: `${names} ${answer.accounts.length === 1 ? "is" : "are"} connected`, body: answer.message });
    const stuck = answer.accounts.filter(({ posts }) => posts.failed + posts.waiting > 0);
    setAsking(stuck);
    if (next) goTo(next.id);
    else if (stuck.length === 0) leave();
  };

  const waits = attempt?.state === "waiting";
  const chooses = attempt?.state === "choose";
  const back = steps[index - 1];
  const isConnected = connected.length > 0;
  // Once it is connected, or while the browser is open, what came before is over.
  const firstOpen = waits ? index : isConnected ? steps.findIndex(({ id }) => id === "sign_in") + 1 : 0;
  return (
    <Page>
      <Toolbar
        title={again ? "Connect again" : "Connect account"}
        onBack={leave}
        aside={
          platform && (
            <>
              <span className="flex items-center gap-2 text-13 text-ink">
                <PlatformMark platform={platform.platform} size="l" />
                {before ? nameOf(before) : platform.name}
              </span>
              {character && (
                <>
                  <Avatar name={character.name} url={character.url} />
                  <span className="truncate">for {character.name}</span>
                </>
              )}
            </>
          )
        }
      />
      <PageBody>
        <Steps steps={steps} index={index} first={firstOpen} onGo={goTo} />
        <Main key={at} label={steps[index]?.name ?? "Connect account"} padding="l" className="slim:p-4">
          <div
            ref={body}
            tabIndex={-1}
            className={cx("max-w-[520px] focus-visible:outline-none", at === "platform" && "max-w-[640px]")}
          >
            {platforms.error && <ErrorNote what="The platforms could not be read" error={platforms.error} />}
            {at === "platform" && <PlatformStep platforms={all} value={slug} onChange={setSlug} />}
            {at === "before" && platform && <BeforeStep platform={platform} />}
            {at === "sign_in" && platform && login && (
              <SignInStep
                key={`${platform.platform} ${login.slug}`}
                {...{ platform, login, attempt, busy, setBusy }}
                account={before}
                owner={owner}
                onOwner={setOwner}
                onLogin={setLoginSlug}
                onAttempt={setAttempt}
                onConnected={onConnected}
              />
            )}
            {at === "upload_place" && platform && <UploadPlaceStep platform={platform} connected={connected} />}
            {at === "ai_account" && platform && <AiAccountStep platform={platform} connected={connected} />}
            {slim && platform && at !== "platform" && at !== "ai_account" && (
              <div className="mt-6 border-t border-line pt-4">
                <Then platform={platform} at={at} />
              </div>
            )}
          </div>
        </Main>
        {!slim && platform && at !== "platform" && (
          <aside
            aria-label="Good to know"
            data-region="drawer"
            className="w-[364px] flex-none overflow-y-auto border-l border-line bg-side p-5"
          >
            {at === "ai_account" ? <GoodToKnow platform={platform} /> : <Then platform={platform} at={at} />}
          </aside>
        )}
      </PageBody>
      <section
        aria-label="Go on or back"
        data-notices-above
        className="flex h-[52px] flex-none items-center gap-3 border-t border-line px-4"
      >
        {!isConnected && (
          <Button kind="quiet" size="l" onClick={leave}>
            Cancel
          </Button>
        )}
        <span className="min-w-0 truncate text-12 text-ink-3">
          {isConnected
            ? "Connected. The rest can be changed in the account’s settings too."
            : "Nothing is posted while connecting"}
        </span>
        <span className="ml-auto flex flex-none gap-2">
          {back && !isConnected && !waits && (
            <Button
              size="l"
              onClick={() => {
                if (chooses) setAttempt(null);
                else goTo(back.id);
              }}
            >
              Back
            </Button>
          )}
          {at === "sign_in" ? (
            // Another button than the one that goes on: the click that brings it must not send the form.
            <Button
              key="send"
              kind="primary"
              size="l"
              type="submit"
              form={SIGN_IN_FORM}
              busy={busy}
              off={waits && "It waits for the browser"}
            >
              {chooses ? "Connect the chosen" : login?.kind === "oauth" ? "Open the browser" : "Connect"}
            </Button>
          ) : (
            <Button
              key="go on"
              kind="primary"
              size="l"
              off={!platform && "Choose a platform first"}
              onClick={() => (next ? goTo(next.id) : done())}
            >
              {goOnWords(next)}
            </Button>
          )}
        </span>
      </section>
      {asking.length > 0 && (
        <WaitingPostsDialog
          asking={asking}
          onClose={() => {
            setAsking([]);
            if (again) leave();
          }}
        />
      )}
    </Page>
  );
}

/** Focus follows to each new step; opening the wizard takes none. */
function useStepFocus(at: StepId) {
  const body = useRef<HTMLDivElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) body.current?.focus({ preventScroll: true });
    before.current = at;
  }, [at]);
  return body;
}

function useCharacter(id: string | null | undefined): { name: string; url: string | null } | null {
  const found = useRead("characters.list", { limit: 200 }).data?.characters.find((one) => one.id === id);
  return found ? { name: found.name, url: found.face ? host.fileUrl("reference", found.face, "320") : null } : null;
}

/** Whoever leaves while the browser is open or a choice waits ends the sign-in; nothing is kept of it. */
function useCancelOnLeaving(attempt: Login | null) {
  const last = useRef<Login | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = attempt;
    if (before && attempt === null && isOpen(before)) cancel(before);
  }, [attempt]);
  useEffect(
    () => () => {
      if (last.current && isOpen(last.current)) cancel(last.current);
    },
    [],
  );
}

const isOpen = ({ state }: Login) => state === "waiting" || state === "choose";
const cancel = ({ attempt_id }: Login) => void call("accounts.cancel_attempt", { attempt_id }).catch(() => undefined);

interface StepsProps {
  steps: readonly Step[];
  index: number;
  /** The first one to which there is a way back. */
  first: number;
  onGo: (id: StepId) => void;
}

function Steps({ steps, index, first, onGo }: StepsProps) {
  return (
    <nav
      aria-label="Steps"
      data-region="rail"
      className="w-[224px] flex-none overflow-y-auto border-r border-line p-3 slim:w-[176px]"
    >
      <ol className="grid gap-1">
        {steps.map(({ id, name, words }, place) => {
          const over = place < index;
          const open = over && place >= first;
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={place === index ? "step" : undefined}
                aria-disabled={open ? undefined : true}
                onClick={() => open && onGo(id)}
                className={cx(
                  "inset-focus flex w-full items-start gap-2.5 rounded-2 p-2 text-left",
                  open && "hover:bg-hover",
                  place === index && "bg-hover",
                )}
              >
                <span
                  className={cx(
                    "grid size-5 flex-none place-items-center rounded-full text-11 font-label",
                    place === index
                      ? "bg-accent-fill text-on-accent"
                      : "text-ink-2 shadow-[inset_0_0_0_1px_var(--line-control)]",
                  )}
                >
                  {over ? <Check aria-label="done" size={12} strokeWidth={2} /> : place + 1}
                </span>
                <span className="min-w-0">
                  <span className={cx("block font-label", place > index && "text-ink-2")}>{name}</span>
                  <span className="block text-12 text-ink-3">{words}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
