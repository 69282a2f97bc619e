// What another tab hands in through the address: a character, a prompt, or a picture whose recipe is
// to be made again. It is taken into the draft once and leaves the address.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { call, say, sayError, toApiError } from "@/api";
import { change, draft, draftOf } from "./draft";

export function useRouteDraft(): void {
  const { character_id, prompt, recipe_of } = useSearch({ from: "/frame/studio" });
  const navigate = useNavigate();

  useEffect(() => {
    if (!character_id && prompt === undefined && !recipe_of) return;
    if (character_id) change({ character_id });
    if (prompt !== undefined) {
      const before = draft.get().prompt;
      change({ prompt });
      if (before.trim() && before !== prompt) {
        say("undo", {
          title: "Prompt replaced",
          action: { label: "Undo", run: () => change({ prompt: before }) },
        });
      }
    }
    if (recipe_of) {
      call("content.get", { content_id: recipe_of }).then(
        (picture) => change(draftOf(picture)),
        (error: unknown) => sayError("The recipe could not be read", toApiError(error)),
      );
    }
    void navigate({ to: "/studio", search: {}, replace: true });
  }, [character_id, prompt, recipe_of, navigate]);
}
