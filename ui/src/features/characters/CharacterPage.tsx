// One character: who it is, how it looks, its styles, its accounts, and what came of it.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Aperture, CircleX, Ellipsis, Pause, Play, Undo2 } from "lucide-react";
import { useMemo } from "react";
import { type ApiError, type Character, perform, useRead } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { TabPanel, Tabs } from "@/components/layout/Tabs";
import { Toolbar } from "@/components/layout/Toolbar";
import { Menu } from "@/components/overlay/Menu";
import { Avatar } from "@/components/picture/Avatar";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { AccountsPart } from "./AccountsPart";
import { IdentityPart } from "./IdentityPart";
import { PostButtons } from "./PostButtons";
import { ProfilePart } from "./ProfilePart";
import { ResultsPart } from "./ResultsPart";
import { StylesPart } from "./StylesPart";
import { type SaveState, useSaving } from "./saving";
import { useCharacterActions } from "./useCharacterActions";
import { factsOf, ORIGINS } from "./words";

const PARTS = ["profile", "identity", "styles", "accounts", "results"] as const;
type Part = (typeof PARTS)[number];

export function CharacterPage() {
  const { characterId } = useParams({ from: "/frame/characters/$characterId" });
  const navigate = useNavigate();
  const { data: character, error, refetch } = useRead("characters.get", { character_id: characterId });
  const back = () => void navigate({ to: "/characters" });

  if (character?.id === characterId) return <Loaded key={characterId} character={character} onBack={back} />;
  return (
    <Page>
      <Toolbar title="Character" onBack={back} />
      <PageBody>
        <Main>{error ? <Gone id={characterId} error={error} onAgain={() => void refetch()} /> : <Waiting />}</Main>
      </PageBody>
    </Page>
  );
}

function Loaded({ character, onBack }: { character: Character; onBack: () => void }) {
  const navigate = useNavigate();
  const { part: wanted } = useSearch({ from: "/frame/characters/$characterId" });
  const part: Part = PARTS.find((one) => one === wanted) ?? "profile";
  const actions = useCharacterActions();
  const edit = useSaving(character);
  const paused = character.status === "paused";
  const accounts = useRead("accounts.list", { character_id: character.id }).data?.total ?? 0;

  const { generate } = actions;
  useActions(
    useMemo(
      (): Offer[] => [
        {
          id: "app.generate",
          label: `Generate ${character.name}`,
          group: "Characters",
          icon: Aperture,
          perform: () => generate(character),
        },
      ],
      [character, generate],
    ),
  );

  return (
    <Page>
      <Toolbar
        title={character.name}
        mark={<Avatar name={character.name} url={character.face && host.fileUrl("reference", character.face, "320")} />}
        aside={<Aside character={character} status={edit.status} />}
        onBack={onBack}
        actions={
          <>
            {paused ? (
              <Button kind="quiet" icon={Play} onClick={() => void actions.resume(character)}>
                Resume
              </Button>
            ) : (
              <Button kind="quiet" icon={Pause} onClick={() => actions.pause(character)}>
                Pause
              </Button>
            )}
            <PostButtons who={character} onPost={actions.post} />
            <Button kind="primary" icon={Aperture} onClick={() => actions.generate(character)}>
              Generate
            </Button>
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" />}
              entries={actions.entries(character, onBack).filter((entry) => !isSaidAbove(entry))}
            />
          </>
        }
      />
      <Tabs<Part>
        label={`Parts of ${character.name}`}
        value={part}
        onChange={(next) =>
          void navigate({
            to: "/characters/$characterId",
            params: { characterId: character.id },
            search: { part: next },
            replace: true,
          })
        }
        tabs={[
          { value: "profile", label: "Profile" },
          {
            value: "identity",
            label: "Identity",
            ...(character.references.length > 0 ? { count: character.references.length } : {}),
          },
          {
            value: "styles",
            label: "Styles",
            ...(character.styles.length > 0 ? { count: character.styles.length } : {}),
          },
          { value: "accounts", label: "Accounts", ...(accounts > 0 ? { count: accounts } : {}) },
          { value: "results", label: "Results" },
        ]}
      >
        <TabPanel value="profile">
          <ProfilePart edit={edit} />
        </TabPanel>
        <TabPanel value="identity">
          <IdentityPart character={character} edit={edit} />
        </TabPanel>
        <TabPanel value="styles">
          <StylesPart character={character} />
        </TabPanel>
        <TabPanel value="accounts">
          <AccountsPart character={character} />
        </TabPanel>
        <TabPanel value="results">
          <ResultsPart character={character} />
        </TabPanel>
      </Tabs>
      {actions.dialogs}
    </Page>
  );
}

/** Edit is this very screen; the others are buttons beside it. */
const isSaidAbove = (entry: object | string) =>
  typeof entry === "object" && "label" in entry && ["Edit", "Generate", "Post"].includes(String(entry.label));

function Aside({ character, status }: { character: Character; status: SaveState }) {
  const words = useWords();
  const pausedWords = character.paused_until ? `Paused until ${words.time(character.paused_until)}` : "Paused";
  return (
    <>
      <span className="truncate text-ink-2">{factsOf(character)}</span>
      <StateTag>{ORIGINS[character.origin].tag}</StateTag>
      {character.status === "paused" && <StateTag icon={Pause}>{pausedWords}</StateTag>}
      {character.status === "error" && <StateTag tone="warn">{character.status_reason ?? "Needs you"}</StateTag>}
      <span role="status" className="flex items-center gap-1">
        {status.to_fix > 0 ? (
          <span className="flex items-center gap-1 text-bad">
            <CircleX aria-hidden="true" size={12} strokeWidth={2} />
            {status.to_fix} to fix
          </span>
        ) : (
          { quiet: "", saving: "Saving", saved: "Saved" }[status.state]
        )}
      </span>
    </>
  );
}

function Waiting() {
  return (
    <Later>
      <div className="grid max-w-[880px] grid-cols-2 gap-4" role="status" aria-label="Reading">
        {[0, 1, 2, 3].map((place) => (
          <Skeleton key={place} className="h-7" />
        ))}
        <Skeleton className="col-span-2 h-20" />
      </div>
    </Later>
  );
}

/** Deleted ones can be brought back from here. */
function Gone({ id, error, onAgain }: { id: string; error: ApiError; onAgain: () => void }) {
  const isDeleted = (error.details as { is_deleted?: unknown } | null)?.is_deleted === true;
  if (isDeleted) {
    return (
      <EmptyState
        title="This character was deleted"
        text="Its pictures are still in the library, and it can be restored as it was."
        actions={
          <Button
            kind="primary"
            icon={Undo2}
            onClick={() =>
              void perform(
                "characters.restore",
                { character_id: id },
                { done: ({ name }) => ({ title: `${name} is back` }), failed: "The character was not restored" },
              ).then(onAgain)
            }
          >
            Restore
          </Button>
        }
      />
    );
  }
  return <ErrorNote what="The character could not be read" error={error} onAgain={onAgain} />;
}
