// What agents ask for and may not do alone, and what became of it. Absent while there is no agent.
import { useNavigate } from "@tanstack/react-router";
import { AskHistory } from "@/components/agents/AskHistory";
import { Asks } from "@/components/agents/Asks";
import { waitWords } from "@/components/agents/askWords";
import { useAsks } from "@/components/agents/useAsks";
import { Button } from "@/components/button/Button";
import { Panel } from "@/components/layout/Panel";

export function AgentsPanel() {
  const navigate = useNavigate();
  const asks = useAsks();
  if (!asks.hasAgents) return null;
  return (
    <Panel
      title="Agents ask"
      // In one column it comes first: it waits for the creator.
      className="slim:-order-1"
      words={<span role="status">{asks.waiting.length > 0 && waitWords(asks.waiting.length)}</span>}
      aside={
        <Button size="s" kind="quiet" onClick={() => void navigate({ to: "/settings", search: { part: "agents" } })}>
          Settings<span className="sr-only"> of agents</span>
        </Button>
      }
    >
      <Asks {...asks} />
      <AskHistory answered={asks.answered} />
    </Panel>
  );
}
