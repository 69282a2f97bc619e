// Installs a model from a pasted link: first what it leads to, its licence and size, then where it goes.
import { useState } from "react";
import { type ApiError, call, type FoundModel, perform, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { Dialog } from "@/components/overlay/Dialog";
import { useWords } from "@/components/text/words";

const SOURCES = { hugging_face: "Hugging Face", civitai: "Civitai", url: "another host" } as const;

export function InstallDialog({ types, onClose }: { types: readonly string[]; onClose: () => void }) {
  const words = useWords();
  const [link, setLink] = useState("");
  const [found, setFound] = useState<FoundModel>();
  const [folder, setFolder] = useState<string>();
  const [failure, setFailure] = useState<ApiError>();
  const [busy, setBusy] = useState(false);

  const look = async () => {
    setBusy(true);
    setFailure(undefined);
    setFound(undefined);
    try {
      const model = await call("models.inspect", { link: link.trim() });
      setFound(model);
      setFolder(model.folder ?? undefined);
    } catch (error) {
      setFailure(toApiError(error));
    } finally {
      setBusy(false);
    }
  };

  const install = async () => {
    if (!folder) return;
    setBusy(true);
    const begun = await perform(
      "models.install",
      { link: link.trim(), folder },
      { failed: "The model is not installed" },
    );
    setBusy(false);
    if (begun) onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Install model"
      text="Paste the address of a model on Hugging Face or Civitai, or of its file. You see what it is before anything is fetched."
      width={560}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          {found && !found.refused ? (
            <Button
              kind="primary"
              busy={busy}
              off={!folder && "Choose the folder that it belongs into"}
              onClick={() => void install()}
            >
              {found.size_bytes ? `Fetch ${words.bytes(found.size_bytes)}` : "Fetch it"}
            </Button>
          ) : (
            <Button
              kind="primary"
              busy={busy}
              off={link.trim() === "" && "Paste a link first"}
              onClick={() => void look()}
            >
              Look at it
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        <TextField
          label="Link"
          placeholder="https://huggingface.co/…"
          autoFocus
          value={link}
          onChange={(event) => {
            setLink(event.target.value);
            setFound(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && link.trim() !== "") {
              event.preventDefault();
              void look();
            }
          }}
        />
        {failure && <ErrorNote what="This link leads to no model" error={failure} />}
        {found && (
          <>
            <Facts
              facts={[
                { name: "Name", value: found.title },
                { name: "File", value: found.file_name },
                { name: "From", value: SOURCES[found.source] },
                { name: "Size", value: found.size_bytes === null ? "not told" : words.bytes(found.size_bytes) },
                { name: "Licence", value: found.licence ?? "not told: look at its page" },
                { name: "Family", value: found.base_model ?? "not told" },
                {
                  name: "Trigger words",
                  value: found.trigger_words.length > 0 ? found.trigger_words.join(", ") : "none",
                },
                {
                  name: "Checked by",
                  value: found.sha256 ? "its SHA-256, which the page tells" : "its form alone: no hash is told",
                },
              ]}
            />
            {found.refused && <Note tone="warn">It {found.refused}.</Note>}
            {found.is_gated && (
              <Note tone="warn">
                The host wants you to agree to its terms first, and a key. Do it on its page, then put the key into
                Settings, Keys.
              </Note>
            )}
            {!found.refused && (
              <Select
                label="Folder"
                placeholder="Where it belongs"
                choices={types.map((value) => ({ value, label: value }))}
                value={folder}
                onChange={setFolder}
              />
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
