// Adds an agent, or changes what one may do.
import { type ReactNode, useId, useState } from "react";
import { type AgentDetail, type AgentScope, type AgentWithToken, remember } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Checkbox } from "@/components/form/Checkbox";
import { Chip } from "@/components/form/Chip";
import { RadioCards } from "@/components/form/RadioCards";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";
import { Avatar } from "@/components/picture/Avatar";
import { SCOPES } from "./agentWords";
import { useCast } from "./useCast";

interface Values {
  name: string;
}

export interface AgentDialogProps {
  /** The agent to change; null adds one. */
  agent: AgentDetail | null;
  onClose: () => void;
  /** One was added, with the token that is shown once. */
  onAdded: (made: AgentWithToken) => void;
}

export function AgentDialog({ agent, onClose, onAdded }: AgentDialogProps) {
  return agent ? <Edit agent={agent} onClose={onClose} /> : <Add onClose={onClose} onAdded={onAdded} />;
}

function Add({ onClose, onAdded }: Pick<AgentDialogProps, "onClose" | "onAdded">) {
  const form = useOperationForm<Values, "agents.create">("agents.create", { name: "" });
  const may = useMay("make", []);
  const [withToken, setWithToken] = useState(true);
  const submit = form.submit(({ name }) => ({ name, ...may.input, without_token: !withToken }), onAdded);
  return (
    <FormDialog
      title="Add agent"
      text="A program that may work in Troupe for you."
      verb="Add agent"
      form={form}
      submit={submit}
      may={may}
      onClose={onClose}
    >
      <Checkbox
        label="Make a token"
        hint="For programs that call an address. One that starts a command needs none."
        checked={withToken}
        onChange={setWithToken}
      />
    </FormDialog>
  );
}

function Edit({ agent, onClose }: { agent: AgentDetail; onClose: () => void }) {
  const { id, name, scope, character_ids } = agent;
  const form = useOperationForm<Values, "agents.update">("agents.update", { name });
  const may = useMay(scope, character_ids);
  const submit = form.submit(
    (values) => ({ agent_id: id, name: values.name, ...may.input }),
    (now) => {
      const step = (one: Pick<AgentDetail, "name" | "scope" | "character_ids">) => ({
        name: "agents.update" as const,
        input: { agent_id: id, name: one.name, scope: one.scope, character_ids: one.character_ids },
      });
      remember({ label: `change ${name}`, done: step(now), inverse: step(agent) });
      onClose();
    },
  );
  return (
    <FormDialog
      title={`Change ${name}`}
      text="It holds from its next call on."
      verb="Keep"
      form={form}
      submit={submit}
      may={may}
      onClose={onClose}
    />
  );
}

/** What it may do and with whom, as it is chosen. */
function useMay(first: AgentScope, firstIds: readonly string[]) {
  const [scope, setScope] = useState(first);
  const [ids, setIds] = useState<readonly string[]>(firstIds);
  const toggle = (id: string) =>
    setIds((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return { scope, setScope, ids, toggle, input: { scope, character_ids: [...ids] } };
}

interface FormDialogProps {
  title: string;
  text: string;
  verb: string;
  form: Pick<ReturnType<typeof useOperationForm<Values, "agents.create">>, "failure" | "busy"> & {
    field: (path: "name", options?: { required?: string }) => object;
  };
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  may: ReturnType<typeof useMay>;
  onClose: () => void;
  children?: ReactNode;
}

/** The buttons stand in the foot: they stay in sight where the fields do not fit. */
function FormDialog({ title, text, verb, form, submit, may, onClose, children }: FormDialogProps) {
  const id = useId();
  const cast = useCast();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={text}
      width={560}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form={id} busy={form.busy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
        {form.failure && <ErrorNote what="The agent was not kept" error={form.failure} />}
        <TextField
          label="Name"
          aside="its questions carry it"
          placeholder="Claude"
          autoFocus
          {...form.field("name", { required: "Is needed, such as the program’s name" })}
        />
        <RadioCards label="What it may do" choices={SCOPES} value={may.scope} onChange={may.setScope} />
        {cast.length > 0 && (
          <fieldset>
            <legend className="mb-1.5 text-12 font-title">Characters that it may touch</legend>
            <div className="flex flex-wrap gap-1.5">
              {cast.map(({ id, name, faceUrl }) => (
                <Chip
                  key={id}
                  look={may.ids.includes(id) ? "selected" : "outline"}
                  mark={<Avatar name={name} url={faceUrl} size="s" />}
                  onClick={() => may.toggle(id)}
                >
                  {name}
                </Chip>
              ))}
            </div>
            <p className="mt-1.5 text-12 text-ink-3">
              {may.ids.length === 0 ? "None chosen: all, those that you add later too." : "These alone."}
            </p>
          </fieldset>
        )}
        {children}
      </form>
    </Dialog>
  );
}
