// How an import stands: what is being read, what came of it, and what was refused, with the way out.
import { CircleCheck, CircleX } from "lucide-react";
import { type ApiError, fieldErrors, type ImportReport, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { Progress } from "@/components/data/Progress";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Dialog } from "@/components/overlay/Dialog";
import type { ChosenFile } from "@/host";
import { ConsentChoice } from "./OriginField";
import { sentence } from "./words";

/** Where an import stands. */
export type Importing =
  | { at: "reading"; name: string; done: number | null }
  | { at: "told"; file: ChosenFile; report: ImportReport }
  | { at: "failed"; file: ChosenFile; error: ApiError };

export interface ImportDialogProps {
  state: Importing;
  onClose: () => void;
  onAgain: (file: ChosenFile, consentId: string) => void;
  onOpen: (characterId: string) => void;
}

export function ImportDialog({ state, onClose, onAgain, onOpen }: ImportDialogProps) {
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

function titleOf(state: Importing): string {
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
