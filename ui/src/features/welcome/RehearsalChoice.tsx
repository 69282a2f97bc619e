// The first screen of a rehearsal: go on with it, or leave it.
import { Clapperboard, Cpu } from "lucide-react";
import { useState } from "react";
import { call, forgetAll, sayError, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { type RadioCard, RadioCards } from "@/components/form/RadioCards";
import { host } from "@/host";
import { Confirming } from "./Confirming";
import { WelcomeFrame } from "./WelcomeFrame";

type Way = "stay" | "leave";

const STAY: RadioCard<Way> = {
  value: "stay",
  label: "Rehearse",
  hint: "A stand-in draws instead of ComfyUI, in a library of its own. Nothing leaves this computer.",
  icon: Clapperboard,
  aside: <StateTag tone="ok">Running</StateTag>,
};
const LEAVE: RadioCard<Way> = {
  value: "leave",
  label: "My own library",
  hint: "Leaves the rehearsal. What was made in it stays there.",
  icon: Cpu,
};

export function RehearsalChoice({ canLeave, goOn }: { canLeave: boolean; goOn: () => void }) {
  const [way, setWay] = useState<Way>("stay");
  const [busy, setBusy] = useState(false);

  const take = async () => {
    setBusy(true);
    try {
      if (way === "stay") {
        await call("settings.update", { program: { is_set_up: true } });
        goOn();
      } else {
        await host.rehearse(false);
        forgetAll();
        const settings = await call("settings.get", {});
        if (settings.program.is_set_up) goOn();
      }
    } catch (error) {
      sayError(way === "stay" ? "The rehearsal did not start" : "The rehearsal goes on", toApiError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Confirming onConfirm={() => void take()}>
      <WelcomeFrame
        title="This is a rehearsal"
        text="Try everything out. No model runs, and nothing here is published."
        actions={
          <Button kind="primary" size="l" shortcut="Enter" autoFocus busy={busy} onClick={() => void take()}>
            {way === "stay" ? "Go to the rehearsal" : "Open my library"}
          </Button>
        }
      >
        <RadioCards
          label="Where to work"
          labelHidden
          size="l"
          choices={canLeave ? [STAY, LEAVE] : [STAY]}
          value={way}
          onChange={setWay}
        />
      </WelcomeFrame>
    </Confirming>
  );
}
