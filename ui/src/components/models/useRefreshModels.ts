// "Refresh models": asks ComfyUI anew for its models, for those that were added since, wherever the button stands.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { perform } from "@/api";
import { useWords } from "../text/words";

export function useRefreshModels(): { busy: boolean; run: () => Promise<void> } {
  const queries = useQueryClient();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const run = useCallback(async () => {
    setBusy(true);
    const made = await perform(
      "models.list",
      { refresh: true, show: "files", limit: 1 },
      {
        done: ({ total, types }) => ({
          title: "Models refreshed",
          body: `${words.count(total)} files, ${words.count(types.loras ?? 0)} of them LoRAs`,
        }),
        failed: "The models were not refreshed",
      },
    );
    // Asking is no change that the program tells of: what was read of the models before is read again.
    if (made) {
      await Promise.all(
        ["models.list", "models.missing", "servers.list"].map((name) =>
          queries.invalidateQueries({ queryKey: [name] }),
        ),
      );
    }
    setBusy(false);
  }, [queries, words]);
  return { busy, run };
}
