// Agents: programs that work in Troupe for the creator. What each may do, the answers that hold for it, its token, and
// turning it away.
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, KeyRound, Plus, UserX } from "lucide-react";
import { useState } from "react";
import { type AgentDetail, type AgentWithToken, perform, type StandingAnswer, useRead } from "@/api";
import { waitWords } from "@/components/agents/askWords";
import { operationWords } from "@/components/agents/operationWords";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Menu } from "@/components/overlay/Menu";
import { Time } from "@/components/text/Time";
import { PartSection } from "../PartHead";
import { AgentDialog } from "./AgentDialog";
import { charactersWords, scopeWords } from "./agentWords";
import { ConnectWays } from "./ConnectWays";
import { TokenDialog } from "./TokenDialog";
import { useCast } from "./useCast";

/** Before there is any, the command is shown with a name as it might be. */
const EXAMPLE = "Claude";

export function AgentsPart() {
  const read = useRead("agents.list", {});
  const agents = read.data?.agents ?? [];
  const [editing, setEditing] = useState<AgentDetail | null>();
  const [made, setMade] = useState<AgentWithToken>();
  const [renewing, setRenewing] = useState<AgentDetail>();
  const [leaving, setLeaving] = useState<AgentDetail>();

  const renew = async ({ id, name }: AgentDetail) => {
    const renewed = await perform("agents.renew_token", { agent_id: id }, { failed: `${name} has no new token` });
    if (renewed) setMade(renewed);
  };

  return (
    <>
      <PartSection
        title="Agents"
        words="programs such as Claude that work in Troupe for you"
        actions={
          <Button icon={Plus} onClick={() => setEditing(null)}>
            Add agent
          </Button>
        }
      >
        {read.error && (
          <ErrorNote what="The agents could not be read" error={read.error} onAgain={() => read.refetch()} />
        )}
        {read.data && agents.length === 0 && (
          <p className="max-w-[72ch] text-12 text-ink-2">
            None yet. An agent makes pictures, captions and drafts, and asks you before anything is published, deleted
            or paid for.
          </p>
        )}
        {agents.length > 0 && (
          <ul className="rounded-3 border border-line bg-side">
            {agents.map((agent) => (
              <Row
                key={agent.id}
                agent={agent}
                onChange={() => setEditing(agent)}
                // Where there is a token the one before is lost, so that is asked.
                onRenew={() => (agent.has_token ? setRenewing(agent) : void renew(agent))}
                onLeave={() => setLeaving(agent)}
              />
            ))}
          </ul>
        )}
      </PartSection>
      <PartSection title="Connect a program" words="one that speaks the Model Context Protocol (MCP)">
        <ConnectWays name={agents[0]?.name ?? EXAMPLE} />
      </PartSection>
      {editing !== undefined && (
        <AgentDialog
          agent={editing}
          onClose={() => setEditing(undefined)}
          onAdded={(added) => {
            setEditing(undefined);
            setMade(added);
          }}
        />
      )}
      {made && <TokenDialog made={made} onClose={() => setMade(undefined)} />}
      <ConfirmDialog
        open={renewing !== undefined}
        onClose={() => setRenewing(undefined)}
        title={`Make a new token for ${renewing?.name ?? ""}?`}
        text="The one before lets nobody in any more: the program is refused until it is given the new one."
        safe="Keep the token"
        action="Make a new token"
        onAction={() => renewing && renew(renewing)}
      />
      <ConfirmDialog
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={`Turn ${leaving?.name ?? ""} away for good?`}
        text="It may do nothing here any more, from its next call on, and what it asked is declined. What it made stays. To let it in again, add an agent of its name."
        safe="Keep it"
        action="Turn away"
        onAction={() =>
          leaving &&
          perform(
            "agents.revoke",
            { agent_id: leaving.id },
            { done: { title: `${leaving.name} was turned away` }, failed: `${leaving.name} may still come in` },
          )
        }
      />
    </>
  );
}

interface RowProps {
  agent: AgentDetail;
  onChange: () => void;
  onRenew: () => void;
  onLeave: () => void;
}

function Row({ agent, onChange, onRenew, onLeave }: RowProps) {
  const navigate = useNavigate();
  const cast = useCast();
  const { name, scope, character_ids, seen_at, has_token, waiting, answers } = agent;
  return (
    <li className="border-b border-line px-3 py-2.5 last:border-b-0">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-13 font-label">{name}</h3>
          <p className="text-12 text-ink-2">
            {scopeWords(scope)}. {charactersWords(character_ids, (id) => cast.find((one) => one.id === id)?.name)}.
          </p>
          <p className="text-12 text-ink-3">
            {seen_at ? (
              <>
                Last came <Time at={seen_at} />
              </>
            ) : (
              "Never came yet"
            )}
            {has_token ? ", has a token" : ", comes by the command alone"}
          </p>
        </div>
        <div className="flex flex-none items-center gap-1">
          {waiting > 0 && (
            <Button size="s" kind="quiet" onClick={() => void navigate({ to: "/monitoring" })}>
              <span className="text-warn">{waitWords(waiting)}</span>
              <span className="sr-only"> for your word, asked by {name}</span>
            </Button>
          )}
          <Button size="s" onClick={onChange}>
            Change<span className="sr-only"> {name}</span>
          </Button>
          <Menu
            trigger={<IconButton icon={Ellipsis} size="s" label={`More for ${name}`} />}
            entries={[
              { label: has_token ? "New token" : "Make a token", icon: KeyRound, onSelect: onRenew },
              "line",
              { label: "Turn away", icon: UserX, danger: true, onSelect: onLeave },
            ]}
          />
        </div>
      </div>
      {answers.length > 0 && (
        <ul aria-label={`Answers that hold for ${name}`} className="mt-2">
          {answers.map((answer) => (
            <Answer key={answer.operation} agent={agent} answer={answer} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Answer({ agent, answer }: { agent: AgentDetail; answer: StandingAnswer }) {
  const what = operationWords(answer.operation);
  return (
    <li className="flex min-h-8 items-center gap-2 border-t border-line text-12">
      <span className="min-w-0 flex-1" title={answer.operation}>
        {answer.answer === "yes" ? `May ${what} without asking` : `May not ${what}, and does not ask`}
        <span className="text-ink-3">
          , since <Time at={answer.decided_at} />
        </span>
      </span>
      <Button
        size="s"
        kind="quiet"
        onClick={() =>
          void perform(
            "agents.forget_answer",
            { agent_id: agent.id, operation: answer.operation },
            { done: { title: `${agent.name} asks again to ${what}` }, failed: "The answer still holds" },
          )
        }
      >
        Take back<span className="sr-only"> the answer to {what}</span>
      </Button>
    </li>
  );
}
