// The interface for other programs: whether they may call, where, how often, and with which token.
import { Copy, ExternalLink, KeyRound } from "lucide-react";
import { useState } from "react";
import { call, type InterfaceSettings, type RateLimits, sayError, toApiError, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Dialog } from "@/components/overlay/Dialog";
import { copyText } from "@/components/text/copy";
import { host } from "@/host";
import { NumberSetting, SwitchSetting } from "./fields";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";

const CLASSES: readonly { name: keyof RateLimits; label: string }[] = [
  { name: "image", label: "Making pictures" },
  { name: "text", label: "Writing" },
  { name: "content", label: "Library" },
  { name: "characters", label: "Characters" },
  { name: "general", label: "Everything else" },
];

export function ProgramsPart() {
  const settings = useSettings();
  if (settings.error) return <ErrorNote what="The settings could not be read" error={settings.error} />;
  return settings.data ? <Interface now={settings.data.interface} /> : null;
}

function Interface({ now }: { now: InterfaceSettings }) {
  const address = `http://127.0.0.1:${now.port}`;
  return (
    <>
      <PartSection title="Other programs">
        <SwitchSetting
          label="Let other programs on this computer use Troupe"
          hint="Scripts may then do what this window does, with the token below; agents what you allow each, with one of their own. Nothing outside this computer can."
          value={now.is_enabled}
          keep={(is_enabled) =>
            keepSetting(
              "interface",
              { is_enabled },
              { is_enabled: now.is_enabled },
              is_enabled ? "let other programs in" : "keep other programs out",
            )
          }
        />
        <div className="mt-4 flex flex-wrap items-start gap-6">
          <NumberSetting
            label="Port"
            min={1024}
            max={65_535}
            value={now.port}
            keep={(port) => keepSetting("interface", { port }, { port: now.port }, "change the port")}
          />
          <div>
            <p className="mb-[5px] text-12 text-ink-2">Address</p>
            <p className="flex h-7 items-center gap-2 font-mono text-12">
              <span data-selectable>{address}</span>
              <IconButton icon={Copy} size="s" label="Copy the address" onClick={() => void copyText(address)} />
            </p>
          </div>
          <Button
            className="mt-[21px]"
            icon={ExternalLink}
            off={!now.is_enabled && host.kind === "window" && "Switch it on first: the page is served there"}
            onClick={() => void host.openExternal(host.kind === "window" ? `${address}/docs` : docsHere())}
          >
            What can be called
          </Button>
        </div>
      </PartSection>
      <TokenSection />
      <PartSection title="Calls a minute" words="more of one kind are refused until the minute is over">
        <div className="flex flex-wrap gap-4">
          {CLASSES.map(({ name, label }) => (
            <NumberSetting
              key={name}
              label={label}
              min={1}
              max={100_000}
              className="w-[128px]"
              value={now.rate_limits[name]}
              keep={(value) =>
                keepSetting(
                  "interface",
                  // Only this one is sent; the others are laid under it.
                  { rate_limits: { [name]: value } as unknown as RateLimits },
                  { rate_limits: { [name]: now.rate_limits[name] } as unknown as RateLimits },
                  `change the calls for ${label.toLowerCase()}`,
                )
              }
            />
          ))}
        </div>
      </PartSection>
    </>
  );
}

const docsHere = () => new URL("/docs", window.location.href).href;

/** The secret's name under which the program keeps the token. */
const TOKEN = "interface";

/** 256 random bits as text. */
function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function TokenSection() {
  const secrets = useRead("secrets.list", {});
  const isSet = secrets.data?.secrets.some(({ name }) => name === TOKEN) ?? false;
  const [shown, setShown] = useState<{ token: string; message: string | null } | null>(null);
  const [busy, setBusy] = useState(false);

  const renew = async () => {
    setBusy(true);
    const token = randomToken();
    try {
      const kept = await call("secrets.set", { name: TOKEN, value: token });
      setShown({ token, message: kept.kept === "keychain" ? null : kept.message });
    } catch (error) {
      sayError("There is no new token", toApiError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <PartSection
      title="Token"
      words={isSet ? "one was made; it is not shown again" : "programs send it with every call"}
      actions={
        <Button icon={KeyRound} busy={busy} onClick={() => void renew()}>
          Make a new token
        </Button>
      }
    >
      <p className="max-w-[72ch] text-12 text-ink-3">
        A new token takes the place of the one before it: programs that send the old one are refused.
      </p>
      <Dialog
        open={shown !== null}
        onClose={() => setShown(null)}
        title="The new token"
        text="It is shown this once. Programs send it as the header below."
        width={640}
        foot={
          <>
            <Button kind="quiet" onClick={() => setShown(null)}>
              Close
            </Button>
            <Button kind="primary" icon={Copy} onClick={() => void copyText(shown?.token ?? "")}>
              Copy the token
            </Button>
          </>
        }
      >
        <p className="rounded-2 bg-well p-2 font-mono text-12 break-all" data-selectable>
          Authorization: Bearer {shown?.token}
        </p>
        {shown?.message && (
          <Note tone="warn" className="mt-2">
            {shown.message}
          </Note>
        )}
      </Dialog>
    </PartSection>
  );
}
