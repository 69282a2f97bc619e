// Names a ComfyUI, or changes one: its name and address, tried before it is kept.
import { useState } from "react";
import { type ComfyServer, type CreateServer, offerUndo, remember } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Checkbox } from "@/components/form/Checkbox";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";

interface Values {
  name: string;
  address: string;
}

export interface ServerDialogProps {
  /** The server to change; null adds one. */
  server: ComfyServer | null;
  onClose: () => void;
}

export function ServerDialog({ server, onClose }: ServerDialogProps) {
  const title = server ? `Change ${server.name}` : "Add server";
  return (
    <Dialog open onClose={onClose} title={title} text="The address is tried before it is kept.">
      {server?.id ? <Edit server={server} id={server.id} onClose={onClose} /> : <Add onClose={onClose} />}
    </Dialog>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const form = useOperationForm<Values, "servers.create">("servers.create", { name: "", address: "" });
  const [evenIfOff, setEvenIfOff] = useState(false);
  const submit = form.submit(
    ({ name, address }) => inputOf(name, address, evenIfOff),
    (made) => {
      if (made.id) {
        offerUndo(
          {
            label: `add ${made.name}`,
            done: { name: "servers.create", input: inputOf(made.name, made.address, true) },
            inverse: { name: "servers.delete", input: { server_id: made.id } },
            made: made.id,
          },
          { title: `${made.name} added`, body: made.message },
        );
      }
      onClose();
    },
  );
  return <Fields form={form} submit={submit} verb="Add server" {...{ evenIfOff, setEvenIfOff, onClose }} />;
}

function Edit({ server, id, onClose }: { server: ComfyServer; id: string; onClose: () => void }) {
  const before: Values = { name: server.name, address: server.address };
  const form = useOperationForm<Values, "servers.update">("servers.update", before);
  const [evenIfOff, setEvenIfOff] = useState(false);
  const submit = form.submit(
    (values) => ({ server_id: id, ...values, even_if_off: evenIfOff }),
    (made) => {
      const step = ({ name, address }: Values) => ({
        name: "servers.update" as const,
        input: { server_id: id, name, address, even_if_off: true },
      });
      remember({ label: `change ${server.name}`, done: step(made), inverse: step(before) });
      onClose();
    },
  );
  return <Fields form={form} submit={submit} verb="Keep" {...{ evenIfOff, setEvenIfOff, onClose }} />;
}

const inputOf = (name: string, address: string, evenIfOff: boolean): CreateServer => ({
  address,
  ...(name.trim() ? { name } : {}),
  even_if_off: evenIfOff,
});

interface FieldsProps {
  form: Pick<ReturnType<typeof useOperationForm<Values, "servers.create">>, "failure" | "busy"> & {
    field: (path: "name" | "address", options?: { required?: string }) => object;
  };
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  verb: string;
  evenIfOff: boolean;
  setEvenIfOff: (next: boolean) => void;
  onClose: () => void;
}

function Fields({ form, submit, verb, evenIfOff, setEvenIfOff, onClose }: FieldsProps) {
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
      {form.failure && <ErrorNote what="The server was not kept" error={form.failure} />}
      <TextField
        label="Address"
        placeholder="192.168.1.40:8188"
        hint="A server on another computer sees prompts and pictures. ComfyUI has no password: anybody in its network can use it."
        autoFocus
        {...form.field("address", { required: "Is needed, such as 192.168.1.40:8188" })}
      />
      <TextField label="Name" aside="else its address" placeholder="Attic" {...form.field("name")} />
      <Checkbox label="Keep it although it does not answer at the moment" checked={evenIfOff} onChange={setEvenIfOff} />
      <div className="mt-1 flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" busy={form.busy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
