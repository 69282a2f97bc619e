// What agents ask and asked. Where there is no agent nothing is read, and nothing is shown.
import { type Approval, useRead } from "@/api";

/** So many are read; one agent has 50 that wait at most. */
const MOST = 200;

export function useAsks() {
  const agents = useRead("agents.list", {}).data?.agents ?? [];
  const hasAgents = agents.length > 0;
  const waiting = useRead("approvals.list", { state: "asked", limit: MOST }, { enabled: hasAgents });
  const all = useRead("approvals.list", { limit: MOST }, { enabled: hasAgents });
  return {
    hasAgents,
    isRead: waiting.data !== undefined,
    /** The oldest first: it ends first, and what comes anew pushes none of them. */
    waiting: (waiting.data?.approvals ?? []).toReversed(),
    /** The newest first. */
    answered: (all.data?.approvals ?? []).filter(({ state }: Approval) => state !== "asked"),
    error: waiting.error ?? all.error,
    again: () => Promise.all([waiting.refetch(), all.refetch()]),
  };
}

export type AsksRead = ReturnType<typeof useAsks>;
