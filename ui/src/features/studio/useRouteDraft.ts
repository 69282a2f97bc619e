// What another tab hands in through the address: a character, a prompt, or a picture whose recipe is
// to be used again. It is taken into the draft once and leaves the address.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { call, say, sayError, toApiError } from "@/api";
import { change, type Draft, draft, draftOf } from "./draft";

export function useRouteDraft(): void {
  const { character_id, prompt, prompt_id, negative, recipe_of } = useSearch({ from: "/frame/studio" });
  const navigate = useNavigate();

  useEffect(() => {
    if (!character_id && prompt === undefined && !recipe_of) return;
    if (character_id) change({ character_id });
    if (prompt !== undefined) {
      replace("Prompt replaced", {
        prompt,
        prompt_id: prompt_id ?? null,
        ...(negative === undefined ? {} : { negative }),
      });
    }
    if (recipe_of) void takeRecipe(recipe_of);
    void navigate({ to: "/studio", search: {}, replace: true });
  }, [character_id, prompt, prompt_id, negative, recipe_of, navigate]);
}

async function takeRecipe(content_id: string): Promise<void> {
  try {
    const picture = await call("content.get", { content_id });
    const { character_id } = picture;
    // A deleted character brings nothing any more.
    const whose = character_id && (await call("characters.get", { character_id }).catch(() => null));
    const { styles: templates } = await call("images.styles_list", { limit: 200 });
    replace("The composer has the picture’s recipe", draftOf(picture, whose || null, templates));
  } catch (error) {
    sayError("The recipe could not be read", toApiError(error));
  }
}

/** Puts parts into the draft, with the way back where words of the creator gave way. */
function replace(title: string, parts: Partial<Draft>): void {
  const before = draft.get();
  change(parts);
  if (before.prompt.trim() && before.prompt !== draft.get().prompt) {
    say("undo", { title, action: { label: "Undo", run: () => draft.set(before) } });
  }
}
