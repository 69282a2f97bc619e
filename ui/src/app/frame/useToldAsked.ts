// What an agent asks while the window is open is said in passing; it stands in Monitoring until it is answered. Where
// the questions are on screen nothing more is said.
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { say, useEvents } from "@/api";

const SHOW_THEM = ["/monitoring", "/scheduling/away"];

export function useToldAsked(): void {
  const navigate = useNavigate();
  const place = useRouterState({ select: ({ location }) => location.pathname });
  useEvents(["approval_asked"], ({ data }) => {
    const asked = askedIn(data);
    if (!asked || SHOW_THEM.includes(place)) return;
    const { agent, agent_id, message } = asked;
    const title = (count: number) => (count === 1 ? `${agent} asks you` : `${agent} asks you ${count} things`);
    say("ask", {
      title: title(1),
      body: message,
      action: { label: "Look", run: () => void navigate({ to: "/monitoring" }) },
      merge: { key: agent_id, title },
    });
  });
}

/** What an update tells of a question; null where it is not an agent's. Posts that wait for approval are told so too. */
export function askedIn(data: unknown): { agent_id: string; agent: string; message: string } | null {
  const { approval_id, agent_id, agent, message } = (data ?? {}) as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === "string";
  return isText(approval_id) && isText(agent_id) && isText(agent) && isText(message)
    ? { agent_id, agent, message }
    : null;
}
