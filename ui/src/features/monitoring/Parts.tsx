// The parts of the program: the library, the keychain, accounts, the interface; how each is and where it is set.
import { useNavigate } from "@tanstack/react-router";
import type { ServiceHealth, Status } from "@/api";
import { Button } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { Table } from "@/components/data/Table";
import { Panel } from "@/components/layout/Panel";
import { healthOf, serviceName, stateWord } from "./words";

/** The part of Settings where a service is set. */
const PLACES: Record<string, string> = {
  keychain: "keys",
  database: "storage",
  interface: "programs",
};

interface Row extends ServiceHealth {
  /** A version, an address. */
  facts: string | null;
}

export function Parts({ status }: { status: Status }) {
  const navigate = useNavigate();
  const { is_enabled, port } = status.settings.interface;
  const rows: Row[] = [
    ...status.services.filter(({ name }) => name !== "comfyui").map((one) => ({ ...one, facts: null })),
    {
      name: "interface",
      state: is_enabled ? "running" : "off",
      message: is_enabled ? "Programs on this computer may call with the token." : "Programs are kept out.",
      is_fault: false,
      facts: is_enabled ? `127.0.0.1:${port}` : null,
    },
  ];

  return (
    <Panel title="Parts of the program" padded={false}>
      <Table
        label="Parts of the program"
        rows={rows}
        rowKey={({ name }) => name}
        empty="Nothing is known of them."
        columns={[
          {
            id: "name",
            head: "Part",
            width: 128,
            cell: ({ name }) => (
              <span className="font-label whitespace-nowrap">
                {name === "interface" ? "Other programs" : serviceName(name)}
              </span>
            ),
          },
          {
            id: "state",
            head: "State",
            width: 132,
            cell: (row) => (
              <span className="flex items-center gap-1.5 whitespace-nowrap">
                <StatusDot health={healthOf(row)} />
                {row.name === "interface" && row.state === "off" ? "Off" : stateWord(row.state)}
              </span>
            ),
          },
          {
            id: "message",
            head: "What that means",
            cell: ({ message, facts }) => (
              <span className="my-2 line-clamp-2" title={message}>
                {facts && <span className="mr-2 font-mono text-[11.5px] tracking-[-0.02em]">{facts}</span>}
                <span className="text-ink-2">{message}</span>
              </span>
            ),
          },
          {
            id: "do",
            head: <span className="sr-only">Actions</span>,
            right: true,
            width: 84,
            cell: ({ name }) => {
              const part = PLACES[name];
              return part ? (
                <Button size="s" kind="quiet" onClick={() => void navigate({ to: "/settings", search: { part } })}>
                  Settings
                  <span className="sr-only"> of {name === "interface" ? "other programs" : serviceName(name)}</span>
                </Button>
              ) : null;
            },
          },
        ]}
      />
    </Panel>
  );
}
