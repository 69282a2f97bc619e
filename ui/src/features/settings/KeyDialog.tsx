// Takes a key. It is sent once and is never read back.
import { say } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";

interface Values {
  name: string;
  value: string;
}

export interface KeyDialogProps {
  /** Whose key; null lets the name be typed. */
  name: string | null;
  onClose: () => void;
}

export function KeyDialog({ name, onClose }: KeyDialogProps) {
  const form = useOperationForm<Values, "secrets.set">("secrets.set", { name: name ?? "", value: "" });
  const submit = form.submit(
    (values) => ({ name: values.name.trim(), value: values.value.trim() }),
    (kept) => {
      say("done", {
        title: `The key for ${kept.name} is kept`,
        body: kept.kept === "keychain" ? "In the keychain." : "Until Troupe is closed.",
      });
      onClose();
    },
  );
  return (
    <Dialog open onClose={onClose} title={name ? `Set the key for ${name}` : "Add key"}>
      <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
        {form.failure && <ErrorNote what="The key was not kept" error={form.failure} />}
        {name === null && (
          <TextField
            label="Name"
            placeholder="civitai"
            hint="Small letters, digits, - _ and ."
            autoFocus
            {...form.field("name")}
          />
        )}
        <TextField
          label="Key"
          type="password"
          autoComplete="new-password"
          autoFocus={name !== null}
          hint="It is not shown again. To change it, set another."
          {...form.field("value")}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" busy={form.busy}>
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
