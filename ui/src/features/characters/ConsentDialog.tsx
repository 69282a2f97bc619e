// Notes another person's written consent: who, to what, until when, and the signed paper.
import { Paperclip, X } from "lucide-react";
import { useState } from "react";
import { type Consent, toApiError } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";
import { type ChosenFile, host } from "@/host";
import { sentence } from "./words";

interface Values {
  subject_name: string;
  scope: string;
  expires_at: string;
  notes: string;
  file: string;
}

const PAPERS = { label: "Papers", extensions: ["pdf", "png", "jpg", "jpeg", "webp", "txt", "docx", "odt"] };

export function ConsentDialog({ onClose, onMade }: { onClose: () => void; onMade: (consent: Consent) => void }) {
  const { form, field, submit, failure, busy } = useOperationForm<Values, "consents.create">("consents.create", {
    subject_name: "",
    scope: "",
    expires_at: "",
    notes: "",
    file: "",
  });
  const [paper, setPaper] = useState<ChosenFile | null>(null);
  const [sending, setSending] = useState(false);
  form.register("file");
  const fileError = form.getFieldState("file", form.formState).error?.message;
  const shown = (path: Exclude<keyof Values, "file">) => {
    const { error, ...rest } = field(path);
    return { ...rest, ...(error ? { error: sentence(error) } : {}) };
  };

  const choose = async () => {
    const [file] = await host.chooseFiles(PAPERS);
    if (!file) return;
    setPaper(file);
    form.clearErrors("file");
  };

  const send = async () => {
    setSending(true);
    try {
      const file = paper ? await paper.input() : null;
      await submit(
        ({ subject_name, scope, expires_at, notes }) => ({
          origin: "consent",
          subject_name,
          scope,
          ...(notes ? { notes } : {}),
          ...(expires_at ? { expires_at: new Date(`${expires_at}T23:59:59`).toISOString() } : {}),
          ...(file ? { file } : {}),
        }),
        onMade,
      )();
    } catch (thrown) {
      form.setError("file", { message: toApiError(thrown).message });
    }
    setSending(false);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a consent"
      text="It stays in your library’s folder. Withdrawing it later stops all that rests on it."
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={busy || sending} onClick={() => void send()}>
            Add consent
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {failure && <ErrorNote what="The consent was not added" error={failure} />}
        <TextField label="The person’s name" {...shown("subject_name")} />
        <TextArea label="What they agreed to" lines={2} {...shown("scope")} />
        <TextField
          label="Until when"
          aside="empty: no end"
          type="date"
          className="max-w-[200px]"
          {...shown("expires_at")}
        />
        <div>
          <p className="mb-[5px] text-12 text-ink-2">The signed paper</p>
          <div className="flex min-h-7 items-center gap-2">
            {paper && <span className="truncate">{paper.name}</span>}
            {paper && <IconButton size="s" icon={X} label={`Remove ${paper.name}`} onClick={() => setPaper(null)} />}
            <Button size="s" icon={Paperclip} onClick={() => void choose()}>
              {paper ? "Choose another" : "Choose the file"}
            </Button>
          </div>
          {fileError && (
            <p role="alert" className="mt-1 text-12 text-bad">
              {sentence(fileError)}
            </p>
          )}
        </div>
        <TextArea label="Notes" lines={1} {...shown("notes")} />
      </form>
    </Dialog>
  );
}
