// Asks ComfyUI anew for its models, for those that were added since.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { perform } from "@/api";

export function useRefreshModels(): { busy: boolean; run: () => Promise<void> } {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = useCallback(async () => {
    setBusy(true);
    await perform(
      "models.list",
      { refresh: true, limit: 200 },
      {
        done: ({ models }) => {
          const count = (type: string) => models.filter((model) => model.type === type).length;
          return { title: "Models refreshed", body: `${count("checkpoints")} models and ${count("loras")} LoRAs` };
        },
        failed: "The models were not refreshed",
      },
    );
    await queries.invalidateQueries({ queryKey: ["models.list"] });
    setBusy(false);
  }, [queries]);
  return { busy, run };
}
