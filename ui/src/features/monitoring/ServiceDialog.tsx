// Says how a service is started and when it ends, or names another one.
import { useState } from "react";
import { offerUndo, perform, remember, type ServiceSettings, type ServiceView, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Checkbox } from "@/components/form/Checkbox";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Dialog } from "@/components/overlay/Dialog";

interface Values {
  service_name: string;
  title: string;
  command: string;
  arguments: string;
  folder: string;
  address: string;
}

export interface ServiceDialogProps {
  /** The service to change; null names another one. */
  service: ServiceView | null;
  onClose: () => void;
}

export function ServiceDialog({ service, onClose }: ServiceDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={service ? `How ${service.title} is started` : "Name another service"}
      text="Troupe starts this program as you would, keeps what it writes in the log, and starts it again when it dies."
      width={560}
    >
      <Form service={service} onClose={onClose} />
    </Dialog>
  );
}

function Form({ service, onClose }: ServiceDialogProps) {
  const now = service?.settings;
  const form = useOperationForm<Values, "services.update">("services.update", {
    service_name: service?.name ?? "",
    title: now?.title ?? "",
    command: now?.command ?? "",
    arguments: (now?.arguments ?? []).join("\n"),
    folder: now?.folder ?? "",
    address: now?.address ?? "",
  });
  const [withProgram, setWithProgram] = useState(now?.start_with_program ?? false);
  const [again, setAgain] = useState(now?.restart ?? true);
  const [leaves, setLeaves] = useState(now?.when_program_ends === "leave_running");
  const [forgetting, setForgetting] = useState(false);
  // What lies on this computer is only looked for where nothing is said yet.
  const found = useRead(
    "services.get",
    { service_name: service?.name ?? "" },
    { enabled: service !== null && !now?.command },
  ).data?.found[0];

  const submit = form.submit(
    (values) => ({
      service_name: service?.name ?? values.service_name.trim(),
      title: values.title || null,
      command: values.command || null,
      arguments: values.arguments.split("\n").filter((line) => line.trim() !== ""),
      folder: values.folder || null,
      address: values.address || null,
      start_with_program: withProgram,
      restart: again,
      when_program_ends: leaves ? "leave_running" : "stop",
    }),
    (kept) => {
      if (service) {
        const step = (settings: ServiceSettings) => ({
          name: "services.update" as const,
          input: { service_name: service.name, ...settings },
        });
        remember({
          label: `change how ${service.title} is started`,
          done: step(kept.settings),
          inverse: step(service.settings),
        });
      }
      onClose();
    },
  );

  const forget = async () => {
    if (!service) return;
    const gone = await perform(
      "services.delete",
      { service_name: service.name },
      { failed: `${service.title} was not forgotten` },
    );
    if (!gone) return;
    offerUndo(
      {
        label: `forget ${service.title}`,
        done: { name: "services.delete", input: { service_name: service.name } },
        inverse: { name: "services.update", input: { service_name: service.name, ...service.settings } },
      },
      { title: `${service.title} is no longer started here` },
    );
    onClose();
  };

  const take = () => {
    if (!found) return;
    form.form.setValue("command", found.command);
    form.form.setValue("arguments", found.arguments.join("\n"));
    form.form.setValue("folder", found.folder ?? "");
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
      {form.failure && <ErrorNote what="It was not kept" error={form.failure} />}
      {found && (
        <Note
          action={
            <Button size="s" onClick={take}>
              Use it
            </Button>
          }
        >
          Found on this computer: {found.folder ?? found.command}
        </Note>
      )}
      {!service && (
        <TextField
          label="Short name"
          hint="Small letters and digits, such as voice-server"
          {...form.field("service_name", { required: "Is needed, such as voice-server" })}
        />
      )}
      <TextField
        label="Program"
        placeholder="/home/me/ComfyUI/.venv/bin/python"
        autoFocus
        {...form.field("command", service ? {} : { required: "Is needed: the program that is started" })}
      />
      <TextArea label="Arguments" aside="one a line" placeholder="main.py" lines={2} {...form.field("arguments")} />
      <TextField label="Folder" aside="that it works in" {...form.field("folder")} />
      {service?.name !== "comfyui" && (
        <TextField
          label="Address"
          aside="where it answers"
          placeholder="http://127.0.0.1:11434"
          {...form.field("address")}
        />
      )}
      <div className="grid gap-1.5">
        <Checkbox label="Start it with Troupe" checked={withProgram} onChange={setWithProgram} />
        <Checkbox label="Start it again when it dies" checked={again} onChange={setAgain} />
        <Checkbox label="Leave it running when Troupe ends" checked={leaves} onChange={setLeaves} />
      </div>
      <div className="mt-1 flex justify-end gap-2">
        {service?.can_delete && (
          <Button
            kind="quiet"
            className="mr-auto"
            off={service.can_stop && "Stop it first"}
            onClick={() => setForgetting(true)}
          >
            Forget it
          </Button>
        )}
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" busy={form.busy}>
          Keep
        </Button>
      </div>
      <ConfirmDialog
        open={forgetting}
        onClose={() => setForgetting(false)}
        title={`Forget ${service?.title ?? "it"}?`}
        text="The program stays on this computer; Troupe no longer starts it."
        safe="Keep it"
        action="Forget it"
        onAction={forget}
      />
    </form>
  );
}
