// Makes the bundle for the report of a fault, and says what is in it.
import { useState } from "react";
import { say, sayError, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { Checkbox } from "@/components/form/Checkbox";
import { Dialog } from "@/components/overlay/Dialog";
import { host } from "@/host";

export function DiagnosticsDialog({ onClose }: { onClose: () => void }) {
  const [withPrompts, setWithPrompts] = useState(false);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const name = `troupe-diagnostics-${new Date().toISOString().slice(0, 10)}.zip`;
      if (await host.saveFile("system.diagnostics", { with_prompts: withPrompts }, name)) {
        say("done", { title: "The bundle is kept", body: "Look through it before you send it to anybody." });
        onClose();
      }
    } catch (error) {
      sayError("The bundle was not made", toApiError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Bundle for a report"
      text="Versions, settings, services, errors and the last lines of the log, as one file on this computer. Keys are never in it. Nothing is sent anywhere."
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            Make bundle
          </Button>
        </>
      }
    >
      <Checkbox
        label="Also what failed was asked with: prompts and captions"
        checked={withPrompts}
        onChange={setWithPrompts}
      />
    </Dialog>
  );
}
