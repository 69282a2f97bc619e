// Keys for places on the net: kept in the system's keychain, never shown back.
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { call, type KeychainState, say, sayError, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Time } from "@/components/text/Time";
import { KeyDialog } from "./KeyDialog";
import { PartSection } from "./PartHead";

/** Names that the program knows, and what their keys open. */
const KNOWN: Record<string, string> = {
  civitai: "Models from Civitai",
  huggingface: "Models from Hugging Face",
};

/** The token of the interface has its place in Other programs, keys of text engines in Engines, of alarms in Scheduling. */
const isElsewhere = (name: string) =>
  name === "interface" || name.startsWith("text_engine.") || name.startsWith("alarm_");

interface Row {
  name: string;
  state: "set" | "held" | "absent";
  updated_at: string | null;
}

export function KeysPart() {
  const secrets = useRead("secrets.list", {});
  const [editing, setEditing] = useState<string | null>();
  const [taking, setTaking] = useState<string | null>(null);

  const kept = secrets.data?.secrets ?? [];
  const names = [...new Set([...Object.keys(KNOWN), ...kept.map(({ name }) => name)])].filter(
    (name) => !isElsewhere(name),
  );
  const rows = names.map((name): Row => {
    const found = kept.find((one) => one.name === name);
    const state = found === undefined ? "absent" : found.kept === "this_run" ? "held" : "set";
    return { name, state, updated_at: found?.updated_at ?? null };
  });

  const takeAway = async (name: string) => {
    try {
      await call("secrets.set", { name, value: "" });
      say("done", { title: `The key for ${name} was taken away` });
    } catch (error) {
      sayError(`The key for ${name} is still there`, toApiError(error));
    }
  };

  return (
    <PartSection
      title="Keys"
      words="kept by the system's keychain, never in a file, never shown again"
      actions={
        <Button icon={Plus} onClick={() => setEditing(null)}>
          Add key
        </Button>
      }
    >
      {secrets.error && (
        <ErrorNote
          className="mb-2"
          what="The keys could not be read"
          error={secrets.error}
          onAgain={() => secrets.refetch()}
        />
      )}
      {secrets.data && <Keychain state={secrets.data.keychain} message={secrets.data.message} />}
      <div className="overflow-hidden rounded-3 border border-line bg-side">
        <Table
          label="Keys"
          rows={rows}
          rowKey={({ name }) => name}
          empty="No key was given yet."
          columns={[
            { id: "name", head: "Key", cell: ({ name }) => <span className="font-mono">{name}</span> },
            { id: "opens", head: "For", wideOnly: true, cell: ({ name }) => KNOWN[name] ?? "" },
            { id: "state", head: "State", cell: (row) => <KeyState row={row} /> },
            {
              id: "do",
              head: <span className="sr-only">Actions</span>,
              right: true,
              cell: ({ name, state }) => (
                <span className="flex justify-end gap-1">
                  {state !== "absent" && (
                    <Button size="s" kind="quiet" onClick={() => setTaking(name)}>
                      Take away
                    </Button>
                  )}
                  <Button size="s" icon={KeyRound} onClick={() => setEditing(name)}>
                    {state === "absent" ? "Set" : "Replace"}
                    <span className="sr-only"> the key for {name}</span>
                  </Button>
                </span>
              ),
            },
          ]}
        />
      </div>
      {editing !== undefined && <KeyDialog name={editing} onClose={() => setEditing(undefined)} />}
      <ConfirmDialog
        open={taking !== null}
        onClose={() => setTaking(null)}
        title={`Take the key for ${taking ?? ""} away?`}
        text="It cannot be shown again, so it cannot be put back here. What it opens stays as it is."
        safe="Leave it"
        action="Take it away"
        onAction={() => (taking ? takeAway(taking) : undefined)}
      />
    </PartSection>
  );
}

function KeyState({ row }: { row: Row }) {
  if (row.state === "absent") {
    return (
      <span className="flex items-center gap-1.5 text-ink-3">
        <StatusDot health="off" />
        Not given
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <StatusDot health={row.state === "held" ? "warn" : "ok"} />
      {row.state === "held" ? "Until Troupe is closed" : "Kept"}
      {row.state === "set" && row.updated_at && <Time at={row.updated_at} className="text-ink-3" />}
    </span>
  );
}

/** Silent while the keychain works. */
function Keychain({ state, message }: { state: KeychainState; message: string }) {
  if (state === "ready" || state === "unknown") return null;
  return (
    <Note tone="warn" className="mb-2">
      {message}
    </Note>
  );
}
