// Adds a character: its face, who it is, how it speaks, and how it says that it is AI.
import { useNavigate } from "@tanstack/react-router";
import { CircleX, Eraser, X } from "lucide-react";
import { useMemo, useState } from "react";
import { type ApiError, call, fieldErrors, type Input, toApiError } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { DropZone, PICTURES } from "@/components/drop/DropZone";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Section } from "@/components/layout/Drawer";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { useWords } from "@/components/text/words";
import type { ChosenFile } from "@/host";
import { LinesOf, TextOf, WordsOf } from "./fields";
import { ModelField } from "./ModelFields";
import { useNewCharacter } from "./newCharacter";
import { OriginField } from "./OriginField";
import { DisclosureFields, MannerFields, PersonFields, PlatformsField } from "./ProfileFields";
import { addReferences, describeDrop } from "./references";
import { useImport } from "./useImport";
import { firstName, sentence } from "./words";

export function AddCharacterPage() {
  const navigate = useNavigate();
  const words = useWords();
  const edit = useNewCharacter();
  const bring = useImport();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const back = () => void navigate({ to: "/characters" });

  const add = async () => {
    if (busy || !edit.check()) {
      focusFirstFault();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const character = await call("characters.create", edit.input() as unknown as Input<"characters.create">);
      // The pictures go on by themselves; the next screen shows how far they are.
      if (edit.files.length > 0) void addReferences(character.id, edit.files);
      const part = edit.files.length > 0 ? { part: "identity" } : {};
      edit.clear();
      void navigate({
        to: "/characters/$characterId",
        params: { characterId: character.id },
        search: part,
        replace: true,
      });
    } catch (thrown) {
      const error = toApiError(thrown);
      const faults = fieldErrors(error).map(
        ([path, message]) => [path.replace(/\[\d+\].*$/, ""), sentence(message)] as [string, string],
      );
      edit.refuse(faults);
      if (faults.length === 0) setFailure(error);
      else focusFirstFault();
      setBusy(false);
    }
  };

  useActions(
    // biome-ignore lint/correctness/useExhaustiveDependencies: `add` is new at each render, as its fields are
    useMemo((): Offer[] => [{ id: "characters.send", perform: () => void add() }], [edit, busy]),
  );

  const name = firstName(edit.get("name"));
  return (
    <Page>
      <Toolbar
        title="Add character"
        aside={edit.kept_at && `Draft kept, ${words.clock(edit.kept_at).slice(0, 5)}`}
        onBack={back}
        actions={
          <>
            {edit.kept_at && <IconButton icon={Eraser} label="Throw the draft away" onClick={() => edit.clear()} />}
            <Button kind="quiet" onClick={() => void bring.choose()}>
              Import a file
            </Button>
            <Button kind="quiet" onClick={back}>
              Cancel
            </Button>
            {edit.to_fix > 0 && (
              <span role="status" className="flex items-center gap-1.5 text-12 text-bad">
                <CircleX aria-hidden="true" size={14} strokeWidth={1.75} />
                {edit.to_fix} to fix
              </span>
            )}
            <Button
              kind={edit.to_fix > 0 ? "secondary" : "primary"}
              shortcut="characters.send"
              busy={busy}
              off={edit.to_fix > 0 && "Mend what is marked first"}
              onClick={() => void add()}
            >
              Add character
            </Button>
          </>
        }
      />
      <PageBody>
        <Main padding="none">
          <div className="grid min-h-full grid-cols-[264px_minmax(0,1fr)_340px] slim:grid-cols-[232px_minmax(0,1fr)]">
            <div className="flex flex-col gap-5 p-5 slim:p-4">
              <Face files={edit.files} onFiles={edit.setFiles} name={name || "the character"} />
              <OriginField
                origin={edit.get("origin")}
                consentId={edit.get("consent_id")}
                error={edit.error("consent_id")}
                onChange={(origin, consentId) => {
                  edit.set("origin", origin);
                  edit.set("consent_id", consentId);
                }}
              />
            </div>
            <div className="flex flex-col gap-4 border-l border-line p-5 slim:p-4">
              <h2 className="-mb-1 text-12">Profile</h2>
              {failure && <ErrorNote what="The character was not added" error={failure} />}
              <PersonFields edit={edit} />
              <div className="grid grid-cols-2 gap-2.5">
                <TextOf edit={edit} path="appearance.hair_color" label="Hair" placeholder="dark curls to the chin" />
                <TextOf edit={edit} path="appearance.eye_color" label="Eyes" placeholder="brown" />
              </div>
              <WordsOf edit={edit} path="appearance.style_keywords" label="Looks" aside="goes into every prompt" />
              <LinesOf edit={edit} path="appearance.negative_prompt" label="Never" lines={1} />
              <ModelField
                value={edit.get("appearance.base_model")}
                otherwise="The one set in Settings"
                error={edit.error("appearance.base_model")}
                onChange={(model) => edit.set("appearance.base_model", model)}
              />
              <PlatformsField edit={edit} />
            </div>
            <div className="border-l border-line slim:col-start-2 slim:border-t">
              <Section title="Manner">
                <div className="flex flex-col gap-3">
                  <MannerFields edit={edit} />
                </div>
              </Section>
              <Section title="Disclosure">
                <DisclosureFields edit={edit} />
                <Note className="mt-4">After adding: make the first pictures. All of this can be changed later.</Note>
              </Section>
            </div>
          </div>
        </Main>
      </PageBody>
      {bring.dialog}
    </Page>
  );
}

function focusFirstFault() {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

interface FaceProps {
  files: ReturnType<typeof useNewCharacter>["files"];
  onFiles: ReturnType<typeof useNewCharacter>["setFiles"];
  name: string;
}

/** The first references, chosen before there is a character that they could belong to. */
function Face({ files, onFiles, name }: FaceProps) {
  return (
    <section>
      <h2 className="mb-2 text-12">Face</h2>
      <DropZone
        title="Drop one to thirty pictures of one adult face"
        hint="Can wait: without a face, pictures are “not measured”"
        choose={{ ...PICTURES, multiple: true }}
        describe={(held) => describeDrop(held, name)}
        onFiles={(more) => onFiles([...files, ...more])}
        className={files.length > 0 ? undefined : "min-h-[240px]"}
      />
      {files.length > 0 && (
        <ul className="mt-2 grid grid-cols-3 gap-1">
          {files.map((file, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be chosen twice
            <li key={index} className="group relative">
              <Preview file={file} />
              <IconButton
                size="s"
                icon={X}
                label={`Leave out ${file.name}`}
                onClick={() => onFiles(files.filter((one) => one !== file))}
                className="absolute top-0.5 right-0.5 bg-plate text-on-plate opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-plate [&>svg]:text-on-plate"
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The picture before it is handed over; its name where it cannot be shown. */
function Preview({ file: { name, preview_url } }: { file: ChosenFile }) {
  const [broken, setBroken] = useState(false);
  return (
    <span
      title={name}
      className="relative grid aspect-square place-items-center overflow-hidden rounded-1 bg-hover p-1 text-11 text-ink-3 picture-ring"
    >
      {preview_url && !broken ? (
        <img src={preview_url} alt={name} onError={() => setBroken(true)} className="absolute size-full object-cover" />
      ) : (
        <span className="line-clamp-3 break-all">{name}</span>
      )}
    </span>
  );
}
