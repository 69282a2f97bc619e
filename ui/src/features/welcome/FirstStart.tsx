// Where pictures should be made: a ComfyUI that was found, the rehearsal, or another address.
import { Check, Clapperboard, Cpu, Link, RefreshCw } from "lucide-react";
import { useRef, useState } from "react";
import { ApiError, call, forgetAll, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Spinner } from "@/components/feedback/Spinner";
import { type RadioCard, RadioCards } from "@/components/form/RadioCards";
import { TextField } from "@/components/form/TextField";
import { host } from "@/host";
import { Confirming } from "./Confirming";
import { Found } from "./Found";
import { bare, firstPlace, type Offer, offersOf, type Place } from "./places";
import { WelcomeFrame } from "./WelcomeFrame";

const LOOKING: RadioCard<Place> = {
  value: "at ",
  label: "ComfyUI on this computer",
  off: "Looking at the usual ports",
  icon: Cpu,
  aside: <Spinner />,
};
const NOBODY: RadioCard<Place> = {
  value: "at ",
  label: "ComfyUI on this computer",
  off: "None answers. Start ComfyUI, then look again.",
  icon: Cpu,
};
const REHEARSE: RadioCard<Place> = {
  value: "rehearse",
  label: "Rehearse first",
  hint: "A stand-in draws instead of ComfyUI. Nothing leaves this computer.",
  icon: Clapperboard,
};
const OTHER: RadioCard<Place> = {
  value: "other",
  label: "Another address",
  hint: "A ComfyUI on another computer in your network",
  icon: Link,
};

export function FirstStart({ goOn }: { goOn: () => void }) {
  const setup = useRead("setup.detect", {});
  const servers = useRead("servers.list", {});
  const canRehearse = host.kind === "window";
  const offers = setup.data && servers.data ? offersOf(setup.data, servers.data.servers) : [];
  const isLooking = setup.isFetching || servers.isPending;
  const [chosen, setChosen] = useState<Place>();
  const place = chosen ?? (setup.isPending || servers.isPending ? LOOKING.value : firstPlace(offers, canRehearse));
  const [address, setAddress] = useState("");
  const addressField = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<{ at: Place; error: ApiError }>();
  const [busy, setBusy] = useState<"go" | "anyway" | "later">();

  const choices: RadioCard<Place>[] = [
    ...(isLooking && offers.length === 0 ? [LOOKING] : []),
    ...(!isLooking && setup.data && offers.length === 0 ? [NOBODY] : []),
    ...offers.map(cardOf),
    ...(canRehearse ? [REHEARSE] : []),
    OTHER,
  ];

  const go = async (as: "go" | "anyway" | "later") => {
    if (busy || (as === "go" && place === LOOKING.value)) return;
    setBusy(as);
    setRefusal(undefined);
    try {
      if (as === "later") {
        await call("settings.update", { program: { is_set_up: true } });
        goOn();
      } else if (place === "rehearse") {
        await host.rehearse(true);
        forgetAll();
        await call("settings.update", { program: { is_set_up: true } });
        goOn();
      } else {
        const at = place === "other" ? address.trim() : place.slice("at ".length);
        if (!at) {
          addressField.current?.focus();
          throw new ApiError("validation_error", "Type the address, such as 192.168.1.40:8188.");
        }
        await takeServer(at, as === "anyway");
        await call("settings.update", { program: { is_set_up: true } });
        goOn();
      }
    } catch (error) {
      setRefusal({ at: place, error: toApiError(error) });
    } finally {
      setBusy(undefined);
    }
  };

  const refused = refusal?.at === place ? refusal.error : undefined;
  return (
    <Confirming onConfirm={() => void go("go")}>
      <WelcomeFrame
        title="Where should pictures be made?"
        text="Troupe uses your own ComfyUI. You can change this later."
        actions={
          <>
            <Button
              kind="primary"
              size="l"
              shortcut="Enter"
              autoFocus
              busy={busy === "go" || place === LOOKING.value}
              onClick={() => void go("go")}
            >
              {place === "rehearse" ? "Rehearse" : place === "other" ? "Use this address" : "Use this ComfyUI"}
            </Button>
            <Button
              kind="quiet"
              size="l"
              icon={RefreshCw}
              busy={setup.isFetching}
              onClick={() => {
                setChosen(undefined);
                void setup.refetch();
                void servers.refetch();
              }}
            >
              Look again
            </Button>
            <Button
              kind="quiet"
              size="l"
              className="ml-auto"
              busy={busy === "later"}
              onClick={() => void go("later")}
              title="Characters can be made without a ComfyUI; pictures wait for one."
            >
              Decide later
            </Button>
          </>
        }
      >
        {setup.error && (
          <ErrorNote
            className="mb-3"
            what="Troupe could not look for ComfyUI"
            error={setup.error}
            action={
              <Button size="s" onClick={() => void setup.refetch()}>
                Look again
              </Button>
            }
          />
        )}
        <RadioCards
          label="Where pictures are made"
          labelHidden
          size="l"
          choices={choices}
          value={place}
          onChange={(next) => {
            setChosen(next);
            setRefusal(undefined);
          }}
        />
        {place === "other" && (
          <TextField
            label="Address"
            size="l"
            className="mt-3"
            placeholder="192.168.1.40:8188"
            value={address}
            // Arrow keys go on choosing; only where nothing else is left does it take the focus.
            autoFocus={chosen === undefined}
            ref={addressField}
            onChange={(event) => setAddress(event.target.value)}
            error={refused?.message}
            hint="That computer sees prompts and pictures. ComfyUI has no password: anybody in its network can use it."
          />
        )}
        {refused && place !== "other" && (
          <ErrorNote
            className="mt-3"
            what={place === "rehearse" ? "The rehearsal did not start" : "This ComfyUI was not taken"}
            error={refused}
          />
        )}
        {refused && place === "other" && address.trim() && (
          <Button size="s" className="mt-2" busy={busy === "anyway"} onClick={() => void go("anyway")}>
            Keep it anyway, it is off at the moment
          </Button>
        )}
        {setup.data && <Found setup={setup.data} />}
      </WelcomeFrame>
    </Confirming>
  );
}

function cardOf({ place, label, facts, isRunning }: Offer): RadioCard<Place> {
  const aside = isRunning ? (
    <StateTag tone="ok" icon={Check}>
      Running
    </StateTag>
  ) : (
    <StateTag>Off</StateTag>
  );
  return { value: place, label, hint: facts, icon: Cpu, aside };
}

/** Makes the server at an address the one that pictures are made with, and names it where it is new. */
async function takeServer(address: string, evenIfOff: boolean): Promise<void> {
  const { servers } = await call("servers.list", {});
  const named = servers.find((server) => server.id !== null && bare(server.address) === bare(address));
  if (named?.id) {
    await call("servers.update", { server_id: named.id, is_default: true, is_enabled: true });
    return;
  }
  const isHere = /^(127\.|localhost|\[::1\])/.test(bare(address));
  await call("servers.create", {
    address,
    is_default: true,
    even_if_off: evenIfOff,
    ...(isHere ? { name: "This computer" } : {}),
  });
}
