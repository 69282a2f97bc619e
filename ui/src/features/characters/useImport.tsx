// Brings characters in from a file: one that was exported, or a list of them.
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, CircleX } from "lucide-react";
import { useCallback, useState } from "react";
import { type ApiError, call, fieldErrors, type ImportReport, offerUndo, say, sayError, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { Progress } from "@/components/data/Progress";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Dialog } from "@/components/overlay/Dialog";
import { type ChooseFiles, type ChosenFile, host } from "@/host";
import { ConsentChoice } from "./OriginField";
import { sentence } from "./words";

const FILES: ChooseFiles = { label: "Characters", extensions: ["zip", "json"] };

type State =
  | { at: "reading"; name: string; done: number | null }
  | { at: "told"; file: ChosenFile; report: ImportReport }
  | { at: "failed"; file: ChosenFile; error: ApiError };

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
  const [state, setState] = useState<State | null>(null);
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
      <ImportDialog
        state={state}
        onClose={close}
        onAgain={(file, consentId) => void take(file, consentId)}
        onOpen={(id) => void navigate({ to: "/characters/$characterId", params: { characterId: id } })}
      />
    ),
  };
}

interface ImportDialogProps {
  state: State;
  onClose: () => void;
  onAgain: (file: ChosenFile, consentId: string) => void;
  onOpen: (characterId: string) => void;
}

function ImportDialog({ state, onClose, onAgain, onOpen }: ImportDialogProps) {
  const needsConsent =
    (state.at === "failed" && asksForConsent(state.error)) ||
    (state.at === "told" && state.report.refused.some(({ error }) => asksForConsent(toApiError(error))));
  return (
    <Dialog
      open
      onClose={onClose}
      title={titleOf(state)}
      foot={
        <Button kind="quiet" onClick={onClose}>
          {state.at === "reading" ? "Go on in the background" : "Close"}
        </Button>
      }
    >
      {state.at === "reading" && <Progress label={`Reading ${state.name}`} value={state.done} />}
      {state.at === "failed" && <ErrorNote what={`${state.file.name} was not imported`} error={state.error} />}
      {state.at === "told" && <Report report={state.report} onOpen={onOpen} />}
      {needsConsent && (
        <div className="mt-3">
          <p className="mb-2 text-12 text-ink-2">
            A consent does not travel in a file. Choose the one of this library that it rests on, and it is tried again.
          </p>
          <ConsentChoice value={null} onChange={(consentId) => onAgain(state.file, consentId)} />
        </div>
      )}
    </Dialog>
  );
}

function titleOf(state: State): string {
  if (state.at === "reading") return "Importing";
  if (state.at === "failed") return "Nothing was imported";
  const { made, refused } = state.report;
  if (made.length === 0) return "Nothing was imported";
  const taken = made.length === 1 ? "1 character is here" : `${made.length} characters are here`;
  return refused.length === 0 ? taken : `${taken}, ${refused.length} refused`;
}

function Report({ report, onOpen }: { report: ImportReport; onOpen: (characterId: string) => void }) {
  return (
    <ul className="flex flex-col">
      {report.made.map(({ index, character_id, name, notes }) => (
        <li key={index} className="flex items-start gap-2 border-b border-line py-2 last:border-b-0">
          <CircleCheck aria-hidden="true" size={16} strokeWidth={1.75} className="mt-0.5 flex-none text-ok" />
          <span className="min-w-0 flex-1">
            {name}
            {notes.map((note) => (
              <span key={note} className="block text-12 text-ink-2">
                {note}
              </span>
            ))}
          </span>
          <Button size="s" kind="quiet" onClick={() => onOpen(character_id)}>
            Open
          </Button>
        </li>
      ))}
      {report.refused.map(({ index, name, error }) => (
        <li key={index} className="flex items-start gap-2 border-b border-line py-2 last:border-b-0">
          <CircleX aria-hidden="true" size={16} strokeWidth={1.75} className="mt-0.5 flex-none text-bad" />
          <span className="min-w-0 flex-1">
            {name?.trim() || `Number ${index + 1} of the list`}
            <span className="block text-12 text-ink-2">{whyOf(toApiError(error))}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

const asksForConsent = (error: ApiError) => fieldErrors(error).some(([path]) => path.endsWith("consent_id"));

/** "Age: characters are adults: 18 or over". */
function whyOf(error: ApiError): string {
  const faults = fieldErrors(error);
  if (faults.length === 0) return error.message;
  return faults
    .map(([path, message]) => `${sentence(path.replace(/^characters\[\d+\]\./, "").replaceAll("_", " "))}: ${message}`)
    .join("; ");
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
