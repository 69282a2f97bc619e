// The sign-in: which way, what to do at the platform, and what is pasted. What is typed stays in the page's fields until
// it is sent, and nowhere else.
import { ExternalLink } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import {
  type AccountStatus,
  type ApiError,
  call,
  fieldErrors,
  type Login,
  type LoginWay,
  type PlatformView,
  toApiError,
  useRead,
} from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { RadioCards } from "@/components/form/RadioCards";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { Avatar } from "@/components/picture/Avatar";
import { host } from "@/host";
import { BrowserWait } from "./BrowserWait";
import { ChooseAccounts } from "./ChooseAccounts";
import { StandIn } from "./StandIn";
import { fieldOf, readFields } from "./steps";

export const SIGN_IN_FORM = "sign-in";

export interface SignInStepProps {
  platform: PlatformView;
  login: LoginWay;
  /** Given: this account is connected again. */
  account: AccountStatus | undefined;
  owner: string | undefined;
  attempt: Login | null;
  busy: boolean;
  setBusy: (busy: boolean) => void;
  onOwner: (id: string | undefined) => void;
  onLogin: (slug: string) => void;
  onAttempt: (attempt: Login | null) => void;
  onConnected: (login: Login) => void;
}

export function SignInStep(props: SignInStepProps) {
  const { platform, login, account, owner, attempt, setBusy, onAttempt, onConnected } = props;
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<ApiError | null>(null);

  /** What a login has come to, from whichever call. */
  const take = (answer: Login) => {
    if (answer.state === "connected") onConnected(answer);
    else onAttempt(answer);
  };

  const connect = async () => {
    const data = new FormData(form.current ?? undefined);
    const { values, missing } = readFields(login.fields, (name) => String(data.get(name) ?? ""));
    setFaults(missing);
    setFailure(null);
    const first = Object.keys(missing)[0];
    if (first) return focusField(form.current, first);
    setBusy(true);
    try {
      const answer = await call("accounts.connect", {
        platform: platform.platform,
        auth_data: { login: login.slug, fields: values },
        ...(account ? { account_id: account.id } : owner ? { character_id: owner } : {}),
      });
      if (answer.state === "waiting" && answer.authorize_url) void host.openExternal(answer.authorize_url);
      form.current?.reset();
      take(answer);
    } catch (thrown) {
      const error = toApiError(thrown);
      const known = fieldErrors(error)
        .map(([path, message]) => [fieldOf(path), message] as const)
        .filter(([name]) => login.fields.some((field) => field.name === name));
      if (known.length > 0) {
        setFaults(Object.fromEntries(known));
        focusField(form.current, known[0]?.[0] ?? "");
      } else setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  if (attempt?.state === "waiting") {
    return <BrowserWait platform={platform} attempt={attempt} onAnswer={take} onCancel={() => onAttempt(null)} />;
  }
  if (attempt?.state === "choose") {
    return <ChooseAccounts formId={SIGN_IN_FORM} attempt={attempt} setBusy={setBusy} onAnswer={take} />;
  }
  return (
    <form
      id={SIGN_IN_FORM}
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void connect();
      }}
    >
      <h2 className="text-15">
        {login.kind === "hand_off" ? `Your name at ${platform.name}` : `Sign-in for ${platform.name}`}
      </h2>
      <p className="mt-1 text-ink-2">{login.summary}</p>
      {attempt && attempt.state !== "connected" && (
        <Note tone={attempt.state === "cancelled" ? "plain" : "warn"} className="mt-3">
          {attempt.message}
        </Note>
      )}
      {failure && (
        <ErrorNote className="mt-3" what="The account was not connected" error={failure} who={platform.name} />
      )}
      <StandIn platform={platform} login={login} />
      {platform.logins.length > 1 && (
        <RadioCards
          className="mt-4"
          label="Way in"
          value={login.slug}
          onChange={props.onLogin}
          choices={platform.logins.map(({ slug, name, summary }) => ({ value: slug, label: name, hint: summary }))}
        />
      )}
      {login.steps.length > 0 && <SetupSteps login={login} />}
      <div className="mt-5 grid gap-3">
        {!account && <Owner value={owner} onChange={props.onOwner} />}
        {login.fields.map(({ name, label, help, is_secret, is_optional }) => (
          <TextField
            key={name}
            name={name}
            label={label}
            hint={help}
            {...(is_optional ? { aside: "may stay empty" } : {})}
            {...(account && name === "handle" ? { defaultValue: account.account_username } : {})}
            {...(is_secret ? { type: "password", autoComplete: "new-password" } : {})}
            {...(faults[name] ? { error: faults[name] } : {})}
            onChange={() => {
              if (faults[name]) setFaults(({ [name]: _, ...rest }) => rest);
            }}
          />
        ))}
      </div>
    </form>
  );
}

function focusField(form: HTMLFormElement | null, name: string) {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}

/** What to do at the platform, each page at hand. */
function SetupSteps({ login }: { login: LoginWay }) {
  return (
    <section className="mt-5">
      <h3 className="mb-2 text-12">At the platform</h3>
      <ol className="grid gap-2.5">
        {login.steps.map(({ text, url }, index) => (
          <li key={text} className="flex items-start gap-2.5">
            <span className="mt-px w-4 flex-none text-right text-12/5 text-ink-3 tabular-nums">{index + 1}</span>
            <p className="min-w-0 flex-1">{text}</p>
            {url && (
              <Button size="s" icon={ExternalLink} title={url} onClick={() => void host.openExternal(url)}>
                Open page
                <span className="sr-only"> of step {index + 1}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Owner({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const characters = useRead("characters.list", { limit: 200 }).data?.characters ?? [];
  if (characters.length === 0) return null;
  return (
    <Select
      label="Character"
      hint="Pictures of others do not go there."
      placeholder="Whose account it is"
      value={value}
      choices={characters.map(({ id, name, face }) => ({
        value: id,
        label: name,
        mark: <Avatar name={name} url={face && host.fileUrl("reference", face, "320")} size="s" />,
      }))}
      onChange={onChange}
    />
  );
}
