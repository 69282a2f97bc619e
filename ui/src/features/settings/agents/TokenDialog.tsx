// An agent's token, shown once, and how a program uses it.
import { Copy } from "lucide-react";
import type { AgentWithToken } from "@/api";
import { Button } from "@/components/button/Button";
import { Dialog } from "@/components/overlay/Dialog";
import { copyText } from "@/components/text/copy";
import { ConnectWays } from "./ConnectWays";

export function TokenDialog({ made, onClose }: { made: AgentWithToken; onClose: () => void }) {
  const { agent, token } = made;
  return (
    <Dialog
      open
      onClose={onClose}
      title={token ? `The token of ${agent.name}` : `${agent.name} may come in`}
      text={
        token
          ? "It is shown this once and kept nowhere. Lost, it is replaced by a new one."
          : "It has no token and comes by the command alone."
      }
      width={720}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
          {token && (
            <Button kind="primary" icon={Copy} autoFocus onClick={() => void copyText(token, "Token copied")}>
              Copy the token
            </Button>
          )}
        </>
      }
    >
      {token && (
        <p className="mb-4 rounded-2 bg-well p-2 font-mono text-12 break-all" data-selectable>
          {token}
        </p>
      )}
      <ConnectWays name={agent.name} hasToken={token !== null} />
    </Dialog>
  );
}
