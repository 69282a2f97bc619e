// How a program connects as an agent: by an address that it calls with its token, or by a command that it starts.
import { useNavigate } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "@/components/button/Button";
import { Note } from "@/components/feedback/Note";
import { copyText } from "@/components/text/copy";
import { host } from "@/host";
import { useSettings } from "../keep";
import { commandOf } from "./agentWords";

export interface ConnectWaysProps {
  /** The agent's name. */
  name: string;
  /** Without a token it comes by the command alone. */
  hasToken?: boolean;
}

export function ConnectWays({ name, hasToken = true }: ConnectWaysProps) {
  return (
    <div className="grid gap-4">
      {hasToken && <ByAddress />}
      <Way
        title="By a command, such as Claude Desktop"
        text="Put this into the program’s settings. It needs no token: the agent is known by its name, and made on first use if it is not there."
        copied={commandOf(name)}
        copyLabel="Copy the command"
      />
    </div>
  );
}

function ByAddress() {
  const navigate = useNavigate();
  const settings = useSettings().data?.interface;
  if (!settings) return null;
  // In a browser the page came from the very address that agents call.
  const address =
    host.kind === "window" ? `http://127.0.0.1:${settings.port}/mcp` : new URL("/mcp", location.href).href;
  return (
    <Way
      title="By an address"
      text="For programs that speak the protocol over HTTP. They send the header Authorization with Bearer and the agent’s token."
      copied={address}
      copyLabel="Copy the address"
    >
      {host.kind === "window" && !settings.is_enabled && (
        <Note
          tone="warn"
          className="mt-2"
          action={
            <Button size="s" onClick={() => void navigate({ to: "/settings", search: { part: "programs" } })}>
              Other programs
            </Button>
          }
        >
          Nothing answers there yet: the interface for other programs is off.
        </Note>
      )}
    </Way>
  );
}

interface WayProps {
  title: string;
  text: string;
  copied: string;
  copyLabel: string;
  children?: ReactNode;
}

function Way({ title, text, copied, copyLabel, children }: WayProps) {
  return (
    <section>
      <h3 className="text-12">{title}</h3>
      <p className="max-w-[72ch] text-12 text-ink-3">{text}</p>
      <div className="mt-1.5 flex items-center gap-2 rounded-2 bg-well py-1 pr-1 pl-2">
        <pre className="min-w-0 flex-1 font-mono text-12 break-words whitespace-pre-wrap" data-selectable>
          {copied}
        </pre>
        <IconButton icon={Copy} size="s" label={copyLabel} onClick={() => void copyText(copied)} />
      </div>
      {children}
    </section>
  );
}
