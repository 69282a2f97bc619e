// One reference large, with what is known of it and what the creator says of it.
import { Star, UserRound } from "lucide-react";
import { useState } from "react";
import { type Character, type Input, perform, type Reference } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { Note } from "@/components/feedback/Note";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { TextArea } from "@/components/form/TextArea";
import { Dialog } from "@/components/overlay/Dialog";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { ConsentChoice } from "./OriginField";
import { makePrimary } from "./references";
import { ORIGINS } from "./words";

export interface ReferenceDialogProps {
  character: Character;
  reference: Reference;
  onClose: () => void;
}

type Fields = Pick<Reference, "caption" | "use_for_training" | "is_primary" | "origin" | "consent_id">;

const SOURCES: Record<Reference["source"], string> = {
  file: "A file of this computer",
  upload: "An upload",
  url: "An address",
  content: "The library",
  import: "An import",
};

export function ReferenceDialog({ character, reference, onClose }: ReferenceDialogProps) {
  const words = useWords();
  const [caption, setCaption] = useState(reference.caption);
  const [wantsConsent, setWantsConsent] = useState(false);
  const at = { character_id: character.id, reference_id: reference.id };

  /** Changes fields of the reference; `before` is what undo sets back. */
  const change = (fields: Partial<Fields>, before: Partial<Fields>, label: string) =>
    perform("references.update", { ...at, ...fields } as Input<"references.update">, {
      failed: "The reference was not changed",
      undo: () => ({
        label,
        inverse: { name: "references.update", input: { ...at, ...before } as Input<"references.update"> },
      }),
    });

  const keepCaption = () => {
    if (caption !== reference.caption) {
      void change({ caption }, { caption: reference.caption }, "change the caption");
    }
  };

  const isFace = character.face === reference.id;
  const close = () => {
    keepCaption();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      width={760}
      title={reference.name}
      foot={
        <Button kind="quiet" onClick={close}>
          Close
        </Button>
      }
    >
      <div className="flex gap-5">
        <img
          src={host.fileUrl("reference", reference.id, "640")}
          alt={reference.caption || `Reference of ${character.name}`}
          className="max-h-[420px] w-[300px] flex-none self-start rounded-1 object-contain"
        />
        <div className="flex min-w-0 flex-1 flex-col gap-3">
          {reference.suggestions.map(({ code, message }) => (
            <Note key={code} tone="warn">
              {message}
            </Note>
          ))}
          <div className="flex flex-wrap gap-2">
            <Button
              size="s"
              icon={Star}
              off={reference.is_primary && "It is the primary one"}
              onClick={() =>
                makePrimary(
                  reference,
                  character.references.find(({ is_primary }) => is_primary),
                )
              }
            >
              Make primary
            </Button>
            <Button
              size="s"
              icon={UserRound}
              off={isFace && "It is shown already"}
              onClick={() =>
                void perform(
                  "characters.update",
                  { character_id: character.id, profile_image: reference.id },
                  {
                    failed: "The face was not changed",
                    undo: () => ({
                      label: "show another face",
                      inverse: {
                        name: "characters.update",
                        input: { character_id: character.id, profile_image: character.profile_image },
                      },
                    }),
                  },
                )
              }
            >
              Show as its face
            </Button>
          </div>
          <TextArea
            label="Caption for training"
            lines={2}
            value={caption}
            onChange={(event) => setCaption(event.target.value)}
            onBlur={keepCaption}
          />
          <Switch
            label="Use for training"
            checked={reference.use_for_training}
            onChange={(use_for_training) =>
              void change({ use_for_training }, { use_for_training: !use_for_training }, "change what training uses")
            }
          />
          <Select
            label="Whose face is it"
            choices={(["fictional", "own_likeness", "consent"] as const).map((value) => ({
              value,
              label: ORIGINS[value].label,
            }))}
            value={wantsConsent ? "consent" : reference.origin}
            onChange={(origin) => {
              setWantsConsent(origin === "consent" && reference.origin !== "consent");
              if (origin === "consent") return;
              void change(
                { origin: origin as Reference["origin"], consent_id: null },
                { origin: reference.origin, consent_id: reference.consent_id },
                "change the origin",
              );
            }}
          />
          {(wantsConsent || reference.origin === "consent") && (
            <ConsentChoice
              value={reference.consent_id}
              onChange={(consent_id) => {
                setWantsConsent(false);
                void change(
                  { origin: "consent", consent_id },
                  { origin: reference.origin, consent_id: reference.consent_id },
                  "change the consent",
                );
              }}
            />
          )}
          <Facts
            facts={[
              { name: "Size", value: `${reference.width} × ${reference.height}, ${words.bytes(reference.size_bytes)}` },
              {
                name: "Sharpness",
                value: reference.sharpness === null ? "not measured" : `${Math.round(reference.sharpness)}`,
              },
              { name: "Face", value: reference.face === "not_measured" ? "not measured" : reference.face },
              { name: "Camera data", value: reference.has_camera_data ? "in the file" : "none" },
              { name: "From", value: `${SOURCES[reference.source]}, ${words.time(reference.created_at)}` },
            ]}
          />
        </div>
      </div>
    </Dialog>
  );
}
