// Brings characters in from a file: one that was exported, or a list of them.
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { call, offerUndo, say, sayError, toApiError } from "@/api";
import { type ChooseFiles, type ChosenFile, host } from "@/host";
import type { Importing } from "./ImportDialog";

const ImportDialog = lazy(() => import("./ImportDialog").then((found) => ({ default: found.ImportDialog })));

const FILES: ChooseFiles = { label: "Characters", extensions: ["zip", "json"] };

/** What a drop on the characters would do, in words. */
export function describeImport({ count, names }: { count: number; names: readonly string[] }) {
  if (count > 1) return { title: "One file at a time", refused: true };
  const other = names.find((name) => !/\.(zip|json)$/i.test(name));
  return other === undefined
    ? { title: "Import characters", note: "A character’s file, or a list as JSON" }
    : { title: "This is no character’s file", note: "Open a character to add references", refused: true };
}

export function useImport() {
  const navigate = useNavigate();
  const [state, setState] = useState<Importing | null>(null);
  const close = useCallback(() => setState(null), []);

  const take = useCallback(
    async (file: ChosenFile, consentId?: string) => {
      setState({ at: "reading", name: file.name, done: null });
      try {
        const input = await file.input((done) => setState({ at: "reading", name: file.name, done }));
        setState({ at: "reading", name: file.name, done: null });
        const report = await call("characters.import", { ...input, ...(consentId ? { consent_id: consentId } : {}) });
        const [only] = report.made;
        const isPlain = report.made.length === 1 && report.refused.length === 0 && only?.notes.length === 0;
        if (!only || !isPlain) {
          setState({ at: "told", file, report });
          return;
        }
        const character_id = only.character_id;
        offerUndo(
          {
            label: `import ${only.name}`,
            done: { name: "characters.restore", input: { character_id } },
            inverse: { name: "characters.delete", input: { character_id } },
          },
          { title: `${only.name} is here` },
        );
        setState(null);
        void navigate({ to: "/characters/$characterId", params: { characterId: character_id } });
      } catch (thrown) {
        setState({ at: "failed", file, error: toApiError(thrown) });
      }
    },
    [navigate],
  );

  const choose = useCallback(async () => {
    const [file] = await host.chooseFiles(FILES);
    if (file) void take(file);
  }, [take]);

  return {
    choose,
    take,
    dialog: state && (
      <Suspense>
        <ImportDialog
          state={state}
          onClose={close}
          onAgain={(file, consentId) => void take(file, consentId)}
          onOpen={(id) => void navigate({ to: "/characters/$characterId", params: { characterId: id } })}
        />
      </Suspense>
    ),
  };
}

/** Writes a character's file where the person says. */
export async function exportCharacter(id: string, name: string, withContent: boolean): Promise<void> {
  try {
    const slug = name
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-");
    const input = { character_id: id, with_content: withContent };
    if (await host.saveFile("characters.export", input, `${slug || "character"}.character.zip`)) {
      say("done", { title: `${name} was exported` });
    }
  } catch (thrown) {
    sayError(`${name} was not exported`, toApiError(thrown));
  }
}
