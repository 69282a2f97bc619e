// The ComfyUI servers: how each is, its card, what it has, and what can be done with it.
import { Ellipsis, Pencil, Plus, Power, RefreshCw, Star, Trash2 } from "lucide-react";
import { useState } from "react";
import { type ComfyServer, perform, type Step, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { StatusDot } from "@/components/data/StatusDot";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { useRefreshModels } from "@/components/models/useRefreshModels";
import { Menu } from "@/components/overlay/Menu";
import { PartSection } from "./PartHead";
import { ServerDialog } from "./ServerDialog";
import { cardOf, hasOf, healthOf, stateOf } from "./serverWords";

export function ServerTable() {
  const servers = useRead("servers.list", {});
  const rehearsal = useRead("system.info", {}).data?.is_rehearsal ?? false;
  const [editing, setEditing] = useState<ComfyServer | null>();
  const refresh = useRefreshModels();
  const rows = servers.data?.servers ?? [];

  return (
    <PartSection
      title="ComfyUI servers"
      words="pictures are made on the default one"
      actions={
        <>
          <Button icon={RefreshCw} busy={refresh.busy} onClick={() => void refresh.run()}>
            Refresh models
          </Button>
          <Button
            kind="primary"
            icon={Plus}
            off={rehearsal && "In a rehearsal the stand-in makes everything"}
            onClick={() => setEditing(null)}
          >
            Add server
          </Button>
        </>
      }
    >
      {servers.error && (
        <ErrorNote what="The servers could not be read" error={servers.error} onAgain={() => servers.refetch()} />
      )}
      {servers.isPending && (
        <Later>
          <Skeleton className="h-[72px] rounded-3" />
        </Later>
      )}
      {servers.data && (
        <div className="overflow-hidden rounded-3 border border-line bg-side">
          <Table
            label="ComfyUI servers"
            rows={rows}
            rowKey={(server) => server.id ?? server.address}
            rowHeight={44}
            empty="No ComfyUI is named yet. Characters can be made without one; pictures wait for it."
            columns={[
              { id: "server", head: "Server", cell: (server) => <Name server={server} /> },
              { id: "state", head: "State", cell: (server) => <State server={server} /> },
              { id: "card", head: "Card", wideOnly: true, cell: (server) => cardOf(server) },
              { id: "has", head: "Has", wideOnly: true, cell: (server) => hasOf(server) },
              {
                id: "do",
                head: <span className="sr-only">Actions</span>,
                right: true,
                cell: (server) => <Doing server={server} onEdit={() => setEditing(server)} />,
              },
            ]}
          />
        </div>
      )}
      {rehearsal && (
        <Note className="mt-2">The stand-in draws the pictures. Your own servers wait in your library.</Note>
      )}
      {editing !== undefined && <ServerDialog server={editing} onClose={() => setEditing(undefined)} />}
    </PartSection>
  );
}

function Name({ server }: { server: ComfyServer }) {
  return (
    <span className="block leading-4">
      <span className="flex items-center gap-2 font-label text-13">
        {server.name}
        {server.is_default && <span className="text-11 font-text text-ink-3">Default</span>}
      </span>
      <span className="font-mono text-[11.5px] tracking-[-0.02em] text-ink-3" data-selectable>
        {server.address.replace(/^https?:\/\//, "")}
      </span>
    </span>
  );
}

function State({ server }: { server: ComfyServer }) {
  const quiet = server.state === "running" || !server.is_enabled;
  return (
    <span className="block max-w-[280px] leading-4" title={quiet ? undefined : server.message}>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <StatusDot health={healthOf(server)} />
        {stateOf(server)}
      </span>
      {!quiet && <span className="block truncate text-ink-3">{server.message}</span>}
    </span>
  );
}

function Doing({ server, onEdit }: { server: ComfyServer; onEdit: () => void }) {
  const [testing, setTesting] = useState(false);
  const { id, name } = server;
  if (id === null) return null;

  const change = (fields: { is_default?: boolean; is_enabled?: boolean }, back: typeof fields, label: string) =>
    perform(
      "servers.update",
      { server_id: id, ...fields },
      {
        failed: `${name} was not changed`,
        undo: () => ({ label, inverse: { name: "servers.update", input: { server_id: id, ...back } } }),
      },
    );

  const test = async () => {
    setTesting(true);
    await perform(
      "servers.test",
      { server_id: id },
      {
        failed: `${name}: no answer`,
        done: (made) => ({ title: `${name} answers`, body: [stateOf(made), hasOf(made)].join(", ") }),
      },
    );
    setTesting(false);
  };

  const switchedOff: Step = { name: "servers.update", input: { server_id: id, is_enabled: false } };
  const forget = () =>
    perform(
      "servers.delete",
      { server_id: id },
      {
        failed: `${name} was not deleted`,
        done: { title: `${name} deleted`, body: "Pictures that were made there stay." },
        undo: () => ({
          label: `delete ${name}`,
          inverse: [
            {
              name: "servers.create",
              input: { name, address: server.address, is_default: server.is_default, even_if_off: true },
            },
            ...(server.is_enabled ? [] : [switchedOff]),
          ],
          made: id,
        }),
      },
    );

  return (
    <span className="flex items-center justify-end gap-1">
      <Button size="s" busy={testing} onClick={() => void test()}>
        Test
      </Button>
      <Menu
        trigger={<IconButton icon={Ellipsis} size="s" label={`More of ${name}`} />}
        entries={[
          { label: "Change name or address", icon: Pencil, onSelect: onEdit },
          {
            label: "Make pictures here",
            icon: Star,
            off: server.is_default && "It is the default already",
            onSelect: () => void change({ is_default: true }, { is_default: false }, `make ${name} the default`),
          },
          {
            label: server.is_enabled ? "Switch off" : "Switch on",
            icon: Power,
            onSelect: () =>
              void change(
                { is_enabled: !server.is_enabled },
                { is_enabled: server.is_enabled },
                `switch ${name} ${server.is_enabled ? "off" : "on"}`,
              ),
          },
          "line",
          { label: "Delete", icon: Trash2, danger: true, onSelect: () => void forget() },
        ]}
      />
    </span>
  );
}
