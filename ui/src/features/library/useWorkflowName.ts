// The name under which the creator knows a workflow.
import { useRead } from "@/api";

/** Names a workflow; its slug while the workflows are read, or where it is there no longer. */
export function useWorkflowName(): (slug: string) => string {
  const { data } = useRead("workflows.list", { limit: 200 });
  return (slug) => data?.workflows.find(({ id }) => id === slug)?.name ?? slug;
}
