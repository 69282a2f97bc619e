// One model: what its file says, where it came from, where it is used.
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { familyName } from "@/components/models/modelWords";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Dialog } from "@/components/overlay/Dialog";
import { useWords } from "@/components/text/words";
import { host } from "@/host";

export interface ModelDialogProps {
  id: string;
  typeName: (type: string) => string;
  onClose: () => void;
}

export function ModelDialog({ id, typeName, onClose }: ModelDialogProps) {
  const words = useWords();
  const read = useRead("models.get", { model_id: id });
  const [deleting, setDeleting] = useState(false);
  const model = read.data;
  const page = model?.origin?.page_url;
  const users = model?.used_by.map(({ character_name, style_name }) =>
    style_name ? `${character_name}, ${style_name}` : character_name,
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={model?.name.split(/[/\\]/).at(-1) ?? "Model"}
      width={560}
      foot={
        <>
          <Button
            kind="quiet"
            icon={Trash2}
            className="mr-auto"
            off={!model && "It is being read"}
            onClick={() => setDeleting(true)}
          >
            Delete file
          </Button>
          {page && <Button onClick={() => void host.openExternal(page)}>Open its page</Button>}
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {read.error && <ErrorNote what="This model could not be read" error={read.error} />}
      {model && (
        <Facts
          facts={[
            { name: "Type", value: typeName(model.type) },
            { name: "Family", value: familyName(model.base_model) ?? "not known" },
            { name: "Size", value: model.size_bytes === null ? "not read yet" : words.bytes(model.size_bytes) },
            {
              name: "Trigger words",
              value: model.trigger_words.length > 0 ? model.trigger_words.join(", ") : "none named",
            },
            { name: "Used by", value: users && users.length > 0 ? users.join("; ") : "no character or style" },
            { name: "Pictures", value: `${words.count(model.picture_count)} in the library` },
            { name: "Came from", value: model.origin ? model.origin.title : "not fetched by Troupe" },
            { name: "Licence", value: model.origin?.licence ?? "not told" },
            { name: "SHA-256", value: model.sha256 ?? "read later, while nothing is made", mono: true },
          ]}
        />
      )}
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title="Delete this model's file?"
        text={
          users && users.length > 0
            ? `It does not come back. ${users.join("; ")} will have to choose another.`
            : "It does not come back. Other programs that use the same folder lose it too."
        }
        safe="Keep it"
        action="Delete file"
        onAction={async () => {
          const gone = await perform(
            "models.delete",
            { model_id: id },
            {
              done: ({ freed_bytes }) => ({ title: `Deleted, ${words.bytes(freed_bytes)} free again` }),
              failed: "The file was not deleted",
            },
          );
          if (gone) onClose();
        }}
      />
    </Dialog>
  );
}
