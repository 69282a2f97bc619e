// The upload place of an account: where a file lies for the minute in which its platform fetches it. Chosen at once; a
// bucket is tried before it is kept.
import { Lock } from "lucide-react";
import { useRef, useState } from "react";
import {
  type ApiError,
  type BucketInput,
  call,
  fieldErrors,
  type PlatformAccount,
  type PlatformView,
  toApiError,
  type UploadPlace,
} from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { type RadioCard, RadioCards } from "@/components/form/RadioCards";
import { TextField } from "@/components/form/TextField";
import { changeAccount } from "./change";

export function UploadPlaceChoice({ account, platform }: { account: PlatformAccount; platform: PlatformView }) {
  const [wanted, setWanted] = useState<UploadPlace | null>(account.upload_place);
  const viaPage = account.login === "facebook";
  const choose = (place: UploadPlace) => {
    setWanted(place);
    // A bucket is kept with its settings, once they are there.
    if (place === "bucket" && !account.bucket) return;
    void changeAccount(account, { upload_place: place }, "choose the upload place").then((done) => {
      if (!done) setWanted(account.upload_place);
    });
  };
  const choices: readonly RadioCard<UploadPlace>[] = [
    {
      value: "page_photo",
      label: "Your Facebook Page",
      hint: `The picture waits there as an unpublished photo. Clips go straight to ${platform.name}.`,
      aside: "free",
      ...(viaPage ? {} : { off: "Needs the sign-in through the Facebook Page." }),
    },
    {
      value: "hand_off",
      label: "None: posted by hand",
      hint: "Troupe lays file and caption ready at the time, and you publish.",
      aside: "free",
    },
    {
      value: "bucket",
      label: "Your own bucket",
      hint: `S3, R2 or any like it. Taken down again after ${platform.name} has it.`,
      aside: "costs next to nothing",
    },
  ];
  return (
    <div className="grid gap-2">
      <RadioCards<UploadPlace>
        label={`Upload place for ${platform.name}`}
        labelHidden
        value={wanted ?? undefined}
        onChange={choose}
        choices={choices.filter(({ value }) => platform.fetches?.places.includes(value))}
      />
      {wanted === "bucket" && <BucketForm account={account} />}
      <Note>Only the finished file lies there: the AI mark inside, nothing of the recipe.</Note>
    </div>
  );
}

type Tried = { message: string; took_ms: number };

function BucketForm({ account }: { account: PlatformAccount }) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState<"test" | "keep" | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [failed, setFailed] = useState<{ what: string; error: ApiError } | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const has = account.bucket;

  /** What is typed; the keys are read from their fields only when they are sent. */
  const read = (): BucketInput | null => {
    const data = new FormData(form.current ?? undefined);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const missing = Object.fromEntries(
      ["endpoint", "name", ...(has ? [] : ["access_key", "secret_key"])]
        .filter((name) => !text(name))
        .map((name) => [name, "Is needed"]),
    );
    setFaults(missing);
    setFailed(null);
    setTried(null);
    if (Object.keys(missing).length > 0) return null;
    const optional = (name: "region" | "prefix" | "access_key" | "secret_key") =>
      text(name) ? { [name]: text(name) } : {};
    return {
      endpoint: text("endpoint"),
      name: text("name"),
      ...optional("region"),
      ...optional("prefix"),
      ...optional("access_key"),
      ...optional("secret_key"),
    };
  };

  const refuse = (what: string, thrown: unknown) => {
    const error = toApiError(thrown);
    const named = fieldErrors(error).map(([path, message]) => [path.replace(/^bucket\./, ""), message] as const);
    if (named.length > 0) setFaults(Object.fromEntries(named));
    else setFailed({ what, error });
  };

  const run = async (which: "test" | "keep") => {
    const bucket = read();
    if (!bucket) return;
    setBusy(which);
    try {
      setTried(await call("accounts.test_upload_place", { account_id: account.id, bucket }));
      if (which === "keep") {
        await call("accounts.update", { account_id: account.id, upload_place: "bucket", bucket });
        for (const name of ["access_key", "secret_key"]) {
          const field = form.current?.elements.namedItem(name);
          if (field instanceof HTMLInputElement) field.value = "";
        }
      }
    } catch (thrown) {
      refuse(which === "keep" ? "The bucket was not kept" : "The bucket cannot be used", thrown);
    } finally {
      setBusy(null);
    }
  };

  const key = (name: string, label: string) => (
    <TextField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      {...(has ? { icon: Lock, placeholder: "in the keychain" } : {})}
      {...(faults[name] ? { error: faults[name] } : {})}
    />
  );
  const text = (
    name: "endpoint" | "name" | "region" | "prefix",
    label: string,
    placeholder: string,
    aside?: string,
  ) => (
    <TextField
      label={label}
      name={name}
      placeholder={placeholder}
      defaultValue={has?.[name] ?? ""}
      {...(aside ? { aside } : {})}
      {...(faults[name] ? { error: faults[name] } : {})}
    />
  );
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-3 rounded-2 border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void run("keep");
      }}
    >
      <div className="grid grid-cols-2 gap-2.5">
        {text("endpoint", "Address", "https://ACCOUNT.r2.cloudflarestorage.com")}
        {text("name", "Bucket", "troupe-pictures")}
        {text("region", "Region", "auto", "R2: auto")}
        {text("prefix", "Folder", account.platform, "may stay empty")}
        {key("access_key", "Key")}
        {key("secret_key", "Secret")}
      </div>
      {failed && <ErrorNote what={failed.what} error={failed.error} who="the bucket" />}
      {tried && (
        <Note tone="ok">
          {tried.message} {(tried.took_ms / 1000).toFixed(1)} s.
        </Note>
      )}
      <div className="flex justify-end gap-2">
        <Button busy={busy === "test"} onClick={() => void run("test")}>
          {tried ? "Test again" : "Test"}
        </Button>
        <Button type="submit" busy={busy === "keep"}>
          Test and keep
        </Button>
      </div>
    </form>
  );
}
