// Identity: the references that say how a character looks, and what its pictures are made with.
import { useRef, useState } from "react";
import { type Character, perform, type Reference } from "@/api";
import { DropZone, PICTURES } from "@/components/drop/DropZone";
import { useDropTarget } from "@/components/drop/targets";
import { RadioCards } from "@/components/form/RadioCards";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Main } from "@/components/layout/Page";
import { ConsentsSection } from "./ConsentsSection";
import type { Editing } from "./editing";
import { LinesOf, TextOf, WordsOf } from "./fields";
import { IntakeTile } from "./IntakeTile";
import { LoraField, ModelField } from "./ModelFields";
import { OriginField } from "./OriginField";
import { ReferenceDialog } from "./ReferenceDialog";
import { ReferenceTile } from "./ReferenceTile";
import { addReferences, describeDrop, useIntakes } from "./references";
import { firstName } from "./words";

export function IdentityPart({ character, edit }: { character: Character; edit: Editing }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const intakes = useIntakes(character.id);
  const name = firstName(character.name);
  const primary = character.references.find(({ is_primary }) => is_primary);
  const open = character.references.find(({ id }) => id === openId);

  useDropTarget(
    place,
    (files) => describeDrop(files, name),
    (files) => void addReferences(character.id, files),
  );

  return (
    <>
      <div ref={place} className="flex min-h-0 min-w-0 flex-1">
        <Main label="References" padding="none" className="p-6 slim:p-4">
          <p className="mb-3 flex flex-wrap items-baseline gap-x-2 text-12">
            <strong>References</strong>
            <span className="text-ink-3">{summary(character.references)}</span>
          </p>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(176px,1fr))] gap-3">
            {character.references.map((reference) => (
              <li key={reference.id}>
                <ReferenceTile
                  reference={reference}
                  who={name}
                  primary={primary}
                  onOpen={() => setOpenId(reference.id)}
                />
              </li>
            ))}
            {intakes.map((intake) => (
              <li key={intake.key}>
                <IntakeTile characterId={character.id} intake={intake} />
              </li>
            ))}
            <li>
              <DropZone
                title="Drop pictures here"
                hint="At least 512 px, one adult face"
                choose={{ ...PICTURES, multiple: true }}
                describe={(files) => describeDrop(files, name)}
                onFiles={(files) => void addReferences(character.id, files)}
                className="aspect-square min-h-0"
              />
              <p className="mt-1.5 text-12 text-ink-3">
                Origin is kept: fictional, own likeness, or with a consent file
              </p>
            </li>
          </ul>
        </Main>
      </div>
      <Drawer label="What its pictures are made with">
        <MadeWith edit={edit} />
        <Section>
          <WhoseFace character={character} />
        </Section>
        <ConsentsSection />
      </Drawer>
      {open && <ReferenceDialog character={character} reference={open} onClose={() => setOpenId(null)} />}
    </>
  );
}

function summary(references: readonly Reference[]): string {
  if (references.length === 0) return "Four or more sharp faces from different sides work best.";
  const used = references.filter(({ use_for_training }) => use_for_training).length;
  const few = references.length < 4 ? " Four or more sharp faces from different sides work best." : "";
  return `${used} of ${references.length} for training.${few}`;
}

function MadeWith({ edit }: { edit: Editing }) {
  const method = edit.get("appearance.face_consistency_method");
  const loras = edit.get("appearance.loras");
  const chosen = method === "none" || method === "lora" ? method : loras.length > 0 ? "lora" : "none";
  const choose = (next: "none" | "lora") => {
    edit.set("appearance.face_consistency_method", next);
    edit.settle("appearance.face_consistency_method");
  };
  return (
    <>
      <Section>
        <RadioCards
          label="Consistency"
          value={chosen}
          onChange={choose}
          choices={[
            { value: "lora", label: "LoRA", hint: "Steadiest: the LoRAs below go into every picture." },
            { value: "none", label: "Words alone", hint: "No LoRA; the face is freer." },
          ]}
        />
      </Section>
      <Section title="Model and LoRAs">
        <div className="flex flex-col gap-2.5">
          <ModelField
            value={edit.get("appearance.base_model")}
            otherwise="The one set in Settings"
            error={edit.error("appearance.base_model")}
            onChange={(model) => {
              edit.set("appearance.base_model", model);
              edit.settle("appearance.base_model");
            }}
          />
          <LoraField
            loras={loras}
            onChange={(next, settled) => {
              edit.set("appearance.loras", next);
              if (settled) edit.settle("appearance.loras");
            }}
          />
        </div>
      </Section>
      <Section title="Looks" aside="goes into every prompt">
        <div className="flex flex-col gap-2.5">
          <div className="grid grid-cols-2 gap-2">
            <TextOf edit={edit} path="appearance.hair_color" label="Hair" placeholder="copper, to the chin" />
            <TextOf edit={edit} path="appearance.eye_color" label="Eyes" placeholder="green" />
          </div>
          <WordsOf edit={edit} path="appearance.style_keywords" label="Looks" />
          <WordsOf edit={edit} path="appearance.style_preferences" label="Likes to wear and be seen in" />
          <LinesOf edit={edit} path="appearance.prompt_prefix" label="Each prompt begins with" lines={2} />
          <LinesOf edit={edit} path="appearance.negative_prompt" label="Never" lines={2} />
        </div>
      </Section>
    </>
  );
}

/** Another person's face is saved once its consent is chosen. */
function WhoseFace({ character }: { character: Character }) {
  const [wantsConsent, setWantsConsent] = useState(false);
  return (
    <OriginField
      origin={wantsConsent ? "consent" : character.origin}
      consentId={wantsConsent ? null : character.consent_id}
      onChange={(origin, consent_id) => {
        setWantsConsent(origin === "consent" && consent_id === null);
        if (origin === "consent" && consent_id === null) return;
        void perform(
          "characters.update",
          { character_id: character.id, origin, consent_id },
          {
            failed: "The origin was not changed",
            undo: () => ({
              label: "change the origin",
              inverse: {
                name: "characters.update",
                input: { character_id: character.id, origin: character.origin, consent_id: character.consent_id },
              },
              row: { name: "characters.get", input: { character_id: character.id } },
              part: (row: Character) => [row.origin, row.consent_id],
            }),
          },
        );
      }}
    />
  );
}
